"""Which groups a row of the SQL is in: what is asked of it, and what the answer means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from workstate.projects.models import Project
from workstate.reports.bars import Step
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN, Key
from workstate.reports.reader import Reader
from workstate.workspaces.models import GroupMember

_LABELS = "ARRAY(SELECT l.label_id FROM timetracking_entrylabel l WHERE l.entry_id = s.entry_id ORDER BY l.label_id)"


def start_of_sql(step: Step, first_weekday: int, day: str = "s.day") -> str:
    """The first day of the day's week (or month, or year), counted without leaving the type of days."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            # Day 1 of year 1 is a Monday, so the days since then count the week's days, forwards and backwards.
            return f"({day} - MOD({day} - DATE '0001-01-01' + {(7 - first_weekday) % 7:d}, 7))"
        case Step.MONTH:
            return f"({day} - (DATE_PART('day', {day})::int - 1))"
        case Step.YEAR:
            return f"({day} - (DATE_PART('doy', {day})::int - 1))"


def expressions(grouping: Grouping, first_weekday: int) -> tuple[str, ...]:
    """What is asked of a row to tell its group. Clients and groups of people are looked up afterwards: there are few."""
    match grouping:
        case Grouping.PROJECT | Grouping.CLIENT:
            return ("s.project_id",)
        case Grouping.TASK:
            # Time without a task is told apart by what was written down.
            return ("s.task_id", "CASE WHEN s.task_id IS NULL THEN s.description ELSE '' END")
        case Grouping.LABEL:
            # By the set of labels, so that an entry stays one row and is never counted twice in a total.
            return (_LABELS,)
        case Grouping.PERSON | Grouping.GROUP:
            return ("s.user_id",)
        case Grouping.DAY:
            return (start_of_sql(Step.DAY, first_weekday),)
        case Grouping.WEEK:
            return (start_of_sql(Step.WEEK, first_weekday),)
        case Grouping.MONTH:
            return (start_of_sql(Step.MONTH, first_weekday),)
        case Grouping.BILLABLE:
            return ("s.billable",)


class Keys:
    """The groups of a row of the SQL."""

    def __init__(self, groupings: Sequence[Grouping], asked: Sequence[str], first_weekday: int) -> None:
        self._groupings = groupings
        self._places = [
            [asked.index(expression) for expression in expressions(grouping, first_weekday)] for grouping in groupings
        ]
        self._keys = [self._of(grouping, places) for grouping, places in zip(groupings, self._places, strict=True)]
        self._clients: dict[UUID, Key] = {}
        self._groups: dict[UUID, tuple[UUID, ...]] = {}

    def learn(self, rows: Sequence[tuple[Any, ...]], reader: Reader) -> None:
        """Whose client a project is, and in which groups people are: two small queries, where they are asked for."""
        if Grouping.CLIENT in self._groupings:
            place = self._places[self._groupings.index(Grouping.CLIENT)][0]
            projects = Project.objects.visible_to(reader.actor).filter(pk__in={row[place] for row in rows} - {None})
            self._clients = dict(projects.values_list("pk", "client_id"))
        if Grouping.GROUP in self._groupings:
            self._groups = _groups_by_person(reader)

    def __call__(self, row: tuple[Any, ...]) -> tuple[tuple[Key, ...], ...]:
        return tuple([keys_of(row) for keys_of in self._keys])

    def _of(self, grouping: Grouping, places: list[int]) -> Callable[[tuple[Any, ...]], tuple[Key, ...]]:
        first, last = places[0], places[-1]
        match grouping:
            case Grouping.LABEL:
                return lambda row: tuple(row[first]) or (None,)
            case Grouping.TASK:
                return lambda row: (row[first] or row[last] or None,)
            case Grouping.CLIENT:
                return lambda row: (None if row[first] is None else self._clients.get(row[first], HIDDEN),)
            case Grouping.GROUP:
                return lambda row: self._groups.get(row[first], ()) or (None,)
        # The same project or week stands in many rows: all of them share one key.
        seen: dict[Key, tuple[Key, ...]] = {}
        return lambda row: seen.get(row[first]) or seen.setdefault(row[first], (row[first],))


def _groups_by_person(reader: Reader) -> dict[UUID, tuple[UUID, ...]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for user, group in GroupMember.objects.visible_to(reader.actor).order_by("group").values_list("user", "group"):
        found[user].append(group)
    return {user: tuple(several) for user, several in found.items()}
