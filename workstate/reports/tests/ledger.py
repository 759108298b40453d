"""Time of two people at rates in two currencies that change meanwhile, and the same once more in plain Python."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from workstate.billing.models import BillingSettings, Rate, RateKind
from workstate.core.actor import Actor
from workstate.core.clock import instant_of
from workstate.core.money import Money
from workstate.projects.actions import create_project
from workstate.projects.models import Client
from workstate.reports.description import Description, read_description
from workstate.reports.reader import Reader
from workstate.reports.shapes import ReportKind
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry
from workstate.timetracking.models import TimeEntry

MARCH = {"from": "2025-03-01", "to": "2025-03-31"}
CHANGE = date(2025, 3, 10)
ROUNDINGS = ("none", "up-15", "nearest-6", "down-10")


def rounded(seconds: int, code: str) -> int:
    if code == "none":
        return seconds
    mode, _dash, minutes = code.partition("-")
    steps = Fraction(seconds, int(minutes) * 60)
    whole = {"up": math.ceil(steps), "down": math.floor(steps), "nearest": math.floor(steps + Fraction(1, 2))}[mode]
    return whole * int(minutes) * 60


@dataclass(frozen=True)
class Fact:
    """A day's part of an entry, remembered apart from the database."""

    entry: UUID
    user: Any
    project: Any
    task: Any
    billable: bool
    day: date
    seconds: int
    before: int
    start: datetime | None

    def shown(self, code: str = "none") -> int:
        return rounded(self.before + self.seconds, code) - rounded(self.before, code)

    @property
    def rate(self) -> tuple[Decimal, str] | None:
        """Site pays dollars; the Shop's rate holds from the tenth; whatever else is at the workspace's, but for no project."""
        if not self.billable:
            return None
        name = self.project.name if self.project else ""
        if name == "Site":
            return Decimal("80.5"), "USD"
        if name == "Shop" and self.day >= CHANGE:
            return Decimal(120), "EUR"
        return (Decimal("99.99"), "EUR") if self.user.name.startswith("Ana") else None

    @property
    def cost_rate(self) -> tuple[Decimal, str] | None:
        if self.user.name.startswith("Ana"):
            return (Decimal(45) if self.day >= date(2025, 3, 15) else Decimal(40)), "EUR"
        return None

    def earned(self, code: str = "none") -> Money:
        return _money(self.rate, self.shown(code))

    @property
    def cost(self) -> Money:
        return _money(self.cost_rate, self.seconds)


def _money(rate: tuple[Decimal, str] | None, seconds: int) -> Money:
    return Money({rate[1]: Fraction(rate[0]) * seconds / 3600}) if rate else Money()


def earned(facts: Iterable[Fact], code: str = "none") -> Money:
    return Money.total(fact.earned(code) for fact in facts)


def cost(facts: Iterable[Fact]) -> Money:
    return Money.total(fact.cost for fact in facts)


