"""
Whether new time is billable where nobody says: a question of money, which a room above this one answers.

It registers in its apps.py; nobody here knows who it is. Without an answer new time is not billable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from workstate.core.actor import Actor
from workstate.timetracking.models import TimeEntry

Subject = tuple[UUID | None, UUID | None]
"""The ids of a task and of its, or any, project."""
BillableOf = Callable[[Actor, Sequence[Subject]], Sequence[bool]]

_answers: list[BillableOf] = []


def register_billable(answer: BillableOf) -> None:
    """Have new time on each of the subjects be billable or not, in a constant number of queries."""
    if answer not in _answers:
        _answers.append(answer)


def billable_by_default(by: Actor, subjects: Sequence[Subject]) -> Sequence[bool]:
    for answer in _answers:
        return answer(by, subjects)
    return [False] * len(subjects)


def decide_billable(by: Actor, entries: Iterable[TimeEntry]) -> None:
    """Of entries that are not stored yet and of which nobody said (None), say whether they are billable."""
    undecided = [entry for entry in entries if entry.billable not in {True, False}]
    if undecided:
        subjects = [(entry.task_id, entry.project_id) for entry in undecided]
        for entry, billable in zip(undecided, billable_by_default(by, subjects), strict=True):
            entry.billable = billable
