"""A workspace's time written down at random, and remembered apart from the database: what tests of reports add up by hand."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from workstate.billing.models import Rate, RateKind
from workstate.core.actor import Actor, Via
from workstate.core.clock import instant_of, now
from workstate.projects.actions import create_project
from workstate.projects.models import Client, Project
from workstate.reports.groupings import Grouping
from workstate.tasks.actions import create_task
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.actions import create_workspace
from workstate.workspaces.models import Group, GroupMember

ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu")
SPAN = (date(2024, 11, 1), date(2025, 11, 30))
CLOCK_CHANGES = [
    day
    for day in (date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25))
    if day < now().date() - timedelta(days=1)
]
ROUNDINGS = ("none", "up-15", "nearest-6", "down-10", "up-60", "nearest-7")


@dataclass(frozen=True)
class Fact:
    """A day's part of what was written down, after `before` seconds on earlier days."""

    user: UUID
    day: date
    seconds: int
    before: int
    task: Task | None
    project: Project | None
    description: str
    labels: frozenset[str]
    billable: bool

    def rounded(self, code: str) -> int:
        """What the part adds to the rounded entry."""
        return by_hand(self.before + self.seconds, code) - by_hand(self.before, code)


@dataclass
class Total:
    """Fractions of money by currency, so that nothing is lost on the way."""

    seconds: int = 0
    billable: int = 0
    raw: int = 0
    unpriced: int = 0
    earned: defaultdict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    cost: defaultdict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))


def by_hand(seconds: int, code: str) -> int:
    if code == "none":
        return seconds
    mode, _dash, minutes = code.partition("-")
    steps = Fraction(seconds, int(minutes) * 60)
    whole = {"up": math.ceil(steps), "down": math.floor(steps), "nearest": math.floor(steps + Fraction(1, 2))}[mode]
    return whole * int(minutes) * 60


def cents_by_hand(exact: Fraction) -> Decimal:
    """Half up, of currencies with two digits."""
    return Decimal(math.floor(exact * 100 + Fraction(1, 2))) / 100


def parts_by_hand(begin: datetime, seconds: int, zone: ZoneInfo) -> list[tuple[date, int]]:
    """The seconds by the day that the wall clock showed, counted one by one where it is not the same all along."""
    shown = [(begin + timedelta(seconds=number)).astimezone(zone).date() for number in (0, seconds - 1)]
    if shown[0] == shown[1]:
        return [(shown[0], seconds)]
    counted: defaultdict[date, int] = defaultdict(int)
    for number in range(seconds):
        counted[(begin + timedelta(seconds=number)).astimezone(zone).date()] += 1
    return sorted(counted.items())


