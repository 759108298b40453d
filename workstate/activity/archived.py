"""What still happens in a workspace that is archived: what is running ends, people leave, and it is taken out again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.core.errors import NotAllowed

_STILL = frozenset(
    {
        Verb.WORKSPACE_ARCHIVED,
        Verb.WORKSPACE_UNARCHIVED,
        Verb.WORKSPACE_DELETED,
        Verb.WORKSPACE_RESTORED,
        Verb.MEMBER_REMOVED,
        Verb.MEMBER_LEFT,
        Verb.INVITATION_REVOKED,
        Verb.PROJECT_UNSHARED,
        Verb.PROJECT_LEFT,
        Verb.TIMER_STOPPED,
        Verb.TIMER_ANSWERED,
        Verb.FOCUS_ENDED,
        Verb.FOCUS_DISMISSED,
        Verb.BREAK_ENDED,
        Verb.NOTICE_DISMISSED,
        # To print what there is changes none of it.
        Verb.REPORT_FILE_CREATED,
        Verb.REPORT_FILE_DISCARDED,
        Verb.REPORT_SCHEDULE_LEFT,
        Verb.REPORT_SHARE_REVOKED,
        Verb.PUBLIC_LINK_REVOKED,
        Verb.WEBHOOK_DELETED,
        Verb.WEBHOOK_DISABLED,
        Verb.PUBLISHING_FORBIDDEN,
    }
)


def require_open(verb: Verb, by: Actor) -> None:
    """Refuse what a person does in an archived workspace; raises NotAllowed. The house's own jobs may put things in order."""
    if by.workspace.archived_at is not None and by.via != Via.SYSTEM and verb not in _STILL:
        raise NotAllowed(
            _("This workspace is archived and can only be read. One of its owners can take it out of the archive.")
        )
