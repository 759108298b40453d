"""Cells that were typed in or pasted: each comes to hold what it is to hold, or says why it does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.durations import MINUTE, DurationError, format_duration, parse_duration
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound, require
from workstate.core.ids import new_id
from workstate.core.turns import take_identifier
from workstate.timesheets.actions.planning import Plan, plan_cell
from workstate.timesheets.actions.rows import place
from workstate.timesheets.actions.subjects import Subjects
from workstate.timesheets.holding import CellKey, Held, held_in, last_of_week, locks_in
from workstate.timesheets.keys import RowKey
from workstate.timetracking.actions import lock_person, locked_entries
from workstate.timetracking.actions.writing import store
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_track_time
from workstate.timetracking.rules import require_rules, rules_for

MOST: Final = 2000
"""Cells of one act."""
_NOTHING: Final = frozenset({"", "-", "–", "—"})


class State(StrEnum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What is to stand in a cell: seconds, or a duration as people type it; None leaves the hours as they are.

    `expected` and `expected_note` are what whoever typed saw before; where that has changed since, nothing is written.
    """

    row: RowKey
    day: date
    said: str | int | None = None
    expected: int | None = None
    note: str | None = None
    expected_note: str | None = None

    @property
    def key(self) -> CellKey:
        return self.row, self.day


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a cell. `seconds` and `note` are what it holds now, without what a timer is still counting."""

    wanted: Wanted
    state: State
    seconds: int
    note: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """The outcomes in the order asked for, and the name of the act if it wrote anything."""

    outcomes: list[Outcome]
    batch: UUID | None


@transaction.atomic
def set_cells(first: date, wanted: Iterable[Wanted], *, by: Actor, id: UUID | None = None) -> Filled:
    """
    Have cells of the actor's week hold what was typed into them, as one act with one Undo.

    What a clock counted stays as it is; the rest of a cell stands in one entry without clock times, which is made, changed
    or deleted. A cell that cannot be written is answered for by itself and keeps none of the others. The same id again
    does nothing twice. Raises Invalid for what is no cell of the week.
    """
    cells = _checked(first, wanted)
    require(can_track_time(by, None))
    take_identifier(id)
    lock_person(by.user)
    at = now()
    held = held_in(by, first, last_of_week(first), at)
    done = _done_before(id, by) if id else frozenset()
    locks = locks_in(by, first, last_of_week(first))
    subjects = Subjects.named({cell.row for cell in cells}, by)

    plans: dict[CellKey, Plan] = {}
    outcomes: dict[CellKey, Outcome] = {}
    for cell in cells:
        one = held.get(cell.key, Held())
        if cell.key in done:
            outcomes[cell.key] = Outcome(cell, State.SAVED, one.seconds, one.note)
            continue
        found = _decide(cell, one, locks.get(cell.day, ""), subjects)
        if isinstance(found, Plan):
            plans[cell.key] = found
        else:
            outcomes[cell.key] = found

    batch = id or new_id()
    outcomes |= _carry_out(plans, {cell.key: cell for cell in cells}, held, by, batch)
    saved = {key for key in plans if outcomes[key].state == State.SAVED}
    # A row that was emptied stays where it is, for who goes on typing.
    place({row for row, _day in saved if not outcomes[row, _day].seconds}, first, by=by)
    return Filled([outcomes[cell.key] for cell in cells], batch if saved or done else None)


def _checked(first: date, wanted: Iterable[Wanted]) -> list[Wanted]:
    cells = list(wanted)
    if not cells or len(cells) > MOST:
        raise Invalid(_("Fill between one and %(most)d cells at once.") % {"most": MOST}, field="cells")
    if len({cell.key for cell in cells}) < len(cells):
        raise Invalid(_("Name each cell once."), field="cells")
    if any(not first <= cell.day <= last_of_week(first) for cell in cells):
        raise Invalid(_("Every day must lie in the week."), field="day")
    return cells


def _done_before(id: UUID, by: Actor) -> frozenset[CellKey]:
    """The cells that the same request wrote when it came before."""
    told = Event.objects.filter(
        workspace=by.workspace, user=by.user, batch=id, subject_type=TimeEntry._meta.label_lower
    ).values_list("subject_id", flat=True)
    entries = TimeEntry.objects.visible_to(by).of(by.user).filter(pk__in=list(told))
    return frozenset(
        (RowKey.of(task, project), day) for task, project, day in entries.values_list("task_id", "project_id", "day")
    )


def _decide(cell: Wanted, held: Held, lock: str, subjects: Subjects) -> Plan | Outcome:
    """What is to be done, or why nothing is."""
    try:
        seconds = _read(cell.said)
    except (DurationError, Invalid) as refusal:
        return _refused(cell, held, str(refusal) if isinstance(refusal, DurationError) else " ".join(refusal.messages))
    if isinstance(cell.said, str) and seconds is not None and seconds == held.total // MINUTE * MINUTE:
        seconds = held.total  # What is shown without its seconds was typed or pasted as it is shown.
    rest = None if seconds is None else seconds - held.clocked
    has_it = rest is None or rest == sum(part.seconds for part in held.logged)
    if has_it and (cell.note is None or cell.note == held.note):
        return Outcome(cell, State.UNCHANGED, held.seconds, held.note)
    if not has_it and cell.expected is not None and cell.expected != held.seconds:
        return Outcome(
            cell, State.CONFLICT, held.seconds, held.note,
            _("Meanwhile this cell was set to %(hours)s elsewhere.") % {"hours": format_duration(held.seconds)},
        )  # fmt: skip
    if cell.note is not None and cell.expected_note is not None and held.note not in {cell.expected_note, cell.note}:
        return Outcome(
            cell,
            State.CONFLICT,
            held.seconds,
            held.note,
            _("Meanwhile the note was changed to “%(note)s”. Save again to keep yours.") % {"note": held.note},
        )
    if lock:
        return _refused(cell, held, lock)
    if rest is not None and rest < 0:
        return _refused(cell, held, _below(held))
    try:
        return plan_cell(cell.row, cell.day, held, rest, cell.note, subjects)
    except (Invalid, NotAllowed) as refusal:
        return _refused(cell, held, _words(refusal))


def _read(said: str | int | None) -> int | None:
    """Seconds; nothing typed is none. Raises DurationError, Invalid."""
    if said is None:
        return None
    if isinstance(said, str):
        return 0 if said.strip() in _NOTHING else parse_duration(said)
    if said < 0:
        raise Invalid(_("A duration cannot be negative."), field="seconds")
    return said


def _below(held: Held) -> str:
    clocked = {"hours": format_duration(held.clocked)}
    if held.running or held.is_running:
        return _("A timer is counting here: %(hours)s so far. Stop it before you set less.") % clocked
    return _("%(hours)s of this was clocked from a time to a time. Change those entries to set less.") % clocked


def _carry_out(
    plans: Mapping[CellKey, Plan], cells: Mapping[CellKey, Wanted], held: Mapping[CellKey, Held], by: Actor, batch: UUID
) -> dict[CellKey, Outcome]:
    """Write all at once; where one of them is refused, each by itself, so that it keeps none of the others."""
    if not plans:
        return {}
    try:
        _write(plans.values(), by, batch)
    except (Invalid, NotAllowed, Conflict, NotFound) as refusal:
        if len(plans) == 1:
            key = next(iter(plans))
            return {key: _refused(cells[key], held.get(key, Held()), _words(refusal))}
        outcomes: dict[CellKey, Outcome] = {}
        for key, plan in plans.items():
            outcomes |= _carry_out({key: plan}, cells, held, by, batch)
        return outcomes
    return {
        key: Outcome(cells[key], State.SAVED, held.get(key, Held()).seconds + plan.more, plan.note)
        for key, plan in plans.items()
    }


@transaction.atomic
def _write(plans: Collection[Plan], by: Actor, batch: UUID) -> None:
    ids = {pk for plan in plans for pk in (*plan.changed, *plan.removed)}
    tasks = [plan.made.entry.task for plan in plans if plan.made]
    entries = {entry.pk: entry for entry in locked_entries(ids, by=by, tasks=tasks)}
    # A grid has no room for labels: the list marks what lacks one, and the week is not handed in without.
    rules = rules_for(by)
    for plan in plans:
        if plan.made:
            require_rules(plan.made.entry, rules, labelled=True)
    store(
        by,
        made=[plan.made for plan in plans if plan.made],
        changed=[plan.edit(entries[pk]) for plan in plans for pk in plan.changed],
        removed=[entries[pk] for plan in plans for pk in plan.removed],
        batch=batch,
    )


def _refused(cell: Wanted, held: Held, message: str) -> Outcome:
    return Outcome(cell, State.REFUSED, held.seconds, held.note, message)


def _words(refusal: Exception) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(refusal.messages)
    return str(refusal) or _("That was not accepted. Nothing was changed.")
