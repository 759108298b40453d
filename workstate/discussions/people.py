"""How people and groups are called in a text: @ana, @ana.keller, @anakeller, or as their address begins; @back.office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.markdown import Person, bare_handle
from workstate.projects.access import readers_of
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Group, GroupMember, Membership

_GAPS = re.compile(r"[^\w.'-]+")
_UNIQUE_END = 6
Called = TypeVar("Called", Membership, Group)
Place = Task | Project


@dataclass(frozen=True, slots=True)
class People:
    """Whom a reader may name."""

    by_handle: Mapping[str, Membership]
    best: Mapping[str, Membership]
    """Each once, under the handle that comes first."""
    groups: Mapping[str, Group] = field(default_factory=dict)
    own_groups: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, actor: Actor) -> People:
        """Everybody whom the actor knows in the workspace. One query."""
        return cls.among(Membership.objects.visible_to(actor).select_related("user").order_by("joined_at", "pk"))

    @classmethod
    def around(cls, place: Place, actor: Actor) -> People:
        """
        Those who see the task or the project, guests too, and the groups that the actor sees. Two queries.

        Around what lies in an inbox there is its owner.
        """
        members = Membership.objects.filter(seeing(place)).select_related("user").order_by("joined_at", "pk")
        project = place.project if isinstance(place, Task) else place
        groups: list[Group] = []
        if project is not None and not actor.is_guest:
            mine = GroupMember.objects.filter(group=OuterRef("pk"), user=actor.user)
            groups = list(Group.objects.visible_to(actor).annotate(is_own=Exists(mine)).by_name())
        return cls.among(members, groups)

    @classmethod
    def among(cls, members: Iterable[Membership], groups: Iterable[Group] = ()) -> People:
        """
        By first name, else by whole name, else as the address begins, else by whole name and the end of their identifier;
        a name that two share names neither of them. A group gives way to a person.
        """
        first, whole, address, unique = (_Claims[Membership]() for _number in range(4))
        for member in members:
            name = str(member.user)
            dotted = _dotted(name)
            first.claim(dotted.partition(".")[0], member)
            whole.claim(_GAPS.sub("", name).casefold(), member)
            whole.claim(dotted, member)
            address.claim(_dotted(member.user.email.partition("@")[0]), member)
            unique.claim(f"{dotted}.{member.pk.hex[-_UNIQUE_END:]}".lstrip("."), member)
        by_handle: dict[str, Membership] = {}
        best: dict[UUID, str] = {}
        for claims in (unique, address, whole, first):  # Later ones are better.
            for handle, member in claims.undisputed().items():
                by_handle[handle] = member
                best[member.pk] = handle
        groups = list(groups)
        called = _Claims[Group]()
        for group in groups:
            called.claim(_dotted(group.name), group)
        return cls(
            by_handle,
            {handle: by_handle[handle] for handle in best.values()},
            {handle: group for handle, group in called.undisputed().items() if handle not in by_handle},
            frozenset(group.pk for group in groups if getattr(group, "is_own", False)),
        )

    def named(self, handles: Iterable[str]) -> list[Membership]:
        found = {member.pk: member for handle in handles if (member := self.one(handle))}
        return list(found.values())

    def groups_named(self, handles: Iterable[str]) -> list[Group]:
        found = {
            group.pk: group
            for handle in handles
            if not self.one(handle) and (group := self.groups.get(handle) or self.groups.get(bare_handle(handle)))
        }
        return list(found.values())

    def one(self, handle: str) -> Membership | None:
        return self.by_handle.get(handle) or self.by_handle.get(bare_handle(handle))

    def offered(self) -> list[dict[str, str]]:
        """For completion, by name: people, then groups."""
        people = [{"handle": handle, "name": str(member.user)} for handle, member in self.best.items()]
        groups = [
            {"handle": handle, "name": _("%(group)s (group)") % {"group": group.name}}
            for handle, group in self.groups.items()
        ]
        return [*sorted(people, key=_by_name), *sorted(groups, key=_by_name)]

    def persons(self, actor: Actor) -> dict[str, Person]:
        groups = {handle: Person(group.name, group.pk in self.own_groups) for handle, group in self.groups.items()}
        return groups | {
            handle: Person(str(member.user), is_reader=member.user_id == actor.user.pk)
            for handle, member in self.by_handle.items()
        }


def seeing(place: Place) -> Q:
    """The memberships of whoever sees the place, to filter Membership with; nothing is asked yet."""
    project = place.project if isinstance(place, Task) else place
    return readers_of(project) if project else Q(workspace=place.workspace_id, user=place.created_by_id)


def _dotted(name: str) -> str:
    return _GAPS.sub(".", name).strip(".'-").casefold()


def _by_name(offer: Mapping[str, str]) -> str:
    return offer["name"].casefold()


class _Claims(dict[str, Called | None]):
    def claim(self, handle: str, one: Called) -> None:
        if handle:
            self[handle] = one if self.get(handle, one) == one else None

    def undisputed(self) -> dict[str, Called]:
        return {handle: one for handle, one in self.items() if one}