class LedgerTestCase(CastTestCase):
    """Ana's and Mara's time in March 2025 (`facts`), and much that no report may tell of."""

    facts: list[Fact]
    kind: ReportKind

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.facts = []
        workspace = cls.by_ana.workspace
        lumiere = Client.objects.create(workspace=workspace, name="Lumière")
        cls.shop = create_project("Shop", by=cls.by_mara, client=lumiere)
        cls.site = create_project("Site", by=cls.by_mara)
        cls.tasks = {
            "basket": create_task("Basket", by=cls.by_ana, project=cls.shop, estimate=7200),
            "menu": create_task("Menu", by=cls.by_ana, project=cls.site, estimate=3600),
            "own": create_task("My own", by=cls.by_ana),
        }
        cls._rates(workspace)
        pick = random.Random(20250310)
        for _ in range(60):
            cls._write(pick)
        # Over the midnight at which the Shop's rate changes.
        begin = instant_of(date(2025, 3, 9), time(22, 40), cls.by_ana.zone)
        cls.write(cls.by_ana, cls.tasks["basket"], begin, 9000, billable=True)
        cls._hidden()

    @classmethod
    def _rates(cls, workspace: Any) -> None:
        BillingSettings.objects.create(workspace=workspace, currency="EUR")
        rates: list[dict[str, Any]] = [
            {"user": cls.ana, "amount": "99.99", "currency": "EUR"},
            {"project": cls.site, "amount": "80.50", "currency": "USD"},
            {"project": cls.shop, "amount": "120", "currency": "EUR", "starts": CHANGE},
            {"kind": RateKind.COST, "user": cls.ana, "amount": "40", "currency": "EUR"},
            {"kind": RateKind.COST, "user": cls.ana, "amount": "45", "currency": "EUR", "starts": date(2025, 3, 15)},
        ]
        for rate in rates:
            Rate.objects.create(workspace=workspace, **rate)

    @classmethod
    def _write(cls, pick: random.Random) -> None:
        by = pick.choice([cls.by_ana, cls.by_ana, cls.by_mara])
        tasks = [None, cls.tasks["basket"], cls.tasks["menu"]]
        task = pick.choice([*tasks, cls.tasks["own"]] if by is cls.by_ana else tasks)
        day = date(2025, 3, pick.randint(1, 30))
        billable, labels = pick.random() < 0.7, pick.sample(["deep", "call"], pick.choice([0, 1, 2]))
        seconds = pick.randint(1, 20_000)
        if pick.random() < 0.3:
            entry = create_entry(by=by, task=task, day=day, duration=seconds, billable=billable, labels=labels)
            cls.facts.append(Fact(entry.pk, by.user, task and task.project, task, billable, day, seconds, 0, None))
            return
        begin = instant_of(day, time(pick.choice([0, 8, 14, 23]), pick.randint(0, 59)), by.zone)
        cls.write(by, task, begin, seconds, billable=billable, labels=labels)

    @classmethod
    def write(cls, by: Actor, task: Any, begin: datetime, seconds: int, **details: Any) -> TimeEntry:
        entry = create_entry(
            by=by, task=task, started_at=begin, stopped_at=begin + timedelta(seconds=seconds), **details
        )
        counted: dict[date, int] = {}
        for number in range(seconds):
            day = (begin + timedelta(seconds=number)).astimezone(by.zone).date()
            counted[day] = counted.get(day, 0) + 1
        before = 0
        for day, part in sorted(counted.items()):
            project = task and task.project
            cls.facts.append(
                Fact(entry.pk, by.user, project, task, details.get("billable", False), day, part, before, begin)
            )
            before += part
        return entry

    @classmethod
    def _hidden(cls) -> None:
        """In the bin, of another workspace, running, and of other days."""
        gone = create_entry(by=cls.by_ana, task=cls.tasks["basket"], day=CHANGE, duration=3600, billable=True)
        delete_entry(gone, by=cls.by_ana)
        create_entry(by=cls.by_boris, day=CHANGE, duration=7200, description="Boris's secret")
        began = datetime(2025, 3, 20, 9, tzinfo=cls.by_ana.zone)
        TimeEntry.objects.create(workspace=cls.by_ana.workspace, user=cls.gil, started_at=began, day=began.date())
        create_entry(by=cls.by_ana, task=cls.tasks["basket"], day=date(2025, 2, 28), duration=1800, billable=True)
        create_entry(by=cls.by_mara, task=cls.tasks["menu"], day=date(2025, 4, 1), duration=1800, billable=True)

    def ask(self, actor: Actor, **parameters: str) -> tuple[Description, Reader]:
        """What an address asks for."""
        return read_description(self.kind, MARCH | parameters, actor), Reader.of(actor)

    def seen_by(self, actor: Actor) -> list[Fact]:
        return [fact for fact in self.facts if actor.administers or fact.user == actor.user]

    def tell_members(self) -> None:
        BillingSettings.objects.update(members_see_amounts=True)
