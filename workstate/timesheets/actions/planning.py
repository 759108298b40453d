"""Which entries without clock times have to be made, changed or deleted for a cell to hold what it is to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.timesheets.actions.subjects import Subjects
from workstate.timesheets.holding import Held
from workstate.timesheets.keys import RowKey
from workstate.timetracking.actions import Edit, New, new_entry
from workstate.timetracking.actions.subject import clean_description
from workstate.timetracking.models import TimeEntry

A_DAY: Final = 24 * 3600


@dataclass(slots=True)
class Plan:
    """`more` are the seconds that the cell gains, negative ones that it loses; entries are named by their ids."""

    note: str
    more: int = 0
    made: New | None = None
    changed: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    removed: list[UUID] = field(default_factory=list)

    def edit(self, entry: TimeEntry) -> Edit:
        columns: Mapping[str, Any] = self.changed[entry.pk]
        return Edit(entry, columns)


def plan_cell(row: RowKey, day: date, held: Held, rest: int | None, note: str | None, subjects: Subjects) -> Plan:
    """
    How the entries without clock times of the cell come to hold `rest` seconds, and the newest of them the note.

    None leaves either as it is. The newest takes the difference; what is more than it holds is taken from the one before.
    Raises Invalid, NotAllowed.
    """
    logged = held.logged
    before = sum(part.seconds for part in logged)
    wanted = before if rest is None else rest
    said = None if note is None else clean_description(note)
    plan = Plan(said or "", wanted - before)
    if plan.more > 0 and wanted + held.clocked > A_DAY:
        raise Invalid(_("One day holds 24 hours at most. Type less, such as 1:30."), field="seconds")
    if not wanted and said:
        raise Invalid(_("A note stands with hours typed here. Type the hours first."), field="note")
    if not logged:
        if wanted:
            task, project = subjects.of(row)
            plan.made = new_entry(
                subjects.by, task=task, project=project, description=plan.note, day=day, duration=wanted
            )
        return plan
    more = plan.more
    for part in reversed(logged):
        seconds = max(0, part.seconds + more)
        more += part.seconds - seconds
        if not seconds:
            plan.removed.append(part.entry)
        elif seconds != part.seconds:
            plan.changed[part.entry] = {"duration": seconds}
        if not more:
            break
    newest = next((part for part in reversed(logged) if part.entry not in plan.removed), None)
    if newest and said is None:
        plan.note = newest.description
    elif newest and said != newest.description:
        plan.changed.setdefault(newest.entry, {})["description"] = said
    return plan
