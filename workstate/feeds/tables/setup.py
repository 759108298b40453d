"""Of labels, fields, templates, saved views, clients, rates, and what is brought in from elsewhere."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from workstate.activity.verbs import Verb

WORDS: dict[str, tuple[str, str]] = {
    Verb.CLIENT_CREATED: ("briefcase", _("%(name)s added the client %(subject)s")),
    Verb.LABEL_CREATED: ("tag", _("%(name)s added the label %(subject)s")),
    Verb.LABEL_CHANGED: ("tag", _("%(name)s changed the label %(subject)s")),
    Verb.LABEL_DELETED: ("trash-2", _("%(name)s deleted the label %(subject)s")),
    Verb.LABEL_RESTORED: ("undo-2", _("%(name)s brought the label %(subject)s back")),
    Verb.FIELD_CREATED: ("list", _("%(name)s added the field %(subject)s")),
    Verb.FIELD_CHANGED: ("list", _("%(name)s changed the field %(subject)s")),
    Verb.FIELD_MOVED: ("move", _("%(name)s moved the field %(subject)s among the others")),
    Verb.FIELD_ARCHIVED: ("archive", _("%(name)s put the field %(subject)s in the archive")),
    Verb.FIELD_UNARCHIVED: ("archive", _("%(name)s took the field %(subject)s out of the archive")),
    Verb.FIELD_DELETED: ("trash-2", _("%(name)s deleted the field %(subject)s")),
    Verb.FIELD_RESTORED: ("undo-2", _("%(name)s brought the field %(subject)s back")),
    Verb.FIELD_CHOICE_ADDED: ("list", _("%(name)s added a choice to the field %(subject)s")),
    Verb.FIELD_CHOICE_CHANGED: ("list", _("%(name)s changed a choice of the field %(subject)s")),
    Verb.FIELD_CHOICE_MOVED: ("move", _("%(name)s moved a choice of the field %(subject)s")),
    Verb.FIELD_CHOICE_ARCHIVED: ("archive", _("%(name)s put a choice of the field %(subject)s in the archive")),
    Verb.FIELD_CHOICE_UNARCHIVED: ("archive", _("%(name)s took a choice of the field %(subject)s out of the archive")),
    Verb.TEMPLATE_CREATED: ("copy", _("%(name)s made the template %(subject)s")),
    Verb.TEMPLATE_CHANGED: ("copy", _("%(name)s changed the template %(subject)s")),
    Verb.TEMPLATE_DELETED: ("trash-2", _("%(name)s deleted the template %(subject)s")),
    Verb.TEMPLATE_RESTORED: ("undo-2", _("%(name)s brought the template %(subject)s back")),
    Verb.SAVED_VIEW_CREATED: ("bookmark", _("%(name)s made the view %(subject)s")),
    Verb.SAVED_VIEW_CHANGED: ("bookmark", _("%(name)s changed the view %(subject)s")),
    Verb.SAVED_VIEW_FAVOURED: ("star", _("%(name)s keeps the view %(subject)s at hand")),
    Verb.SAVED_VIEW_UNFAVOURED: ("star", _("%(name)s keeps the view %(subject)s at hand no longer")),
    Verb.SAVED_VIEW_MOVED: ("move", _("%(name)s moved the view %(subject)s among the others")),
    Verb.SAVED_VIEW_DELETED: ("trash-2", _("%(name)s deleted the view %(subject)s")),
    Verb.SAVED_VIEW_RESTORED: ("undo-2", _("%(name)s brought the view %(subject)s back")),
    Verb.BUDGET_SET: ("hourglass", _("%(name)s set a budget of %(project)s")),
    Verb.BUDGET_CHANGED: ("hourglass", _("%(name)s changed a budget of %(project)s")),
    Verb.BUDGET_DELETED: ("trash-2", _("%(name)s deleted a budget of %(project)s")),
    Verb.BUDGET_RESTORED: ("undo-2", _("%(name)s brought a budget of %(project)s back")),
    Verb.BUDGET_REACHED: ("circle-alert", _("A budget of %(project)s has reached %(share)s percent")),
    Verb.RATE_SET: ("coins", _("%(name)s set a rate")),
    Verb.RATE_CHANGED: ("coins", _("%(name)s changed a rate")),
    Verb.RATE_DELETED: ("coins", _("%(name)s deleted a rate")),
    Verb.RATE_RESTORED: ("coins", _("%(name)s brought a rate back")),
    Verb.BILLING_CHANGED: ("coins", _("%(name)s changed the settings of money")),
    Verb.LETTERHEAD_CHANGED: ("file-text", _("%(name)s changed the letterhead")),
    Verb.IMPORT_PREPARED: ("upload", _("%(name)s began an import")),
    Verb.IMPORT_STARTED: ("upload", _("%(name)s started an import")),
    Verb.IMPORT_APPLIED: ("upload", _("%(name)s imported from another program")),
    Verb.IMPORT_FAILED: ("triangle-alert", _("An import of %(name)s did not work")),
    Verb.IMPORT_DISCARDED: ("trash-2", _("%(name)s threw an import away")),
}
