"""Filling cells of a table: one cell that was typed in, or a block of them that was pasted, as one act with one Undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, NotAllowed, require
from workstate.core.ids import new_id
from workstate.customfields.actions import set_values
from workstate.savedviews import facets
from workstate.savedviews.cells.reading import Reader
from workstate.savedviews.facets import FieldFacet
from workstate.savedviews.setting import set_facet
from workstate.tasks import actions
from workstate.tasks.actions import Act
from workstate.tasks.actions.acts import lock_tasks
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
    if len(tasks) == 1:
        require(can_edit_task(by, *tasks.values()))
    words = _("You may look at this but not change it.")
    if wrong := [(cell, words) for cell in cells if not can_edit_task(by, tasks[cell.number])]:
        raise Refused(wrong)


def _fill(reader: Reader, cells: Sequence[Cell], tasks: dict[int, Task], by: Actor, batch: UUID) -> None:
    groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    values: dict[tuple[str, str], Any] = {}
    refused: list[tuple[Cell, str]] = []
    for cell in cells:
        project = tasks[cell.number].project_id
        try:
            value = reader.read(cell.key, cell.text, project)
        except Invalid as refusal:
            refused.append((cell, " ".join(refusal.messages)))
            continue
        # A title is one task's own.
        group = cell.key, f"{value!r} {cell.number if cell.key == 'title' else ''}"
        values[group] = value
        groups[group].append(cell)
    for group, alike in groups.items():
        try:
            # Of its own, so that the next may be tried and all that is wrong be told at once.
            with transaction.atomic():
                _set([tasks[cell.number] for cell in alike], group[0], values[group], reader, by, batch)
        except Invalid as refusal:
            refused += [(cell, " ".join(refusal.messages)) for cell in alike]
        except (NotAllowed, Conflict) as refusal:
            refused += [(cell, refusal.message) for cell in alike]
    if refused:
        raise Refused(refused)


def _set(tasks: Sequence[Task], key: str, value: Any, reader: Reader, by: Actor, batch: UUID) -> None:
    facet = reader.facets[key]
    if isinstance(facet, FieldFacet):
        if isinstance(value, list):
            set_values(tasks, {facet.field: value}, by=by, batch=batch)
            return
    elif key == "assignees":
        actions.change_tasks(tasks, by=by, batch=batch, assignees=value)
        return
    set_facet(tasks, key, value, by=by, batch=batch)
