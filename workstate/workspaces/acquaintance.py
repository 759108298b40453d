"""
Whom a guest knows besides themself. This room knows of nothing that is shared with guests, so a room above says it:

    register_acquaintance(people_beside)

in its apps.py.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from workstate.core.actor import Actor

_asked: list[Callable[[Actor], Q]] = []


def register_acquaintance(people: Callable[[Actor], Q]) -> None:
    """`people` answers with a filter of memberships of the guest's workspace."""
    if people not in _asked:
        _asked.append(people)


def known_to(guest: Actor) -> Q:
    known = Q(user=guest.user)
    for people in _asked:
        known |= people(guest)
    return known
