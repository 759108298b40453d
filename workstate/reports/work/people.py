"""Whose work a report is about, where a report is about people rather than time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from workstate.accounts.models import User
from workstate.reports.asking.rows import people_asked
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.workspaces.models import Membership

ByUser = dict[UUID, Membership]


def members_asked(description: Description, reader: Reader) -> ByUser:
    """
    Who is in the workspace and was asked for, oneself first; everybody if nobody was named. How others work is for
    administrators alone: for anybody else there is nobody but themself. Raises Invalid for people whom the reader does not see.
    """
    actor = reader.actor
    rows = Membership.objects.visible_to(actor).filter(people_asked(description, reader))
    if not actor.administers:
        rows = rows.filter(user=actor.user)
    found = sorted(
        rows.select_related("user"), key=lambda one: (one.user_id != actor.user.pk, str(one.user).casefold(), one.pk)
    )
    return {member.user_id: member for member in found}


def users_of(members: ByUser) -> Sequence[User]:
    return [member.user for member in members.values()]
