"""Filling cells of a table: one cell that was typed in, or a block of them that was pasted, as one act with one Undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, NotAllowed, require
from workstate.core.ids import new_id
from workstate.customfields.actions import set_each, set_values
from workstate.savedviews import facets
from workstate.savedviews.cells.reading import Reader
from workstate.savedviews.facets import FieldFacet
from workstate.savedviews.setting import set_facet
from workstate.tasks import actions
from workstate.tasks.access import learn_levels_of
from workstate.tasks.actions import Act
from workstate.tasks.actions.acts import lock_tasks
from workstate.tasks.forms import read_day, read_estimate, read_priority
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.selecting import tasks_named

MOST: Final = 2000
"""Cells of one act."""
_FIRST: Final = ("project", "section")
"""What a task may be given depends on where it stands, so it is moved ahead of all else."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is to stand in a cell: the number of the task, the key of the facet, and the text that was typed."""

    number: int
    key: str
    text: str


class Refused(Exception):
    """Why cells could not be filled, by cell; nothing was changed."""

    def __init__(self, reasons: Sequence[tuple[Cell, str]]) -> None:
        self.reasons = reasons
        super().__init__(reasons[0][1])


@transaction.atomic
def fill_cells(cells: Iterable[Cell], *, by: Actor) -> Act:
    """
    Have the cells say what was typed into them; "" empties one. All of them, or none.

    Cells that say the same are set at once. Raises Refused with the reasons, Invalid for what is no cell, Conflict.
    """
    wanted = list(cells)
    if len(wanted) > MOST:
        raise Invalid(_("Fill at most %(most)d cells at once.") % {"most": MOST}, field="cells")
    named = tasks_named((str(cell.number) for cell in wanted), by=by)
    tasks = {task.number: task for task in named}
    _require_editable(wanted, tasks, by)
    # All at once and in one order, whatever each column locks after.
    lock_tasks(named, by=by)
    known = facets.named({cell.key for cell in wanted}, by)
    batch = new_id()
    reader = Reader(by, known)
    for keys in (_FIRST[:1], _FIRST[1:], [key for key in known if key not in _FIRST]):
        _fill(reader, [cell for cell in wanted if cell.key in keys], tasks, by, batch)
        if keys == _FIRST[:1] and any(cell.key == "project" for cell in wanted):
            tasks = {task.number: task for task in tasks_named(map(str, tasks), by=by)}
    if unknown := [cell for cell in wanted if cell.key not in known]:
        raise Refused([(cell, _("There is no such column any more. Reload the page.")) for cell in unknown])
    return Act(list(tasks.values()), batch)


def _require_editable(cells: Sequence[Cell], tasks: dict[int, Task], by: Actor) -> None:
    """A single cell is refused as any act is; of several those are named that may not be changed."""
    learn_levels_of(tasks.values(), by)
    if len(tasks) == 1:
        require(can_edit_task(by, *tasks.values()))
    wrong = []
    for cell in cells:
        task = tasks[cell.number]
        if not can_edit_task(by, task):
            wrong.append((cell, _("You may look at this but not change it.")))
        elif task.project and task.project.archived_at:
            wrong.append((cell, _("This project is in the archive. Take it out to change its tasks.")))
    if wrong:
        raise Refused(wrong)


def _fill(reader: Reader, cells: Sequence[Cell], tasks: dict[int, Task], by: Actor, batch: UUID) -> None:
    refused: list[tuple[Cell, str]] = []
    values: list[tuple[Cell, Any]] = []
    for cell in cells:
        try:
            values.append((cell, reader.read(cell.key, cell.text, tasks[cell.number].project_id)))
        except Invalid as refusal:
            refused.append((cell, " ".join(refusal.messages)))
    if not refused:
        values = _set_quickly(reader, values, tasks, by, batch)
    refused += _set_alike(reader, values, tasks, by, batch)
    if refused:
        raise Refused(refused)


def _set_quickly(
    reader: Reader, values: Sequence[tuple[Cell, Any]], tasks: dict[int, Task], by: Actor, batch: UUID
) -> list[tuple[Cell, Any]]:
    """
    Set what stands in columns and fields, in as many queries however much they differ; answers with what is left to set.

    When one of them is refused all are left: one by one it is found out which.
    """
    columns: dict[Task, dict[str, Any]] = defaultdict(dict)
    fields: dict[Task, dict[UUID, object]] = defaultdict(dict)
    rest = []
    try:
        for cell, value in values:
            facet, task = reader.facets[cell.key], tasks[cell.number]
            if isinstance(facet, FieldFacet):
                fields[task][facet.field.pk] = reader.typed(facet.field, value)
            elif cell.key in COLUMNS:
                name, read = COLUMNS[cell.key]
                columns[task][name] = read(value, by)
            else:
                rest.append((cell, value))
        with transaction.atomic():
            actions.change_each(columns, by=by, batch=batch)
            set_each(fields, by=by, batch=batch)
    except (Invalid, Conflict):
        return list(values)
    return rest


def _set_alike(
    reader: Reader, values: Sequence[tuple[Cell, Any]], tasks: dict[int, Task], by: Actor, batch: UUID
) -> list[tuple[Cell, str]]:
    """Set cells that say the same at once; answers with those that were refused, and why."""
    groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    said: dict[tuple[str, str], Any] = {}
    refused: list[tuple[Cell, str]] = []
    for cell, value in values:
        # A title is one task's own.
        group = cell.key, f"{value!r} {cell.number if cell.key == 'title' else ''}"
        said[group] = value
        groups[group].append(cell)
    for group, alike in groups.items():
        try:
            # Of its own, so that the next may be tried and all that is wrong be told at once.
            with transaction.atomic():
                _set([tasks[cell.number] for cell in alike], group[0], said[group], reader, by, batch)
        except Invalid as refusal:
            refused += [(cell, " ".join(refusal.messages)) for cell in alike]
        except (NotAllowed, Conflict) as refusal:
            refused += [(cell, refusal.message) for cell in alike]
    return refused


def _set(tasks: Sequence[Task], key: str, value: Any, reader: Reader, by: Actor, batch: UUID) -> None:
    facet = reader.facets[key]
    if isinstance(facet, FieldFacet):
        set_values(tasks, {facet.field: reader.typed(facet.field, value)}, by=by, batch=batch)
    elif key == "assignees":
        actions.change_tasks(tasks, by=by, batch=batch, assignees=value)
    else:
        set_facet(tasks, key, value, by=by, batch=batch)


COLUMNS: Final[Mapping[str, tuple[str, Callable[[str, Actor], Any]]]] = {
    "title": ("title", lambda text, by: text),
    "priority": ("priority", lambda text, by: read_priority(text)),
    "estimate": ("estimate", lambda text, by: read_estimate(text)),
    "start": ("start_on", lambda text, by: read_day(text, by=by, field="start_on")),
    "deadline": ("deadline_on", lambda text, by: read_day(text, by=by, field="deadline_on")),
}
"""Facets that are a column of the task and nothing besides: its name, and how what is typed is read."""
