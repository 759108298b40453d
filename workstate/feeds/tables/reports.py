"""Of reports: what they show is nobody's business here."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from workstate.activity.verbs import Verb

WORDS: dict[str, tuple[str, str]] = {
    Verb.REPORT_FILE_CREATED: ("file-text", _("%(name)s asked for a report as a file")),
    Verb.REPORT_FILE_MADE: ("file-text", _("The report that %(name)s asked for is ready")),
    Verb.REPORT_FILE_FAILED: ("triangle-alert", _("The report that %(name)s asked for could not be made")),
    Verb.REPORT_FILE_DISCARDED: ("trash-2", _("The file of a report that %(name)s asked for was thrown away")),
    Verb.SAVED_REPORT_CREATED: ("bookmark", _("%(name)s saved the report %(subject)s")),
    Verb.SAVED_REPORT_CHANGED: ("bookmark", _("%(name)s changed the report %(subject)s")),
    Verb.SAVED_REPORT_DELETED: ("trash-2", _("%(name)s deleted the report %(subject)s")),
    Verb.SAVED_REPORT_RESTORED: ("undo-2", _("%(name)s brought the report %(subject)s back")),
    Verb.REPORT_SHARE_CREATED: ("link", _("%(name)s shared the report %(report)s by a link")),
    Verb.REPORT_SHARE_CHANGED: ("link", _("%(name)s changed the link to a report")),
    Verb.REPORT_SHARE_REVOKED: ("ban", _("%(name)s ended a link to the report %(report)s")),
    Verb.REPORT_SHARE_REINSTATED: ("undo-2", _("%(name)s brought a link to the report %(report)s back")),
    Verb.REPORT_SCHEDULE_CREATED: ("calendar", _("%(name)s has the report %(report)s sent by mail")),
    Verb.REPORT_SCHEDULE_CHANGED: ("calendar", _("%(name)s changed when a report is sent")),
    Verb.REPORT_SCHEDULE_PAUSED: ("square", _("%(name)s paused the mails of a report")),
    Verb.REPORT_SCHEDULE_RESUMED: ("play", _("%(name)s has a report sent again")),
    Verb.REPORT_SCHEDULE_DELETED: ("trash-2", _("%(name)s ended the mails of a report")),
    Verb.REPORT_SCHEDULE_RESTORED: ("undo-2", _("%(name)s brought the mails of a report back")),
    Verb.REPORT_SCHEDULE_LEFT: ("log-out", _("%(name)s wants no more mails of a report")),
    Verb.REPORT_SCHEDULE_REJOINED: ("mail", _("%(name)s wants the mails of a report again")),
    Verb.REPORT_DELIVERY_SENT: ("mail", _("A report of %(name)s was sent")),
    Verb.REPORT_DELIVERY_RETRIED: ("mail", _("%(name)s had a report sent again that had failed")),
    Verb.REPORT_DELIVERY_FAILED: ("triangle-alert", _("A report of %(name)s could not be sent")),
}
