"""Which holders stand in which list of the page of rates: found by name, fifty on a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.billing.holders import Histories, Holder
from workstate.billing.models import Rate
from workstate.core.actor import Actor
from workstate.core.text import is_clean
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

ON_A_PAGE = 50
LONGEST_SEARCH = 200

Row = TypeVar("Row", bound=Model)


class Of(StrEnum):
    PEOPLE = "people"
    PROJECTS = "projects"
    TASKS = "tasks"

    @property
    def words(self) -> str | Promise:
        return {Of.PEOPLE: _("People"), Of.PROJECTS: _("Projects"), Of.TASKS: _("Tasks")}[self]


@dataclass(frozen=True, slots=True)
class Listing:
    holders: list[Holder]
    page: Page[Any]


def workspace_holder(actor: Actor, today: date) -> Holder:
    rates = Rate.objects.visible_to(actor).filter(project=None, task=None, user=None)
    return _filled(Holder(), Histories(rates, today))


def listing(of: Of, actor: Actor, *, today: date, search: str = "", number: str = "1") -> Listing:
    """One page of people, of projects with who has a rate of their own on them, or of the tasks that have rates."""
    rows = {Of.PEOPLE: _people, Of.PROJECTS: _projects, Of.TASKS: _tasks}[of](actor, _needle(search))
    page = _page(rows, number)
    if of == Of.PEOPLE:
        return Listing(_of_people(list(page), actor, today), page)
    if of == Of.PROJECTS:
        return Listing(_of_projects(list(page), actor, today), page)
    return Listing(_of_tasks(list(page), actor, today), page)


def project_holder(project: Project, actor: Actor, today: date) -> Holder:
    """The project with the people who have a rate of their own on it."""
    [holder] = _of_projects([project], actor, today)
    return holder


def tasks_of(project: Project, actor: Actor, *, today: date, number: str) -> Listing:
    page = _page(_tasks(actor, "").filter(project=project), number)
    return Listing(_of_tasks(list(page), actor, today), page)


def task_holder(task: Task, actor: Actor, today: date) -> Holder:
    [holder] = _of_tasks([task], actor, today)
    return holder


def _people(actor: Actor, needle: str | None) -> QuerySet[User]:
    """Members, and those who have left and still have rates."""
    members = Membership.objects.visible_to(actor).filter(user=OuterRef("pk"))
    rates = Rate.objects.visible_to(actor).filter(user=OuterRef("pk"))
    people = User.objects.annotate(is_member=Exists(members)).filter(Q(is_member=True) | Exists(rates))
    return _narrowed(people, needle, "name", "email").order_by(Lower("name"), "pk")


def _projects(actor: Actor, needle: str | None) -> QuerySet[Project]:
    """Those with rates first; archived and deleted ones only as long as they have some."""
    rates = Rate.objects.visible_to(actor).filter(project=OuterRef("pk"))
    projects = Project.objects.visible_to(actor).annotate(has_rates=Exists(rates))
    there = projects.filter(Q(has_rates=True) | Q(archived_at=None, deleted_at=None))
    return _narrowed(there.order_by("-has_rates", Lower("name"), "pk"), needle, "name")


def _tasks(actor: Actor, needle: str | None) -> QuerySet[Task]:
    rates = Rate.objects.visible_to(actor).filter(task=OuterRef("pk"))
    tasks = Task.objects.visible_to(actor).filter(Exists(rates)).select_related("project")
    return _narrowed(tasks, needle, "title").order_by("-number")


def _of_people(people: list[User], actor: Actor, today: date) -> list[Holder]:
    rates = Rate.objects.visible_to(actor).filter(user__in=people, project=None, task=None)
    histories = Histories(rates, today)
    return [_filled(Holder(user=one, is_gone=not getattr(one, "is_member", True)), histories) for one in people]


def _of_projects(projects: list[Project], actor: Actor, today: date) -> list[Holder]:
    rates = Rate.objects.visible_to(actor).filter(project__in=projects).select_related("user")
    histories = Histories(rates, today)
    visible = Task.objects.visible_to(actor).filter(project__in=projects, rates__isnull=False).order_by()
    tasks = dict(visible.values_list("project").annotate(count=Count("pk", distinct=True)))
    return [
        replace(
            _filled(Holder(project=one), histories),
            parts=[_filled(Holder(project=one, user=user), histories) for user in histories.people_on(one)],
            tasks=tasks.get(one.pk, 0),
        )
        for one in projects
    ]


def _of_tasks(tasks: list[Task], actor: Actor, today: date) -> list[Holder]:
    histories = Histories(Rate.objects.visible_to(actor).filter(task__in=tasks), today)
    return [_filled(Holder(task=one), histories) for one in tasks]


def _filled(holder: Holder, histories: Histories) -> Holder:
    return replace(holder, histories=histories.of(holder))


def _needle(search: str) -> str | None:
    """What is looked for; None for what no name can hold."""
    needle = " ".join(search.split())
    return needle if len(needle) <= LONGEST_SEARCH and is_clean(needle) else None


def _narrowed(rows: QuerySet[Row], needle: str | None, *columns: str) -> QuerySet[Row]:
    if needle is None:
        return rows.none()
    if not needle:
        return rows
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": needle})
    return rows.filter(found)


def _page(rows: QuerySet[Any], number: str) -> Page[Any]:
    return Paginator(rows, ON_A_PAGE).get_page(number)
