from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record_many
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.core.turns import take_identifier
from workstate.projects.actions import create_project, create_sections
from workstate.projects.models import Project, Section
from workstate.tasks.actions.acts import Act
from workstate.tasks.actions.bulk import NewTask, create_tasks
from workstate.tasks.actions.labels import labels_named
from workstate.tasks.actions.placement import hold_section
from workstate.tasks.actions.reminding import MOST_REMINDERS, Remind, set_reminders
from workstate.tasks.actions.tasks import create_task
from workstate.tasks.extensions import log_time, start_clock
from workstate.tasks.line import NOWHERE, Place, Planned, Reading, read_line, read_lines
from workstate.tasks.models import Priority, Reminder, Task


@transaction.atomic
def add_line(
    text: str,
    *,
    by: Actor,
    id: UUID | None = None,
    ignored: Iterable[str] = (),
    place: Place = NOWHERE,
    parent: Task | None = None,
    start: bool = False,
) -> Task:
    """
    Make the task that a typed line describes, and the project, the section and the labels it names where there are none.

    `ignored` holds keys of tokens that stay words; `place` is what the page adds; `parent` is what the task stands under
    unless the line puts it elsewhere; `start` also starts the clock. The same id
    again answers with the task of the first time and starts nothing. Raises Invalid with the field "text" or that of the
    value, NotAllowed for a project or label that the actor may not make.
    """
    take_identifier(id)
    if id and (made := Task.objects.visible_to(by).filter(pk=id, created_by=by.user).first()):
        return made
    if parent:
        place = Place(project=parent.project, section=parent.section)
    reading = read_line(text, by=by, ignored=ignored, place=place)
    _require_title(reading, text)
    named = _Named(by)
    project, section = named.project(reading), named.section(reading)
    task = create_task(
        reading.draft.title,
        by=by,
        id=id,
        project=project,
        section=section,
        parent=parent if parent and (project, section) == (parent.project, parent.section) else None,
        labels=reading.labels,
        assignees=reading.assignees,
        description=reading.draft.description,
        priority=reading.draft.priority or Priority.P4,
        estimate=reading.draft.estimate,
        due=reading.due,
        deadline_on=reading.draft.deadline_on,
        repeat=reading.draft.repeat,
    )
    if reading.reminders:
        set_reminders(task, _reminds(reading), by=by)
    if reading.draft.spent:
        log_time([(task, reading.draft.spent)], by)
    if start:
        start_clock(task, by)
    return task


@transaction.atomic
def add_lines(text: str, *, by: Actor, id: UUID | None = None, place: Place = NOWHERE) -> Act:
    """
    Make a task of each line of a pasted list, those further in under the one above, in one act that is undone as one.

    A line that names another project or section than the one it stands under becomes a task of its own there. `id` is the
    first task's: the same again answers with the act of the first time. Raises as add_line does, naming the line.
    """
    take_identifier(id)
    if id and (made := _made_before(id, by)):
        return made
    planned = read_lines(text, by=by, place=place)
    planned[0].id = id or planned[0].id

    named = _Named(by)
    labels = {
        label.name.casefold(): label.pk
        for label in labels_named([name for one in planned for name in one.reading.labels], by=by)
    }
    sections = {section.pk: section for one in planned if (section := named.section(one.reading))}
    for _pk, section in sorted(sections.items()):
        hold_section(section)
    lists: dict[Project | None, list[Planned]] = {}
    for one in planned:
        lists.setdefault(named.project(one.reading), []).append(one)
    act = Act([], new_id())
    for project, some in lists.items():
        new = [_new_task(one, named, labels) for one in some]
        create_tasks([new], project=project, by=by, batch=act.batch, written=act.tasks.extend)
    tasks = {task.pk: task for task in act.tasks}
    act.tasks[:] = [tasks[one.id] for one in planned]
    _put_reminders([(tasks[one.id], _reminds(one.reading)) for one in planned], by=by, batch=act.batch)
    spent = [(tasks[one.id], one.reading.draft.spent) for one in planned if one.reading.draft.spent]
    if spent:
        log_time([(task, seconds) for task, seconds in spent if seconds], by)
    return act


def _new_task(one: Planned, named: _Named, labels: dict[str, UUID]) -> NewTask:
    reading, draft = one.reading, one.reading.draft
    section = named.section(reading)
    return NewTask(
        title=draft.title,
        description=draft.description,
        priority=draft.priority or Priority.P4,
        estimate=draft.estimate,
        due=reading.due,
        deadline_on=draft.deadline_on,
        repeat=draft.repeat,
        section=section.pk if section else None,
        parent=one.parent.id if one.parent else None,
        labels=tuple(dict.fromkeys(labels[name.casefold()] for name in reading.labels)),
        assignees=tuple(member.pk for member in reading.assignees),
        id=one.id,
    )


class _Named:
    """The projects and sections that lines name, each made once where there is none."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._projects: dict[str, Project] = {}
        self._sections: dict[tuple[UUID, str], Section] = {}

    def project(self, reading: Reading) -> Project | None:
        if not reading.new_project:
            return reading.project
        key = reading.new_project.casefold()
        if key not in self._projects:
            self._projects[key] = create_project(reading.new_project, by=self._by)
        return self._projects[key]

    def section(self, reading: Reading) -> Section | None:
        project = self.project(reading)
        if not reading.new_section or project is None:
            return reading.section
        key = project.pk, reading.new_section.casefold()
        if key not in self._sections:
            [self._sections[key]] = create_sections([reading.new_section], project=project, by=self._by)
        return self._sections[key]


def _reminds(reading: Reading) -> list[Remind]:
    return [Remind(before=one) if isinstance(one, int) else Remind(at=one) for one in dict.fromkeys(reading.reminders)]


def _put_reminders(wanted: Sequence[tuple[Task, list[Remind]]], *, by: Actor, batch: UUID) -> None:
    """What set_reminders does, for many new tasks at once."""
    if any(len(reminds) > MOST_REMINDERS for _task, reminds in wanted):
        raise Invalid(_("Set at most 10 reminders."), field="reminders")
    Reminder.objects.bulk_create(
        Reminder(workspace_id=by.workspace.pk, task=task, user=by.user, before=one.before, at=one.at)
        for task, reminds in wanted
        for one in reminds
    )
    told = [(task, {"number": task.number, "count": len(reminds)}) for task, reminds in wanted if reminds]
    record_many(Verb.REMINDERS_SET, told, by=by, batch=batch)


def _require_title(reading: Reading, text: str) -> None:
    if not reading.draft.title:
        if text.strip():
            raise Invalid(_("Say what is to be done: every word of this was taken as a detail."), field="text")
        raise Invalid(_("Write what is to be done."), field="text", code="required")


def _made_before(id: UUID, by: Actor) -> Act | None:
    """The act of the same request when it came before."""
    events = Event.objects.filter(workspace=by.workspace, user=by.user, verb=Verb.TASK_CREATED)
    first = events.filter(subject_id=str(id), subject_type=Task._meta.label_lower, batch__isnull=False).first()
    if first is None or first.batch is None:
        if Task.objects.filter(pk=id).exists():
            raise Conflict(_("This identifier is taken."))
        return None
    made = events.filter(batch=first.batch).values_list("subject_id", flat=True)
    rows = Task.objects.visible_to(by).in_bulk([UUID(pk) for pk in made])
    return Act(sorted(rows.values(), key=lambda task: task.number), first.batch)
