"""How people are called in a text: @ana, @ana.keller, @anakeller, or as their address begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from workstate.core.actor import Actor
from workstate.core.markdown import Person
from workstate.workspaces.models import Membership

_GAPS = re.compile(r"[^\w.'-]+")


@dataclass(frozen=True, slots=True)
class People:
    """The members whom a reader may name."""

    by_handle: Mapping[str, Membership]
    best: Mapping[str, Membership]
    """Each once, under the handle that comes first."""

    @classmethod
    def of(cls, actor: Actor) -> People:
        """One query."""
        return cls.among(Membership.objects.visible_to(actor).select_related("user").order_by("joined_at", "pk"))

    @classmethod
    def among(cls, members: Iterable[Membership]) -> People:
        """By first name, else by whole name, else as the address begins; a name that two share names neither of them."""
        first, whole, address = _Claims(), _Claims(), _Claims()
        for member in members:
            name = str(member.user)
            dotted = _GAPS.sub(".", name).strip(".").casefold()
            first.claim(dotted.partition(".")[0], member)
            whole.claim(_GAPS.sub("", name).casefold(), member)
            whole.claim(dotted, member)
            address.claim(member.user.email.partition("@")[0].casefold(), member)
        by_handle: dict[str, Membership] = {}
        best: dict[UUID, str] = {}
        for claims in (address, whole, first):  # Later ones are better.
            for handle, member in claims.undisputed().items():
                by_handle[handle] = member
                best[member.pk] = handle
        return cls(by_handle, {handle: by_handle[handle] for handle in best.values()})

    def named(self, handles: Iterable[str]) -> list[Membership]:
        found = {member.pk: member for handle in handles if (member := self.one(handle))}
        return list(found.values())

    def one(self, handle: str) -> Membership | None:
        return self.by_handle.get(handle) or self.by_handle.get(handle.rstrip(".'-"))

    def offered(self) -> list[dict[str, str]]:
        """For completion, by name."""
        people = [{"handle": handle, "name": str(member.user)} for handle, member in self.best.items()]
        return sorted(people, key=lambda one: one["name"].casefold())

    def persons(self, actor: Actor) -> dict[str, Person]:
        return {
            handle: Person(str(member.user), is_reader=member.user_id == actor.user.pk)
            for handle, member in self.by_handle.items()
        }


class _Claims(dict[str, Membership | None]):
    def claim(self, handle: str, member: Membership) -> None:
        if handle:
            self[handle] = member if self.get(handle, member) == member else None

    def undisputed(self) -> dict[str, Membership]:
        return {handle: member for handle, member in self.items() if member}
