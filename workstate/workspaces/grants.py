"""
What comes with an invitation beside the membership, such as a share of projects. Rooms above this one bring it:

    register_grant("projects", clean=..., give=..., offer=...)

in their apps.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.workspaces.models import Membership

Clean = Callable[[Any, Actor], Any]
Give = Callable[[Any, Membership, Actor], None]
Choices = list[tuple[str, str]]
Offer = Callable[[Actor], tuple[Choices, Choices]]


@dataclass(frozen=True, slots=True)
class Grant:
    """
    `clean` takes what was asked for and who invites, and answers with what is kept (JSON); it raises Invalid or NotAllowed.

    `give` takes what was kept, the new member, and whoever invited as they are now, and passes over what is no longer
    theirs to give. `offer` answers with what somebody may give away, and how much of it, as the form of invitations shows it;
    what the form then asks for is [{"project": one, "level": how much}, …].
    """

    clean: Clean
    give: Give
    offer: Offer


_grants: dict[str, Grant] = {}


def register_grant(name: str, *, clean: Clean, give: Give, offer: Offer) -> None:
    _grants[name] = Grant(clean, give, offer)


def offered(name: str, actor: Actor) -> tuple[Choices, Choices]:
    """What the actor may give away under this name, and how much of it; nothing where no room gives it."""
    grant = _grants.get(name)
    return grant.offer(actor) if grant else ([], [])


def cleaned_grants(wanted: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """Raises Invalid for what no room gives."""
    kept: dict[str, Any] = {}
    for name, value in wanted.items():
        if name not in _grants:
            raise Invalid("There is nothing of this name to give.", field=name)
        if value:
            kept[name] = _grants[name].clean(value, by)
    return kept


def give_grants(kept: Mapping[str, Any], member: Membership, inviter: Actor) -> None:
    for name, value in kept.items():
        if grant := _grants.get(name):
            grant.give(value, member, inviter)
