"""
A workspace full of tasks of every sort, and questions about them with their answers worked out in Python.

A question is a text of the filter language and a predicate over plain facts. The two are written side by side, so that the
predicate knows nothing of how the text is read or compiled.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from workstate.activity.models import Event
from workstate.attachments.models import Attachment
from workstate.core.actor import Actor
from workstate.customfields.models import CustomField, FieldChoice, FieldValue, Kind
from workstate.discussions.models import Comment
from workstate.projects.models import Client, Project, Section
from workstate.tasks.models import Label, LinkKind, Recurrence, Reminder, Task, TaskAssignee, TaskLabel, TaskLink
from workstate.testing import Cast
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Membership

ZONE = ZoneInfo("Europe/Berlin")
TASKS = 110


@dataclass(slots=True)
class Facts:
    """What one task is, for one person."""

    task: Task
    project: str = ""
    projects_above: frozenset[str] = frozenset()
    client: str = ""
    section: str = ""
    labels: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    made_by: str = ""
    tracked: int = 0
    running: bool = False
    comments: list[str] = field(default_factory=list)
    files: int = 0
    reminders: int = 0
    repeats: bool = False
    children: int = 0
    waits_for: int = 0
    blocks: int = 0
    updated: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    archived: bool = False
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.task.completed_at is None and self.task.cancelled_at is None


Predicate = Callable[[Facts], bool]


class World(Cast):
    """Tasks of acme in projects and inboxes, with all that can hang from them, and some of another workspace."""

    now: ClassVar[datetime]
    today: ClassVar[date]
    projects: ClassVar[dict[str, Project]]

    @classmethod
    def furnish(cls, seed: int) -> None:
        cls.gather()
        dice = random.Random(seed)
        cls.now = datetime.now(UTC).replace(microsecond=0)
        cls.today = cls.now.astimezone(ZONE).date()
        cls._places()
        cls._fields()
        cls._tasks(dice)
        cls._hangings(dice)

    @classmethod
    def _places(cls) -> None:
        here = {"workspace": cls.by_ana.workspace}
        cls.nordwind = Client.objects.create(name="Nordwind AG", **here)
        tree = [("Website", "", None), ("Spring launch", "Website", None), ("Deep down", "Spring launch", None)]
        tree += [("Sales", "", cls.nordwind), ("Old", "", None), ("R&D, rest", "", cls.nordwind)]
        cls.projects = {}
        for position, (name, above, client) in enumerate(tree):
            cls.projects[name] = Project.objects.create(
                name=name,
                parent=cls.projects.get(above),
                client=client,
                position=f"a{position}",
                archived_at=cls.now if name == "Old" else None,
                **here,
            )
        cls.sections = {
            (project, name): Section.objects.create(
                project=cls.projects[project], name=name, position=f"a{position}", **here
            )
            for position, (project, name) in enumerate(
                [("Website", "Launch"), ("Website", "In review"), ("Sales", "Launch")]
            )
        }
        cls.labels = {
            name: Label.objects.create(name=name, **here) for name in ("waiting", "wait-list", "phone", "On the road")
        }
        cls.elsewhere = Project.objects.create(name="Website", workspace=cls.by_boris.workspace, position="a0")
        cls.members = {row.user_id: row for row in Membership.objects.filter(workspace=cls.by_ana.workspace)}

    @classmethod
    def _fields(cls) -> None:
        here = {"workspace": cls.by_ana.workspace}
        kinds = {
            "Budget": Kind.NUMBER,
            "Stage": Kind.CHOICE,
            "Areas": Kind.CHOICES,
            "Due diligence": Kind.CHECKBOX,
            "Launch": Kind.DATE,
            "Lead": Kind.PERSON,
            "Note": Kind.TEXT,
        }
        cls.fields = {
            name: CustomField.objects.create(name=name, kind=kind, position=f"a{position}", **here)
            for position, (name, kind) in enumerate(kinds.items())
        }
        cls.choices = {
            (field, name): FieldChoice.objects.create(field=cls.fields[field], name=name, position=f"a{index}", **here)
            for index, (field, name) in enumerate(
                [("Stage", "Doing"), ("Stage", "On hold"), ("Areas", "North"), ("Areas", "South")]
            )
        }

    @classmethod
    def _tasks(cls, dice: random.Random) -> None:
        words = ["Call", "invoice", "report", "Ünïcode", "100%", "a_b", "draft", "Website", "open", "p1"]
        rows: list[Task] = []
        for number in range(1, TASKS + 1):
            other = number % 11 == 0
            workspace = cls.by_boris.workspace if other else cls.by_ana.workspace
            maker = cls.boris if other else dice.choice([cls.ana, cls.mara, cls.ana, cls.gil])
            project = None if maker == cls.gil else dice.choice([None, *cls.projects.values()])
            if other:
                project = dice.choice([None, cls.elsewhere])
            sections = [row for row in cls.sections.values() if project and row.project_id == project.pk]
            same = [
                row
                for row in rows
                if row.workspace_id == workspace.pk and row.project_id == getattr(project, "pk", None)
            ]
            same = [row for row in same if row.created_by_id == maker.pk or project]
            ended = dice.choice(["", "", "", "completed", "cancelled"])
            at = cls.now - timedelta(hours=dice.choice([1, 20, 30, 24 * 5, 24 * 40]))
            due = cls._near(dice)
            clock = time(dice.randrange(24), 30) if due and dice.random() < 0.5 else None
            rows.append(
                Task(
                    workspace=workspace,
                    number=number,
                    title=" ".join(dice.sample(words, 2)),
                    description=dice.choice(["", "", "A draft of it", "open questions"]),
                    project=project,
                    section=dice.choice([None, *sections]),
                    parent=dice.choice([None, None, *same[-2:]]),
                    priority=dice.randint(1, 4),
                    estimate=dice.choice([None, None, 0, 1800, 7200]),
                    start_on=cls._near(dice),
                    deferred_until=cls._near(dice),
                    deadline_on=cls._near(dice),
                    due_on=due,
                    due_time=clock,
                    due_zone=ZONE.key if clock else "",
                    due_at=datetime.combine(due, clock, ZONE).astimezone(UTC) if due and clock else None,
                    position=f"a{number:05}",
                    created_at=cls.now - timedelta(days=dice.choice([0, 1, 2, 29, 30, 31, 400]), minutes=5),
                    created_by=None if project and dice.random() < 0.1 else maker,
                    completed_at=at if ended == "completed" else None,
                    completed_by=dice.choice([maker, None]) if ended == "completed" else None,
                    cancelled_at=at if ended == "cancelled" else None,
                    archived_at=at if dice.random() < 0.1 else None,
                    deleted_at=at if dice.random() < 0.08 else None,
                )
            )
        Task.objects.bulk_create(rows)
        cls.tasks = rows

    @classmethod
    def _near(cls, dice: random.Random) -> date | None:
        return dice.choice(
            [None, cls.today + timedelta(days=dice.choice([-400, -31, -7, -1, 0, 1, 2, 6, 7, 8, 30, 45]))]
        )

    @classmethod
    def _hangings(cls, dice: random.Random) -> None:
        for task in cls.tasks:
            here = {"workspace_id": task.workspace_id, "task": task}
            ours = task.workspace_id == cls.by_ana.workspace.pk
            people = [cls.ana, cls.mara, cls.olga] if ours else [cls.boris]
            for _hanging in range(dice.choice([0, 0, 1, 2])):
                who = dice.choice(people)
                Comment.objects.create(
                    text=dice.choice(["approved", "Looks like a draft"]),
                    author=who,
                    deleted_at=dice.choice([None, None, cls.now]),
                    **here,
                )
                Attachment.objects.create(
                    name="a.txt",
                    size=1,
                    content_type="text/plain",
                    sha256="0" * 64,
                    key=str(dice.getrandbits(100)),
                    deleted_at=dice.choice([None, cls.now]),
                    **here,
                )
                seconds = dice.choice([0, 60, 1800, 7200, 9000])
                TimeEntry.objects.create(
                    user=who, day=cls.today, duration=seconds, deleted_at=dice.choice([None, None, cls.now]), **here
                )
            if dice.random() < 0.3:
                Reminder.objects.create(user=dice.choice(people), before=60, **here)
            if dice.random() < 0.2:
                Recurrence.objects.create(rule="FREQ=DAILY", anchor="due", start_on=cls.today, **here)
            if dice.random() < 0.5:
                Event.objects.create(
                    workspace_id=task.workspace_id,
                    verb="task.changed",
                    subject_type="tasks.task",
                    subject_id=str(task.pk),
                    user=people[0],
                    via="web",
                    happened_at=cls.now - timedelta(days=dice.choice([0, 3, 35])),
                )
            if ours:
                cls._ours(task, dice)
        # One timer runs per person.
        for user, task in ((cls.ana, cls.tasks[0]), (cls.mara, cls.tasks[1])):
            if task.workspace_id == cls.by_ana.workspace.pk:
                TimeEntry.objects.create(
                    workspace_id=task.workspace_id, task=task, user=user, day=cls.today, started_at=cls.now
                )
        for _link in range(60):
            one, other = dice.sample(cls.tasks, 2)
            if one.workspace_id == other.workspace_id:
                TaskLink.objects.get_or_create(
                    workspace_id=one.workspace_id,
                    source=one,
                    target=other,
                    kind=dice.choice([LinkKind.BLOCKS, LinkKind.BLOCKS, LinkKind.RELATES]),
                )

    @classmethod
    def _ours(cls, task: Task, dice: random.Random) -> None:
        here = {"workspace_id": task.workspace_id, "task": task}
        for label in dice.sample(list(cls.labels.values()), dice.choice([0, 0, 1, 3])):
            TaskLabel.objects.create(label=label, **here)
        for user in dice.sample([cls.ana, cls.mara, cls.olga], dice.choice([0, 0, 1, 2])):
            TaskAssignee.objects.create(member=cls.members[user.pk], **here)
        values: dict[str, dict[str, Any]] = {
            "Budget": {"number": Decimal(dice.choice([0, 50, 100, 250]))},
            "Stage": {"choice": cls.choices["Stage", dice.choice(["Doing", "On hold"])]},
            "Due diligence": {"checked": dice.choice([True, False])},
            "Launch": {"day": cls._near(dice) or cls.today},
            "Lead": {"member": cls.members[dice.choice([cls.ana, cls.mara]).pk]},
            "Note": {"text": dice.choice(["a draft", "100% sure"])},
        }
        for name, said in values.items():
            if dice.random() < 0.4:
                one = cls.fields[name]
                FieldValue.objects.create(field=one, kind=one.kind, **said, **here)
        for name in dice.sample(["North", "South"], dice.choice([0, 0, 1, 2])):
            one = cls.fields["Areas"]
            FieldValue.objects.create(field=one, kind=one.kind, choice=cls.choices["Areas", name], **here)


def sees(task: Task, actor: Actor) -> bool:
    """Whether the actor may know of the task: written down here once more, in plain words."""
    if task.workspace_id != actor.workspace.pk:
        return False
    if task.project_id is None:
        return task.created_by_id == actor.user.pk
    return actor.role != "guest"


def facts_for(actor: Actor) -> dict[UUID, Facts]:
    """The facts of every task that the actor sees, from rows that are read without the product's own queries."""
    rows = {row.pk: row for row in Task.objects.select_related("project", "project__client", "section", "created_by")}
    projects = {row.pk: row for row in Project.objects.all()}
    found = {pk: Facts(row) for pk, row in rows.items() if sees(row, actor)}
    for facts in found.values():
        _place(facts, projects)
    everyone = actor.role in {"owner", "administrator"}
    _hang(found, actor, everyone=everyone)
    for link in TaskLink.objects.filter(kind=LinkKind.BLOCKS):
        source, target = rows[link.source_id], rows[link.target_id]
        if target.pk in found and sees(source, actor) and _to_do(source):
            found[target.pk].waits_for += 1
        if source.pk in found and sees(target, actor) and _to_do(target):
            found[source.pk].blocks += 1
    for row in rows.values():
        if row.parent_id in found and row.deleted_at is None and sees(row, actor):
            found[row.parent_id].children += 1
    return found


