"""Of time: never what somebody worked on, for that is shown where they may be seen."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from workstate.activity.verbs import Verb

WORDS: dict[str, tuple[str, str]] = {
    Verb.TIMER_STARTED: ("play", _("%(name)s started the timer")),
    Verb.TIMER_STOPPED: ("square", _("%(name)s stopped the timer")),
    Verb.TIMER_ASKED: ("timer", _("%(name)s was asked whether they still work")),
    Verb.TIMER_ANSWERED: ("timer", _("%(name)s said that they still work")),
    Verb.ENTRY_CREATED: ("clock", _("%(name)s wrote down time")),
    Verb.ENTRIES_CREATED: ("clock", _("%(name)s wrote down time")),
    Verb.ENTRY_CHANGED: ("clock", _("%(name)s changed an entry")),
    Verb.ENTRY_DELETED: ("trash-2", _("%(name)s deleted an entry")),
    Verb.ENTRY_RESTORED: ("undo-2", _("%(name)s brought an entry back")),
    Verb.TIME_RULES_CHANGED: ("settings", _("%(name)s changed the rules of time")),
    Verb.PERIOD_LOCKED: ("lock", _("%(name)s locked a period")),
    Verb.PERIOD_UNLOCKED: ("lock", _("%(name)s unlocked a period")),
    Verb.SUBMISSION_CREATED: ("upload", _("%(name)s handed in a week")),
    Verb.SUBMISSION_WITHDRAWN: ("undo-2", _("%(name)s took back a week that was handed in")),
    Verb.SUBMISSION_APPROVED: ("circle-check", _("%(name)s approved a week of %(person)s")),
    Verb.SUBMISSION_RETURNED: ("undo-2", _("%(name)s returned a week to %(person)s")),
    Verb.SUBMISSION_REOPENED: ("rotate-ccw", _("%(name)s took back the approval of a week of %(person)s")),
    Verb.FOCUS_STARTED: ("target", _("%(name)s started to focus")),
    Verb.FOCUS_ENDED: ("target", _("%(name)s ended a time of focus")),
    Verb.FOCUS_EXTENDED: ("target", _("%(name)s focused for longer")),
    Verb.FOCUS_DISMISSED: ("target", _("%(name)s went on without focus")),
    Verb.FOCUS_PREFERENCES_CHANGED: ("target", _("%(name)s changed how long they focus")),
    Verb.BREAK_STARTED: ("coffee", _("%(name)s started a break")),
    Verb.BREAK_ENDED: ("coffee", _("%(name)s ended a break")),
    Verb.BREAK_EXTENDED: ("coffee", _("%(name)s rested for longer")),
    Verb.GOAL_CREATED: ("target", _("%(name)s set a goal")),
    Verb.GOAL_CHANGED: ("target", _("%(name)s changed a goal")),
    Verb.GOAL_MOVED: ("move", _("%(name)s moved a goal among the others")),
    Verb.GOAL_ARCHIVED: ("archive", _("%(name)s put a goal in the archive")),
    Verb.GOAL_UNARCHIVED: ("archive", _("%(name)s took a goal out of the archive")),
    Verb.GOAL_DELETED: ("trash-2", _("%(name)s deleted a goal")),
    Verb.GOAL_RESTORED: ("undo-2", _("%(name)s brought a goal back")),
    Verb.TIMESHEET_ROWS_ADDED: ("table", _("%(name)s added rows to their timesheet")),
    Verb.TIMESHEET_ROWS_REMOVED: ("table", _("%(name)s removed rows from their timesheet")),
    Verb.NOTICE_GIVEN: ("bell", _("%(name)s was given a notice")),
    Verb.NOTICE_DISMISSED: ("bell", _("%(name)s put a notice away")),
}
MANY: dict[str, tuple[str, str]] = {
    Verb.ENTRIES_CREATED: (_("%(name)s wrote down %(count)s entry"), _("%(name)s wrote down %(count)s entries")),
}
