"""Whose time a report is of: the people and groups that can be chosen in the bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.workspaces.models import Group, Membership


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    chosen: bool


@dataclass
class People:
    description: Description
    reader: Reader

    @property
    def are_chosen(self) -> bool:
        """Whether there is anything to choose: who sees their own time alone is asked nothing."""
        return self.description.shape.chooses_people and self.reader.actor.administers and len(self.members) > 1

    @cached_property
    def members(self) -> list[Person]:
        found = Membership.objects.visible_to(self.reader.actor).select_related("user")
        people = [
            Person(member.user.pk, str(member.user), member.user.pk in self.description.people) for member in found
        ]
        return sorted(people, key=lambda person: (person.name.casefold(), str(person.id)))

    @cached_property
    def groups(self) -> list[Person]:
        found = Group.objects.visible_to(self.reader.actor)
        people = [Person(group.pk, group.name, group.pk in self.description.groups) for group in found]
        return sorted(people, key=lambda group: (group.name.casefold(), str(group.id)))

    @property
    def chosen(self) -> list[str]:
        return [one.name for one in (*self.members, *self.groups) if one.chosen]
