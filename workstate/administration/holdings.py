"""
Every row that names a person, said once: what of it the person is given in an export, and what becomes of it when they leave.

A test fails for a field that leads to a person and stands in neither table, so that both are complete by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fate(StrEnum):
    """Of a row, when the account of the person it names is deleted."""

    GONE = "gone"
    KEPT = "kept"
    """It stays with the workspace, under "Former member"."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows that are the person's: `person` is the way from the row to them; `file` is what they are called in the export."""

    model: str
    person: str
    file: str
    about: Promise
    fate: Fate
    omit: frozenset[str] = frozenset()
    where: Mapping[str, Any] = field(default_factory=dict)
    """Of the rows that go with the account, these alone."""
    by_person: bool = False
    """What is seen of it is asked of the person, wherever they belong, rather than of each workspace."""
    extra: bool = False
    """It hangs on another row of theirs: nothing in it names them."""

    @property
    def rows(self) -> type[models.Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A field that names a person and is in no export, with the reason."""

    model: str
    person: str
    reason: str
    fate: Fate


KEPT, GONE = Fate.KEPT, Fate.GONE


def _held(model: str, person: str, file: str, about: Promise, fate: Fate, **more: Any) -> Holding:
    return Holding(model, person, file, about, fate, omit=frozenset(more.pop("omit", ())), **more)


HOLDINGS: Final = (
    _held("account.emailaddress", "user", "email_addresses", _("Your addresses."), GONE),
    _held("usersessions.usersession", "user", "devices", _("Where you are signed in."), GONE, omit={"data"}),
    _held("accounts.user", "pk", "account", _("Your profile and what you prefer."), KEPT, extra=True),
    _held("activity.event", "user", "activity", _("What you did, when, and by what means."), KEPT, omit={"data"}),
    _held("workspaces.workspace", "personal_to", "workspaces", _("Your personal workspace."), GONE),
    _held("workspaces.membership", "user", "memberships", _("Where you belong, and as what."), GONE),
    _held("workspaces.groupmember", "user", "group_memberships", _("The groups you belong to."), GONE),
    _held("workspaces.group", "created_by", "groups", _("Groups you made."), KEPT),
    _held("workspaces.invitation", "created_by", "invitations", _("Invitations you sent."), KEPT),
    _held("projects.folder", "created_by", "folders", _("Folders you made."), KEPT),
    _held("projects.project", "created_by", "projects", _("Projects you made."), KEPT),
    _held("projects.favourite", "user", "favourite_projects", _("Projects you keep at hand."), GONE),
    _held("tasks.task", "created_by", "tasks", _("Tasks you wrote."), KEPT),
    _held("tasks.taskassignee", "member__user", "assignments", _("Tasks that are assigned to you."), GONE, extra=True),
    _held("tasks.tasklabel", "task__created_by", "task_labels", _("Labels on tasks you wrote."), KEPT, extra=True),
    _held("tasks.tasklink", "created_by", "task_links", _("Ties you made between tasks."), KEPT),
    _held("tasks.completion", "completed_by", "completions", _("Times of repeating tasks that you completed."), KEPT),
    _held("tasks.reminder", "user", "reminders", _("Your reminders."), GONE),
    _held("discussions.comment", "author", "comments", _("Comments you wrote."), KEPT),
    _held("discussions.reaction", "user", "reactions", _("Your reactions to comments."), KEPT),
    _held("discussions.following", "user", "following", _("Tasks you follow or mute."), GONE),
    _held("attachments.attachment", "uploaded_by", "attachments", _("Files you uploaded; they lie in files/."), KEPT),
    _held("customfields.customfield", "created_by", "custom_fields", _("Custom fields you made."), KEPT),
    _held(
        "customfields.fieldvalue",
        "task__created_by",
        "field_values",
        _("Their values on tasks you wrote."),
        KEPT,
        extra=True,
    ),
    _held("blueprints.template", "created_by", "templates", _("Templates you made."), KEPT),
    _held("timetracking.timeentry", "user", "time_entries", _("Your time."), KEPT),
    _held("timetracking.entrylabel", "entry__user", "time_entry_labels", _("Labels on your time."), KEPT, extra=True),
    _held("timetracking.timepreferences", "user", "time_preferences", _("How your clock behaves."), GONE),
    _held("timetracking.submission", "user", "submissions", _("Weeks you handed in."), KEPT),
    _held("timetracking.notice", "user", "notices", _("What your clock told you."), GONE),
    _held("billing.rate", "user", "rates", _("Rates of your time, as far as you may see them."), KEPT),
    _held("budgets.budget", "created_by", "budgets", _("Budgets you set, as far as you may see them."), KEPT),
    _held("savedviews.savedview", "created_by", "saved_views", _("Views you saved."), GONE, where={"is_shared": False}),
    _held("savedviews.favouriteview", "user", "favourite_views", _("Views you keep at hand."), GONE),
    _held("savedviews.look", "user", "looks", _("How you like lists to look."), GONE),
    _held("search.recentsearch", "user", "recent_searches", _("What you searched for lately."), GONE),
    _held(
        "reports.savedreport", "created_by", "saved_reports", _("Reports you saved."), GONE, where={"is_shared": False}
    ),
    _held("reports.reportschedule", "created_by", "report_schedules", _("Mails of reports you ordered."), GONE),
    _held("reports.reportrecipient", "user", "report_mails", _("Mails of reports you get."), GONE),
    _held("reports.reportfile", "user", "report_files", _("Files of reports you had made."), GONE),
    _held("reports.reportshare", "created_by", "report_links", _("Links to reports you gave away."), GONE),
    _held(
        "webhooks.webhook",
        "created_by",
        "webhooks",
        _("Webhooks you made."),
        GONE,
        omit={"secret", "former_secret"},
    ),
    _held("publishing.publiclink", "created_by", "public_links", _("Links to projects and views you gave away."), GONE),
    _held("timesheets.timesheetrow", "user", "timesheet_rows", _("Lines of your timesheets."), GONE),
    _held("focus.goal", "user", "goals", _("Your goals."), GONE),
    _held("focus.interval", "user", "focus_intervals", _("Your intervals of focus and rest."), GONE),
    _held("focus.focuspreferences", "user", "focus_preferences", _("How you like to focus."), GONE),
    _held("transfer.import", "user", "imports", _("Files you brought in."), GONE),
    _held("notifications.notification", "user", "notifications", _("What you were told."), GONE, by_person=True),
    _held(
        "notifications.notificationpreferences", "user", "notification_preferences", _("How you like to be told."), GONE
    ),
    _held(
        "notifications.pushsubscription",
        "user",
        "push_browsers",
        _("Browsers in which you are told."),
        GONE,
        omit={"session", "endpoint", "p256dh", "auth"},
    ),
    _held("accounts.apikey", "user", "keys", _("Keys of your programs."), GONE, omit={"hash"}, by_person=True),
    _held("notifications.mute", "user", "mutes", _("What you do not want to be told of."), GONE),
)

_THEIRS: Final = "What was done to somebody's row is told in activity.json."
_OWN_SUMS: Final = "Sums of time_entries.json, kept for speed."
_LOOKS: Final = "What is folded on a page is how it looks, not what anybody entered."
LEFT_OUT: Final = (
    LeftOut("accounts.user_groups", "user", "Django's own groups are not used.", GONE),
    LeftOut("accounts.user_user_permissions", "user", "Django's own permissions are not used.", GONE),
    LeftOut("accounts.devicerequest", "allowed_by", "Gone ten minutes later; the key that comes of it is told.", GONE),
    LeftOut("api.idempotentanswer", "user", "What a program was answered, for a day, should it ask again.", GONE),
    LeftOut("administration.accountexport", "user", "The exports themselves.", GONE),
    LeftOut("notifications.notification", "actor", "What others were told is theirs.", KEPT),
    LeftOut("notifications.delivery", "user", "The ledger of what was sent: notifications.json says of what.", GONE),
    LeftOut("workspaces.invitation", "accepted_by", "Where one belongs is told in memberships.json.", KEPT),
    LeftOut("projects.foldedbranch", "user", _LOOKS, GONE),
    LeftOut("projects.foldedsection", "user", _LOOKS, GONE),
    LeftOut("projects.projectshare", "created_by", "Who may do what in a project is the workspace's.", KEPT),
    LeftOut("timetracking.clock", "user", "The state of the clock of the moment.", GONE),
    LeftOut("timetracking.entryday", "user", _OWN_SUMS, KEPT),
    LeftOut("timetracking.daysum", "user", _OWN_SUMS, KEPT),
    LeftOut("timetracking.dayshare", "user", _OWN_SUMS, KEPT),
    LeftOut("timetracking.lockedperiod", "locked_by", "Periods are the workspace's.", KEPT),
    LeftOut("billing.letterhead", "changed_by", "The letterhead is the workspace's.", KEPT),
    LeftOut("billing.rate", "created_by", "Rates are the workspace's.", KEPT),
    *(
        LeftOut(model, person, _THEIRS, KEPT)
        for model, person in (
            ("workspaces.workspace", "archived_by"),
            ("workspaces.workspace", "deleted_by"),
            ("workspaces.invitation", "revoked_by"),
            ("projects.client", "archived_by"),
            ("projects.project", "archived_by"),
            ("projects.project", "deleted_by"),
            ("tasks.task", "completed_by"),
            ("tasks.task", "cancelled_by"),
            ("tasks.task", "archived_by"),
            ("tasks.task", "deleted_by"),
            ("discussions.comment", "deleted_by"),
            ("attachments.attachment", "deleted_by"),
            ("customfields.customfield", "archived_by"),
            ("customfields.customfield", "deleted_by"),
            ("blueprints.template", "deleted_by"),
            ("timetracking.timeentry", "deleted_by"),
            ("timetracking.submission", "decided_by"),
            ("savedviews.savedview", "deleted_by"),
            ("reports.savedreport", "deleted_by"),
            ("reports.reportschedule", "paused_by"),
            ("reports.reportschedule", "deleted_by"),
            ("reports.reportshare", "revoked_by"),
            ("publishing.publiclink", "revoked_by"),
        )
    ),
)

# Names of columns that are keys to something, or say where bytes lie: they are in no export, whatever the table.
SECRET: Final = ("password", "token", "secret", "hash", "session_key", "salt")
OMITTED: Final = frozenset({"key", "thumbnail_key", "preview_key", "is_superuser"})


def columns_of(holding: Holding) -> list[models.Field[Any, Any]]:
    """What is written of a row: every column but keys, and the bytes of files."""
    return [
        column
        for column in holding.rows._meta.concrete_fields
        if not isinstance(column, models.BinaryField)
        and column.name not in holding.omit | OMITTED
        and not any(part in column.name for part in SECRET)
    ]
