"""What a facet is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.projects.models import Project, Section
from workstate.tasks.models import Task

NEAR: Final = 6  # days that have a group of their own
MOST_STANDING: Final = 50  # groups that stand although they are empty

Orders = list[str | OrderBy]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A group of a grouping. `value` is what a task is given that is put here; None: nothing can be put here."""

    key: str
    title: str
    value: str | None = None
    colour: str = ""
    icon: str = ""
    person: User | None = None
    day: date | None = None
    section: Section | None = None


class Facet:
    """One respect. `order` is ascending; `group_order` is how its groups follow each other."""

    key: str
    groups: ClassVar[bool] = False
    sorts: ClassVar[bool] = True
    shows: ClassVar[bool] = True
    icon: str = "circle"

    def __init__(self, key: str, title: str, icon: str = "") -> None:
        self.key, self.title = key, title
        self.icon = icon or self.icon

    def sorted(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """With what order() goes by."""
        return tasks

    def order(self, *, descending: bool) -> Orders:
        raise NotImplementedError

    def keyed(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """With `group_key`."""
        raise NotImplementedError

    def gathered(self, tasks: QuerySet[Task], formats: Formats) -> QuerySet[Task]:
        """With one `group_key` for all of a group, where there are more keys than groups."""
        return self.keyed(tasks)

    def group_order(self) -> Orders:
        raise NotImplementedError

    def buckets(self, keys: Iterable[Any], actor: Actor, formats: Formats) -> dict[Any, Bucket]:
        """To which group each key belongs; at most one query."""
        raise NotImplementedError

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        """Groups that stand although nothing is in them, in their order: a board's columns. At most one query."""
        return []
