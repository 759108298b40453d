"""
Time of every sort on the tasks of the filter language's own world, and questions about it with answers worked out in Python.

What is asked of tasks is answered by the predicates that the language itself is tested with, asked of the entry's task.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from hypothesis import strategies as st

from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.savedviews.tests.filter_questions import atoms
from workstate.savedviews.tests.filter_world import ZONE, Facts, World, facts_for
from workstate.timetracking.models import EntryDay, EntryLabel, TimeEntry

ENTRIES = 160


@dataclass(slots=True)
class Spent:
    """What one entry is, for one person; `task` only if they see it."""

    entry: TimeEntry
    task: Facts | None
    project: str = ""
    projects_above: frozenset[str] = frozenset()
    client: str = ""
    labels: set[str] = field(default_factory=set)

    @property
    def words(self) -> str:
        return f"{self.entry.description}\n{self.task.task.title if self.task else ''}".casefold()


Predicate = Callable[[Spent], bool]
Question = tuple[str, Predicate]


class TimeWorld(World):
    """The world of tasks, with time on them, on projects, on nothing, over midnight, in the bin, and of another workspace."""

    entries: ClassVar[list[TimeEntry]]

    @classmethod
    def furnish(cls, seed: int) -> None:
        super().furnish(seed)
        dice = random.Random(seed)
        words = ["Call", "invoice", "Website", "billable", "100%", "a_b", "draft", "open", ""]
        here = cls.by_ana.workspace
        ours = [task for task in cls.tasks if task.workspace_id == here.pk]
        for _entry in range(ENTRIES):
            task = dice.choice([None, dice.choice(ours)])
            start = datetime.combine(cls.today - timedelta(days=dice.randrange(40)), time(23), ZONE)
            entry = TimeEntry.objects.create(
                workspace=here,
                user=dice.choice([cls.ana, cls.mara, cls.olga, cls.gil]),
                task=task,
                project=None if task else dice.choice([None, *cls.projects.values()]),
                description=dice.choice(words),
                billable=dice.random() < 0.5,
                day=start.date(),
                deleted_at=dice.choice([None, None, None, cls.now]),
                duration=dice.choice([0, 60, 5400]),
            )
            if dice.random() < 0.2:
                cls._over_midnight(entry, start)
            for label in dice.sample(list(cls.labels.values()), dice.choice([0, 0, 1, 2])):
                EntryLabel.objects.create(workspace=here, entry=entry, label=label)
        TimeEntry.objects.create(
            workspace=cls.by_boris.workspace, user=cls.boris, project=cls.elsewhere, day=cls.today, duration=60
        )

    @classmethod
    def _over_midnight(cls, entry: TimeEntry, start: datetime) -> None:
        entry.started_at, entry.stopped_at = start.astimezone(UTC), (start + timedelta(hours=2)).astimezone(UTC)
        entry.duration, entry.last_day = 7200, entry.day + timedelta(days=1)
        entry.save()
        for day, before in ((entry.day, 0), (entry.last_day, 3600)):
            EntryDay.objects.create(
                workspace=entry.workspace, user=entry.user, entry=entry, day=day, seconds=3600, before=before
            )


def spent_for(actor: Actor) -> dict[UUID, Spent]:
    """Every finished, kept entry that the actor may see, from rows that are read without the product's own queries."""
    tasks = facts_for(actor)
    projects = {row.pk: row for row in Project.objects.select_related("client")}
    everyone = actor.role in {"owner", "administrator"}
    found: dict[UUID, Spent] = {}
    for entry in TimeEntry.objects.filter(workspace=actor.workspace, deleted_at=None, duration__isnull=False):
        if everyone or entry.user_id == actor.user.pk:
            found[entry.pk] = spent = Spent(entry, tasks.get(entry.task_id) if entry.task_id else None)
            if entry.project_id and actor.role != "guest":
                project = projects[entry.project_id]
                spent.project, spent.client = project.name, project.client.name if project.client else ""
                spent.projects_above = frozenset(_above(project, projects))
    for tie in EntryLabel.objects.select_related("label"):
        if tie.entry_id in found:
            found[tie.entry_id].labels.add(tie.label.name)
    return found


def _above(project: Project, projects: dict[UUID, Project]) -> set[str]:
    names = {project.name}
    while project.parent_id:
        project = projects[project.parent_id]
        names.add(project.name)
    return names


# -- questions ----------------------------------------------------------------------------------------------------------