def _place(facts: Facts, projects: dict[UUID, Project]) -> None:
    task = facts.task
    facts.updated = task.created_at
    facts.made_by = task.created_by.name if task.created_by else ""
    facts.archived = bool(task.archived_at or (task.project and task.project.archived_at))
    facts.section = task.section.name if task.section else ""
    if task.project:
        facts.project = task.project.name
        facts.client = task.project.client.name if task.project.client else ""
        above, names = task.project, set()
        while True:
            names.add(above.name)
            if above.parent_id is None:
                break
            above = projects[above.parent_id]
        facts.projects_above = frozenset(names)


def _hang(found: dict[UUID, Facts], actor: Actor, *, everyone: bool) -> None:
    for on in TaskLabel.objects.select_related("label"):
        if on.task_id in found:
            found[on.task_id].labels.add(on.label.name)
    for given in TaskAssignee.objects.select_related("member__user"):
        if given.task_id in found:
            found[given.task_id].people.add(given.member.user.name)
    for entry in TimeEntry.objects.filter(deleted_at=None):
        if entry.task_id in found and (everyone or entry.user_id == actor.user.pk):
            facts = found[entry.task_id]
            facts.running |= entry.duration is None
            facts.tracked += entry.duration or 0
    for comment in Comment.objects.filter(deleted_at=None):
        if comment.task_id in found:
            found[comment.task_id].comments.append(comment.text)
    for file in Attachment.objects.filter(deleted_at=None):
        if file.task_id in found:
            found[file.task_id].files += 1
    for reminder in Reminder.objects.filter(user=actor.user):
        if reminder.task_id in found:
            found[reminder.task_id].reminders += 1
    for again in Recurrence.objects.all():
        if again.task_id in found:
            found[again.task_id].repeats = True
    for event in Event.objects.filter(subject_type="tasks.task").order_by("id"):
        if (pk := UUID(event.subject_id)) in found:
            found[pk].updated = max(found[pk].task.created_at, event.happened_at)
    for said in FieldValue.objects.select_related("field", "choice", "member__user"):
        if said.task_id in found:
            values = found[said.task_id].fields
            if said.choice:
                values.setdefault(said.field.name, set()).add(said.choice.name)
            elif said.member:
                values[said.field.name] = said.member.user.name
            else:
                stands = [said.number, said.day, said.checked, said.text]
                values[said.field.name] = next(one for one in stands if one is not None)


def _to_do(task: Task) -> bool:
    ended = task.completed_at or task.cancelled_at or task.archived_at or task.deleted_at
    return not ended and not (task.project and (task.project.archived_at or task.project.deleted_at))
