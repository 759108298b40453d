"""Of projects, tasks, and what is said on them. What becomes of a task itself is told by tasks.telling."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from workstate.activity.verbs import Verb

WORDS: dict[str, tuple[str, str]] = {
    Verb.PROJECT_CREATED: ("plus", _("%(name)s made the project %(subject)s")),
    Verb.PROJECT_CHANGED: ("settings", _("%(name)s changed the project %(subject)s")),
    Verb.PROJECT_MOVED: ("move", _("%(name)s moved the project %(subject)s")),
    Verb.PROJECT_ARCHIVED: ("archive", _("%(name)s put the project %(subject)s in the archive")),
    Verb.PROJECT_UNARCHIVED: ("archive", _("%(name)s took the project %(subject)s out of the archive")),
    Verb.PROJECT_DELETED: ("trash-2", _("%(name)s deleted the project %(subject)s")),
    Verb.PROJECT_RESTORED: ("undo-2", _("%(name)s brought the project %(subject)s back")),
    Verb.PROJECT_FAVOURED: ("star", _("%(name)s keeps the project %(subject)s at hand")),
    Verb.PROJECT_UNFAVOURED: ("star", _("%(name)s keeps the project %(subject)s at hand no longer")),
    Verb.PROJECT_VIEW_CHANGED: ("list", _("%(name)s changed how the project %(subject)s is laid out")),
    Verb.PROJECT_SHARED: ("users", _("%(name)s shared the project %(subject)s with %(user)s")),
    Verb.PROJECT_UNSHARED: ("users", _("%(name)s no longer shares the project %(subject)s with %(user)s")),
    Verb.PROJECT_LEFT: ("log-out", _("%(name)s left the project %(subject)s")),
    Verb.PROJECT_OPENED: ("users", _("%(name)s changed what everyone may do in the project %(subject)s")),
    Verb.PROJECT_CLOSED: ("lock", _("%(name)s made the project %(subject)s private")),
    Verb.PROJECT_HANDED_OVER: ("users", _("%(name)s handed the project %(subject)s over to %(user)s")),
    Verb.PUBLIC_LINK_CREATED: ("globe", _("%(name)s made a public link to %(subject)s")),
    Verb.PUBLIC_LINK_CHANGED: ("globe", _("%(name)s changed a public link to %(subject)s")),
    Verb.PUBLIC_LINK_REVOKED: ("globe", _("%(name)s revoked a public link to %(subject)s")),
    Verb.PUBLIC_LINK_REINSTATED: ("globe", _("%(name)s let a public link to %(subject)s open again")),
    Verb.PUBLISHING_ALLOWED: ("globe", _("%(name)s allowed public links")),
    Verb.PUBLISHING_FORBIDDEN: ("lock", _("%(name)s closed all public links")),
    Verb.FOLDER_CREATED: ("folder", _("%(name)s made the folder %(subject)s")),
    Verb.FOLDER_CHANGED: ("folder", _("%(name)s changed the folder %(subject)s")),
    Verb.FOLDER_MOVED: ("move", _("%(name)s moved the folder %(subject)s")),
    Verb.FOLDER_DELETED: ("trash-2", _("%(name)s deleted the folder %(subject)s")),
    Verb.FOLDER_RESTORED: ("undo-2", _("%(name)s brought the folder %(subject)s back")),
    Verb.SECTION_CREATED: ("plus", _("%(name)s added the section %(subject)s to %(project)s")),
    Verb.SECTION_CHANGED: ("pencil", _("%(name)s changed the section %(subject)s")),
    Verb.SECTION_MOVED: ("move", _("%(name)s moved the section %(subject)s")),
    Verb.SECTION_DELETED: ("trash-2", _("%(name)s deleted the section %(subject)s")),
    Verb.SECTION_RESTORED: ("undo-2", _("%(name)s brought the section %(subject)s back")),
    Verb.TASKS_CREATED: ("plus", _("%(name)s added tasks to %(subject)s")),
    Verb.REMINDERS_SET: ("bell", _("%(name)s set reminders for %(subject)s")),
    Verb.FOLLOWING_CHANGED: ("bell", _("%(name)s chose what to hear of %(subject)s")),
    Verb.COMMENT_CREATED: ("message-square", _("%(name)s commented on %(task)s")),
    Verb.COMMENT_EDITED: ("message-square", _("%(name)s changed a comment on %(task)s")),
    Verb.COMMENT_DELETED: ("trash-2", _("%(name)s deleted a comment on %(task)s")),
    Verb.COMMENT_RESTORED: ("undo-2", _("%(name)s brought a comment on %(task)s back")),
    Verb.COMMENT_REACTED: ("smile-plus", _("%(name)s reacted to a comment on %(task)s")),
    Verb.COMMENT_UNREACTED: ("smile-plus", _("%(name)s took back a reaction to a comment on %(task)s")),
    Verb.ATTACHMENT_CREATED: ("paperclip", _("%(name)s attached %(subject)s to %(task)s")),
    Verb.ATTACHMENT_CHANGED: ("paperclip", _("%(name)s renamed a file on %(task)s to %(subject)s")),
    Verb.ATTACHMENT_DRAWN: ("paperclip", _("%(subject)s on %(task)s can be looked at")),
    Verb.ATTACHMENT_DELETED: ("trash-2", _("%(name)s deleted the file %(subject)s of %(task)s")),
    Verb.ATTACHMENT_RESTORED: ("undo-2", _("%(name)s brought the file %(subject)s of %(task)s back")),
}
MANY: dict[str, tuple[str, str]] = {
    Verb.TASKS_CREATED: (
        _("%(name)s added %(count)s task to %(subject)s"),
        _("%(name)s added %(count)s tasks to %(subject)s"),
    ),
}
# Where it is a group that the event speaks of, in place of a person.
OF_GROUPS: dict[str, str] = {
    Verb.PROJECT_SHARED: _("%(name)s shared the project %(subject)s with the group %(group)s"),
    Verb.PROJECT_UNSHARED: _("%(name)s no longer shares the project %(subject)s with the group %(group)s"),
}