def questions(actor: Actor, now: datetime) -> st.SearchStrategy[Question]:
    """Any of them, joined in any way; those about the entry itself as often as all the others."""
    own, of_task = st.sampled_from(_own(actor)), st.sampled_from(_of_task(actor, now))
    return st.recursive(own | of_task, _joined, max_leaves=8)


def all_alone(actor: Actor, now: datetime) -> list[Question]:
    return [*_own(actor), *_of_task(actor, now)]


_OF_THE_ENTRY = ("#", "in: ", "project: ", "@", "label: ", "client: ", "title: ", "description: ", "text: ")
_WORDS = {"call", '"draft call"', "ünïc", '"100%"', "a_b", '"open"', '"p1"'}
_ENTRY_FACETS = {f"{sign} {name}" for sign in ("has:", "no") for name in ("project", "client", "labels", "description")}


def _of_task(actor: Actor, now: datetime) -> list[Question]:
    """The questions about tasks that mean the entry's task; time on none has nothing, and is nothing."""
    return [
        (text, _asked_of_task(answer, otherwise=_holds_of_nothing(text)))
        for text, answer in atoms(actor, now)
        if not text.startswith(_OF_THE_ENTRY) and text not in _WORDS | _ENTRY_FACETS
    ]


def _holds_of_nothing(text: str) -> bool:
    return text.startswith("no ") or "!=" in text or text in {"unassigned", "assigned: nobody"}


def _asked_of_task(answer: Callable[[Facts], bool], *, otherwise: bool) -> Predicate:
    return lambda spent: answer(spent.task) if spent.task else otherwise


def _own(actor: Actor) -> list[Question]:
    me = actor.user.pk
    found: list[Question] = [
        ("billable", lambda spent: spent.entry.billable),
        ("not billable", lambda spent: not spent.entry.billable),
        ("person: me", lambda spent: spent.entry.user_id == me),
        ("by: others", lambda spent: spent.entry.user_id != me),
        ("call", lambda spent: "call" in spent.words),
        ('"billable"', lambda spent: "billable" in spent.words),
        ('"100%"', lambda spent: "100%" in spent.words),
        ("title: in*ice", lambda spent: "invoice" in spent.words),
        ("description: DRAFT", lambda spent: "draft" in spent.entry.description.casefold()),
        ("text: open", lambda spent: "open" in spent.words + (spent.task.task.description if spent.task else "")),
        ("no task", lambda spent: spent.entry.task_id is None),
        ("has: task", lambda spent: spent.entry.task_id is not None),
        ("no project", lambda spent: spent.entry.project_id is None),
        ("has: labels", lambda spent: bool(spent.labels)),
        ("no labels", lambda spent: not spent.labels),
        ("no client", lambda spent: not spent.client),
        ("has: client", lambda spent: bool(spent.client)),
        ("no description", lambda spent: not spent.entry.description),
        ("has: labels, estimate", lambda spent: bool(spent.labels) or _estimated(spent)),
        ("no: description, estimate", lambda spent: not spent.entry.description or not _estimated(spent)),
    ]
    if actor.is_guest:
        return found
    return [
        *found,
        ("#Website", lambda spent: spent.project == "Website"),
        ("##website", lambda spent: "Website" in spent.projects_above),
        ("in: Sales, Website", lambda spent: spent.project in {"Sales", "Website"}),
        ("#nothing*", lambda spent: False),
        ("@waiting", lambda spent: "waiting" in spent.labels),
        ("@wait*", lambda spent: bool(spent.labels & {"waiting", "wait-list"})),
        ("label != phone", lambda spent: "phone" not in spent.labels),
        ('client: "nordwind ag"', lambda spent: spent.client == "Nordwind AG"),
        ("person: Ana, mara adler", lambda spent: spent.entry.user.name in {"Ana Keller", "Mara Adler"}),
        ("tracked by: Olga", lambda spent: spent.entry.user.name == "Olga Owner"),
    ]


def _estimated(spent: Spent) -> bool:
    return spent.task is not None and spent.task.task.estimate is not None


def _joined(inner: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    pairs = st.tuples(inner, inner)
    return st.one_of(inner.map(_negated), pairs.map(_both), pairs.map(_either))


def _negated(one: Question) -> Question:
    return f"!({one[0]})", lambda spent: not one[1](spent)


def _both(pair: tuple[Question, Question]) -> Question:
    one, other = pair
    return f"({one[0]}) & ({other[0]})", lambda spent: one[1](spent) and other[1](spent)


def _either(pair: tuple[Question, Question]) -> Question:
    one, other = pair
    return f"(({one[0]}) | ({other[0]}))", lambda spent: one[1](spent) or other[1](spent)