class WorldOfTime(CastTestCase):
    """
    Olga's, Mara's and Ana's time of thirteen months, in clients, projects and tasks, with rates of every scope, in two
    currencies, that change within it; and time that nobody may count.
    """

    facts: list[Fact]
    rates: list[Rate]
    labels: dict[str, UUID]
    groups: dict[UUID, set[UUID]]
    projects: list[Project]
    tasks: list[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.facts = []
        pick = random.Random(20251026)
        workspace = cls.by_ana.workspace
        clients = [Client.objects.create(workspace=workspace, name=name) for name in ("Lumière", "Nord")]
        cls.projects = [
            create_project(f"Project {number}", by=cls.by_ana, client=pick.choice([None, *clients]))
            for number in range(15)
        ]
        cls.tasks = [
            create_task(
                f"Task {number}",
                by=cls.by_ana,
                project=pick.choice([None, *cls.projects]),
                estimate=pick.choice([None, 1800, 7200]),
            )
            for number in range(25)
        ]
        days = [SPAN[0] + timedelta(days=number) for number in range((SPAN[1] - SPAN[0]).days)] + CLOCK_CHANGES * 12
        for by, entries in ((cls.by_ana, 200), (cls.by_mara, 70), (cls.by_olga, 40)):
            for _ in range(entries):
                cls._write(by, pick, pick.choice(days))
        cls.labels = dict(Label.objects.filter(workspace=workspace).values_list("name", "pk"))
        cls.groups = {}
        for name, people in {"Makers": (cls.ana, cls.mara), "Leads": (cls.mara,), "Nobody": ()}.items():
            group = Group.objects.create(workspace=workspace, name=name)
            cls.groups[group.pk] = {person.pk for person in people}
            for person in people:
                GroupMember.objects.create(workspace=workspace, group=group, user=person)
        cls.rates = cls._make_rates(pick)
        cls._write_what_does_not_count()

    @classmethod
    def _make_rates(cls, pick: random.Random) -> list[Rate]:
        def rate(amount: str, currency: str = "EUR", starts: date | None = None, **scope: Any) -> Rate:
            return Rate.objects.create(
                workspace=cls.by_ana.workspace, amount=Decimal(amount), currency=currency, starts=starts, **scope
            )

        spring, autumn = date(2025, 3, 30), date(2025, 10, 1)
        return [
            rate("80", starts=date(2024, 12, 1)),
            rate("87.5", starts=spring),
            rate("33.3333", user=cls.ana),
            rate("99.99", user=cls.ana, starts=autumn),
            rate("120", "USD", project=cls.projects[0]),
            rate("0", project=cls.projects[1], starts=spring),
            rate("61.07", "USD", project=cls.projects[2], user=cls.mara, starts=spring),
            rate("50", project=cls.projects[2]),
            *(rate("17.77", task=task, starts=pick.choice([None, spring])) for task in cls.tasks[:4]),
            rate("200", "USD", task=cls.tasks[0], starts=autumn),
            rate("41.5", kind=RateKind.COST),
            rate("30.01", kind=RateKind.COST, user=cls.ana, starts=spring),
            rate("70", "USD", kind=RateKind.COST, user=cls.mara),
        ]

    @classmethod
    def _write_what_does_not_count(cls) -> None:
        """In the bin, in another workspace, another's workspace, running."""
        binned = create_entry(by=cls.by_ana, task=cls.tasks[0], day=date(2025, 3, 30), duration=3600)
        delete_entry(binned, by=cls.by_ana)
        own = create_workspace("Elsewhere", owner=cls.ana, via=Via.SYSTEM, slug="elsewhere")
        create_entry(by=own, day=date(2025, 3, 30), duration=1234)
        create_entry(by=cls.by_boris, day=date(2025, 3, 30), duration=4321)
        began = datetime(2025, 3, 30, 9, tzinfo=UTC)
        TimeEntry.objects.create(workspace=cls.by_ana.workspace, user=cls.ana, started_at=began, day=began.date())

    @classmethod
    def _write(cls, actor: Actor, pick: random.Random, day: date) -> None:
        actor.user.time_zone = pick.choice(ZONES)
        by = Actor(actor.user, actor.workspace, actor.role)
        task = pick.choice([None, *cls.tasks])
        if task and task.project_id is None and actor.user != cls.ana:
            task = None  # a task of somebody else's inbox
        project = task.project if task else pick.choice([None, *cls.projects])
        details: dict[str, Any] = {
            "description": pick.choice(["", "Reading", "A call"]),
            "labels": pick.sample(["deep", "call", "travel"], pick.choice([0, 0, 1, 2, 3])),
            "billable": pick.random() < 0.6,
        }
        if pick.random() < 0.5:
            seconds = pick.randint(1, 20_000)
            create_entry(by=by, task=task, project=project, day=day, duration=seconds, **details)
            parts = [(day, seconds)]
        else:
            # Around midnight and around the hours that the clock skips or shows twice.
            wall = time(pick.choice([0, 1, 2, 3, 12, 23]), pick.randint(0, 59), pick.randint(0, 59))
            begin = instant_of(day, wall, by.zone, fold=pick.randint(0, 1))
            end = begin + timedelta(seconds=pick.randint(1, 20_000))
            create_entry(by=by, task=task, project=project, started_at=begin, stopped_at=end, **details)
            parts = parts_by_hand(begin, int((end - begin).total_seconds()), ZoneInfo(actor.user.time_zone))
        before = 0
        for shown, seconds in parts:
            labels, billable = frozenset(details["labels"]), details["billable"]
            said = details["description"]
            cls.facts.append(Fact(actor.user.pk, shown, seconds, before, task, project, said, labels, billable))
            before += seconds

    def setUp(self) -> None:
        # The reader's own zone must not matter: the days are fixed when the time is written.
        for reader in (self.ana, self.mara, self.olga):
            reader.time_zone = "America/Los_Angeles"
            reader.first_weekday = 6

    def seen_by(self, actor: Actor, first: date, last: date) -> list[Fact]:
        everybody = actor.user in {self.mara, self.olga}
        return [fact for fact in self.facts if first <= fact.day <= last and (everybody or fact.user == actor.user.pk)]

    def rate_by_hand(self, fact: Fact, kind: RateKind) -> tuple[Fraction, str] | None:
        """Of the scopes from the most particular on: the last that began by that day."""
        task, project, user = fact.task and fact.task.pk, fact.project and fact.project.pk, fact.user
        scopes: list[tuple[UUID | None, UUID | None, UUID | None]] = [(None, task, None)] if task else []
        scopes += [(project, None, user), (project, None, None)] if project else []
        for scope in [*scopes, (None, None, user), (None, None, None)]:
            held = [
                rate
                for rate in self.rates
                if rate.kind == kind
                and (rate.project_id, rate.task_id, rate.user_id) == scope
                and (rate.starts or date.min) <= fact.day
            ]
            if held:
                last = max(held, key=lambda rate: rate.starts or date.min)
                return Fraction(last.amount), last.currency
        return None

    def keys(self, grouping: Grouping, fact: Fact, first_weekday: int = 6) -> list[Any]:
        match grouping:
            case Grouping.PROJECT:
                return [fact.project.pk if fact.project else None]
            case Grouping.CLIENT:
                return [fact.project.client_id if fact.project else None]
            case Grouping.TASK:
                return [fact.task.pk if fact.task else fact.description or None]
            case Grouping.LABEL:
                return [self.labels[name] for name in fact.labels] or [None]
            case Grouping.PERSON:
                return [fact.user]
            case Grouping.GROUP:
                return [group for group, people in self.groups.items() if fact.user in people] or [None]
            case Grouping.DAY:
                return [fact.day]
            case Grouping.WEEK:
                day = fact.day
                while day.weekday() != first_weekday:
                    day -= timedelta(days=1)
                return [day]
            case Grouping.MONTH:
                return [date(fact.day.year, fact.day.month, 1)]
            case Grouping.BILLABLE:
                return [fact.billable]

    def added_up(
        self, facts: Iterable[Fact], rounding: str, keys_of: Callable[[Fact], Sequence[Any]] = lambda fact: ((),)
    ) -> dict[Any, Total]:
        """A naive sum by whatever keys a fact has."""
        found: defaultdict[Any, Total] = defaultdict(Total)
        for fact in facts:
            seconds = fact.rounded(rounding)
            earns, costs = (self.rate_by_hand(fact, kind) for kind in (RateKind.BILLABLE, RateKind.COST))
            for key in keys_of(fact):
                total = found[key]
                total.seconds += seconds
                total.raw += fact.seconds
                if fact.billable:
                    total.billable += seconds
                    if earns:
                        total.earned[earns[1]] += earns[0] * seconds / 3600
                    else:
                        total.unpriced += seconds
                if costs:
                    total.cost[costs[1]] += costs[0] * fact.seconds / 3600
        return dict(found)
