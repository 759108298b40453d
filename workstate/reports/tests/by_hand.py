"""Time of two people over some weeks, remembered apart from the database, and how it adds up in plain Python."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from workstate.accounts.models import User
from workstate.billing.actions import set_rate
from workstate.core.actor import Actor
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.reports.description import Description
from workstate.reports.kinds import make_report
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.timetracking.rounding import Rounding

# No change of the clock lies within.
SPAN = (date(2026, 2, 23), date(2026, 3, 22))
NOW = date(2026, 3, 18)
DOLLARS_FROM = date(2026, 3, 11)
ROUNDINGS = ("none", "up-15", "nearest-6", "down-10")

KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True)
class Fact:
    """A day's part of an entry, after `before` seconds on the day before."""

    user: User
    day: date
    seconds: int
    before: int
    project: Project | None
    task: Task | None
    labels: frozenset[str]
    billable: bool

    def rounded(self, code: str) -> int:
        return rounded(self.before + self.seconds, code) - rounded(self.before, code)

    def earned(self, code: str) -> dict[str, Fraction]:
        """Website earns 99.99 dollars an hour from a day on, everything else 60 euros; nothing that is not billable."""
        if not self.billable:
            return {}
        dollars = self.project is not None and self.project.name == "Website" and self.day >= DOLLARS_FROM
        currency, rate = ("USD", Fraction("99.99")) if dollars else ("EUR", Fraction(60))
        return {currency: rate * self.rounded(code) / 3600}


def rounded(seconds: int, code: str) -> int:
    if code == "none":
        return seconds
    mode, _dash, minutes = code.partition("-")
    steps = Fraction(seconds, int(minutes) * 60)
    whole = {"up": math.ceil(steps), "down": math.floor(steps), "nearest": math.floor(steps + Fraction(1, 2))}[mode]
    return whole * int(minutes) * 60


def summed(facts: Iterable[Fact], code: str, key: Callable[[Fact], KeyT]) -> dict[KeyT, int]:
    found: defaultdict[KeyT, int] = defaultdict(int)
    for fact in facts:
        found[key(fact)] += fact.rounded(code)
    return dict(found)


def earned(facts: Iterable[Fact], code: str) -> dict[str, Fraction]:
    found: defaultdict[str, Fraction] = defaultdict(Fraction)
    for fact in facts:
        for currency, amount in fact.earned(code).items():
            found[currency] += amount
    return dict(found)


class ByHandTestCase(CastTestCase):
    facts: ClassVar[list[Fact]]
    projects: ClassVar[list[Project]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.facts = []
        pick = random.Random(20260318)
        cls.projects = [create_project(name, by=cls.by_mara) for name in ("Website", "Atlas", "=Costs")]
        tasks = [
            create_task(f"Task {number}", by=cls.by_mara, project=pick.choice(cls.projects)) for number in range(6)
        ]
        for _ in range(110):
            cls._write(pick, tasks)
        set_rate(by=cls.by_mara, amount=Decimal(60), currency="EUR")
        set_rate(
            by=cls.by_mara,
            amount=Decimal("99.99"),
            currency="USD",
            project=cls.projects[0],
            starts=DOLLARS_FROM,
        )

    @classmethod
    def _write(cls, pick: random.Random, tasks: list[Task]) -> None:
        by: Actor = pick.choice([cls.by_ana, cls.by_mara])
        task = pick.choice([None, *tasks])
        project = task.project if task else pick.choice([None, *cls.projects])
        labels = frozenset(pick.sample(["deep", "call"], pick.choice([0, 1, 2])))
        billable = pick.random() < 0.6
        day = SPAN[0] + timedelta(days=pick.randrange((SPAN[1] - SPAN[0]).days))
        seconds = pick.randint(60, 15_000)
        details: dict[str, Any] = {"task": task, "project": project, "labels": sorted(labels), "billable": billable}
        if pick.random() < 0.7:
            create_entry(by=by, day=day, duration=seconds, **details)
            parts = [(day, seconds)]
        else:
            begin = datetime.combine(day, time(22, pick.randrange(60)), ZoneInfo("Europe/Berlin"))
            create_entry(by=by, started_at=begin, stopped_at=begin + timedelta(seconds=seconds), **details)
            first = min(seconds, (60 - begin.minute) * 60 + 3600)
            parts = [(day, first), (day + timedelta(days=1), seconds - first)]
        before = 0
        for when, length in parts:
            if length:
                cls.facts.append(Fact(by.user, when, length, before, project, task, labels, billable))
            before += length

    def between(self, first: date, last: date, user: User | None = None) -> list[Fact]:
        return [fact for fact in self.facts if first <= fact.day <= last and user in {None, fact.user}]

    def asked(self, kind: ReportKind, first: date, last: date, **changes: Any) -> Description:
        """Monday's weeks, on a Wednesday in the middle of it all."""
        if "rounding" in changes:
            changes["rounding"] = Rounding.read(changes["rounding"])
        period = Period(first, last)
        return replace(
            Description.default(kind, self.by_mara), **{"period": period, "preset": None, "today": NOW} | changes
        )

    def made(self, description: Description, actor: Actor) -> Report:
        return make_report(description, Reader.of(actor))
