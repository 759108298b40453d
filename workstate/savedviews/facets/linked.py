"""Facets that are another row: a label, a person, a project, a section."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.projects.models import Project, Section
from workstate.savedviews.facets.base import MOST_STANDING, Bucket, Facet, Orders
from workstate.tasks.models import Label, Task, TaskAssignee, TaskLabel
from workstate.workspaces.models import Membership


class LinkedFacet(Facet):
    """Grouped by another row, which has a name by which the groups are in order."""

    groups = True
    nobody: str

    def __init__(self, key: str, title: str, icon: str, none: str) -> None:
        super().__init__(key, title, icon)
        self.none = none

    def pair(self) -> tuple[Any, Any]:
        """Expressions of the key and of the name."""
        raise NotImplementedError

    def keyed(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        key, name = self.pair()
        return tasks.annotate(group_key=key, group_title=name)

    def group_order(self) -> Orders:
        return [Lower("group_title").asc(nulls_last=True), F("group_key").asc(nulls_last=True)]

    def sorted(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return tasks.annotate(**{f"sort_{self.key}": self.pair()[1]})

    def order(self, *, descending: bool) -> Orders:
        by = Lower(f"sort_{self.key}")
        return [by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)]

    def known(self, actor: Actor, keys: Iterable[Any] | None, project: Project | None) -> list[tuple[Any, Bucket]]:
        """The rows with these keys, or without keys those that may be chosen, in their order; each with its bucket."""
        raise NotImplementedError

    def empty(self) -> Bucket:
        return Bucket(f"{self.key}-none", self.none, value="")

    def buckets(self, keys: Iterable[Any], actor: Actor, formats: Formats) -> dict[Any, Bucket]:
        wanted = [key for key in keys if key is not None]
        found = dict(self.known(actor, wanted, None)) if wanted else {}
        return {key: found.get(key) or self.empty() for key in [*wanted, None]}

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        return [*(bucket for _key, bucket in self.known(actor, None, project)[:MOST_STANDING]), self.empty()]


class LabelFacet(LinkedFacet):
    def __init__(self) -> None:
        super().__init__("labels", _("Labels"), "tag", _("No label"))

    def pair(self) -> tuple[Any, Any]:
        first = TaskLabel.objects.filter(task=OuterRef("pk")).order_by(Lower("label__name"))
        return Subquery(first.values("label")[:1]), Subquery(first.values("label__name")[:1])

    def known(self, actor: Actor, keys: Iterable[Any] | None, project: Project | None) -> list[tuple[Any, Bucket]]:
        rows = Label.objects.visible_to(actor).order_by(Lower("name"))
        return [
            (row.pk, Bucket(f"labels-{row.pk}", row.name, value=str(row.pk), colour=row.colour))
            for row in (rows[:MOST_STANDING] if keys is None else rows.filter(pk__in=keys))
        ]


class AssigneeFacet(LinkedFacet):
    def __init__(self) -> None:
        super().__init__("assignees", _("Assignee"), "user-check", _("Nobody"))

    def pair(self) -> tuple[Any, Any]:
        one = TaskAssignee.objects.filter(task=OuterRef("pk")).order_by(Lower("member__user__name"), "member")
        return Subquery(one.values("member")[:1]), Subquery(one.values("member__user__name")[:1])

    def known(self, actor: Actor, keys: Iterable[Any] | None, project: Project | None) -> list[tuple[Any, Bucket]]:
        return members(actor, keys, self.key)


class CreatorFacet(LinkedFacet):
    def __init__(self) -> None:
        super().__init__("creator", _("Created by"), "user", _("Nobody"))

    def pair(self) -> tuple[Any, Any]:
        return F("created_by"), F("created_by__name")

    def known(self, actor: Actor, keys: Iterable[Any] | None, project: Project | None) -> list[tuple[Any, Bucket]]:
        if keys is None:
            return []
        rows = User.objects.filter(pk__in=keys).order_by(Lower("name"))
        return [(row.pk, Bucket(f"creator-{row.pk}", row.name, person=row)) for row in rows]

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        return []


class ProjectFacet(LinkedFacet):
    def __init__(self) -> None:
        super().__init__("project", _("Project"), "folder", _("Inbox"))

    def pair(self) -> tuple[Any, Any]:
        return F("project_id"), F("project__name")

    def group_order(self) -> Orders:
        return [F("project__position").asc(nulls_first=True), F("group_key").asc(nulls_first=True)]

    def known(self, actor: Actor, keys: Iterable[Any] | None, project: Project | None) -> list[tuple[Any, Bucket]]:
        rows = Project.objects.visible_to(actor).by_position()
        return [
            (row.pk, Bucket(f"project-{row.pk}", row.name, value=str(row.pk), colour=row.colour, icon=row.icon))
            for row in (rows.active()[:MOST_STANDING] if keys is None else rows.filter(pk__in=keys))
        ]

    def empty(self) -> Bucket:
        return Bucket("project-none", self.none, value="", icon="inbox")

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        return [self.empty(), *(bucket for _key, bucket in self.known(actor, None, project))]


class SectionFacet(LinkedFacet):
    """In a project its sections in their order; elsewhere, `within` none, they are named with their project."""

    within: Project | None = None

    def __init__(self) -> None:
        super().__init__("section", _("Section"), "layers", _("To do"))

    def pair(self) -> tuple[Any, Any]:
        return F("section_id"), F("section__name")

    def group_order(self) -> Orders:
        return [
            F("project__position").asc(nulls_first=True), F("project_id").asc(nulls_first=True),
            F("section__position").asc(nulls_first=True), F("section_id").asc(nulls_first=True),
        ]  # fmt: skip

    def known(self, actor: Actor, keys: Iterable[Any] | None, project: Project | None) -> list[tuple[Any, Bucket]]:
        rows = Section.objects.visible_to(actor).select_related("project").by_position()
        if keys is not None:
            rows = rows.filter(pk__in=keys)
            return [
                (row.pk, self._bucket(row, row.name if self.within else f"{row.project.name} / {row.name}"))
                for row in rows
            ]
        return [(row.pk, self._bucket(row, row.name)) for row in rows.filter(project=project)] if project else []

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        return [self.empty(), *(bucket for _key, bucket in self.known(actor, None, project))]

    def _bucket(self, row: Section, title: str) -> Bucket:
        return Bucket(f"section-{row.pk}", title, value=str(row.pk), section=row)


def members(actor: Actor, keys: Iterable[Any] | None, prefix: str) -> list[tuple[Any, Bucket]]:
    rows = Membership.objects.visible_to(actor).select_related("user").order_by(Lower("user__name"))
    rows = rows[:MOST_STANDING] if keys is None else rows.filter(pk__in=keys)
    return [(row.pk, Bucket(f"{prefix}-{row.pk}", row.user.name, value=str(row.pk), person=row.user)) for row in rows]
