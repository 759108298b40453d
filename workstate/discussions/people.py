"""How people are called in a text: @ana, @ana.keller, @anakeller, or as their address begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workstate.core.actor import Actor
from workstate.core.markdown import Person
from workstate.workspaces.models import Membership

_GAPS = re.compile(r"[^\w.'-]+")


@dataclass(frozen=True, slots=True)
class People:
    """The members whom a reader may name."""

    by_handle: Mapping[str, Membership]

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
            whole.claim(dotted, member)
            whole.claim(_GAPS.sub("", name).casefold(), member)
            address.claim(member.user.email.partition("@")[0].casefold(), member)
        return cls(address.undisputed() | whole.undisputed() | first.undisputed())

    def named(self, handles: Iterable[str]) -> list[Membership]:
        found = {member.pk: member for handle in handles if (member := self.one(handle))}
        return list(found.values())

    def one(self, handle: str) -> Membership | None:
        return self.by_handle.get(handle) or self.by_handle.get(handle.rstrip(".'-"))

    def offered(self) -> list[dict[str, str]]:
        """Each once, under the handle that comes first, for completion."""
        # Later handles are the better ones: see among().
        best = {member: handle for handle, member in self.by_handle.items()}
        return [
            {"handle": handle, "name": str(member.user)}
            for member, handle in sorted(best.items(), key=lambda one: str(one[0].user).casefold())
        ]

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
