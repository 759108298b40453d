"""The report against a naive sum in Python over the same entries, by everything, rounded in every way, in periods of every length."""

from __future__ import annotations

import csv
import io
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import product
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.clock import instant_of, now
from workstate.projects.actions import create_project
from workstate.projects.models import Client
from workstate.reports.chart import chart_data
from workstate.reports.description import Description
from workstate.reports.exporters.csv import write_csv
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Period
from workstate.reports.queries import make_report
from workstate.reports.report import Line, Report
from workstate.tasks.actions import create_task
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import Period as Days
from workstate.timetracking.queries import days_in
from workstate.timetracking.rounding import Rounding

ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu")
SPAN = (date(2024, 11, 1), date(2025, 11, 30))
CLOCK_CHANGES = [
    day
    for day in (date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25))
    if day < now().date() - timedelta(days=1)
]

PERIODS = {
    "a day": (date(2025, 3, 30), date(2025, 3, 30)),
    "a week": (date(2025, 10, 20), date(2025, 10, 26)),
    "a month": (date(2025, 3, 1), date(2025, 3, 31)),
    "weeks that begin and end in the middle": (date(2025, 1, 2), date(2025, 4, 11)),
    "a year": (date(2025, 1, 1), date(2025, 12, 31)),
    "more than five years": (date(2019, 6, 15), date(2025, 11, 2)),
}
PAIRS: list[tuple[Grouping, Grouping | None]] = [
    (group, then) for group, then in product(Grouping, [*Grouping, None]) if group != then
]
# Which of the two colours the bars differs: the first that is not the calendar's, or none.
DRAWN: list[tuple[Grouping, Grouping | None]] = [
    *((group, None) for group in Grouping),
    *((Grouping.DAY, then) for then in Grouping if then != Grouping.DAY),
    (Grouping.PROJECT, Grouping.LABEL),
]
ROUNDINGS = ("none", "up-15", "nearest-6", "down-10", "up-60", "nearest-7")


@dataclass(frozen=True)
class Fact:
    """A day's part of what was written down, after `before` seconds on earlier days; remembered apart from the database."""

    day: date
    seconds: int
    before: int
    task: Task | None
    project: UUID | None
    client: UUID | None
    description: str
    labels: frozenset[str]
    billable: bool

    def rounded(self, code: str) -> int:
        """What the part adds to the rounded entry."""
        return by_hand(self.before + self.seconds, code) - by_hand(self.before, code)


def by_hand(seconds: int, code: str) -> int:
    if code == "none":
        return seconds
    mode, _dash, minutes = code.partition("-")
    steps = Fraction(seconds, int(minutes) * 60)
    whole = {"up": math.ceil(steps), "down": math.floor(steps), "nearest": math.floor(steps + Fraction(1, 2))}[mode]
    return whole * int(minutes) * 60


def parts_by_hand(begin: datetime, seconds: int, zone: ZoneInfo) -> list[tuple[date, int]]:
    """The seconds by the day that the wall clock showed, counted one by one where it is not the same all along."""
    shown = [(begin + timedelta(seconds=number)).astimezone(zone).date() for number in (0, seconds - 1)]
    if shown[0] == shown[1]:
        return [(shown[0], seconds)]
    counted: defaultdict[date, int] = defaultdict(int)
    for number in range(seconds):
        counted[(begin + timedelta(seconds=number)).astimezone(zone).date()] += 1
    return sorted(counted.items())


def keys_of(grouping: Grouping, fact: Fact, labels: dict[str, UUID], first_weekday: int) -> list[Any]:
    match grouping:
        case Grouping.PROJECT:
            return [fact.project]
        case Grouping.CLIENT:
            return [fact.client]
        case Grouping.TASK:
            return [fact.task.pk if fact.task else fact.description or None]
        case Grouping.LABEL:
            return [labels[name] for name in fact.labels] or [None]
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


class OracleTests(CastTestCase):
    facts: list[Fact]
    labels: dict[str, UUID]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.facts = []
        pick = random.Random(20251026)
        clients = [Client.objects.create(workspace=cls.by_ana.workspace, name=name) for name in ("Lumière", "Nord")]
        projects = [
            create_project(f"Project {number}", by=cls.by_ana, client=pick.choice([None, *clients]))
            for number in range(15)
        ]
        tasks = [
            create_task(
                f"Task {number}",
                by=cls.by_ana,
                project=pick.choice([None, *projects]),
                estimate=pick.choice([None, 1800, 7200]),
            )
            for number in range(25)
        ]
        days = [SPAN[0] + timedelta(days=number) for number in range((SPAN[1] - SPAN[0]).days)] + CLOCK_CHANGES * 12
        for _ in range(220):
            cls._write(pick, tasks, projects, pick.choice(days))
        cls.labels = dict(Label.objects.filter(workspace=cls.by_ana.workspace).values_list("name", "pk"))

        # None of this may be counted: in the bin, somebody else's, another workspace's, running.
        binned = create_entry(by=cls.by_ana, task=tasks[0], day=date(2025, 3, 30), duration=3600)
        delete_entry(binned, by=cls.by_ana)
        create_entry(by=cls.by_mara, task=tasks[0], day=date(2025, 3, 30), duration=7200, labels=["deep"])
        own = cls._own_workspace(cls.ana)
        create_entry(by=own, day=date(2025, 3, 30), duration=1234)
        began = datetime(2025, 3, 30, 9, tzinfo=UTC)
        TimeEntry.objects.create(workspace=cls.by_ana.workspace, user=cls.ana, started_at=began, day=began.date())

    @staticmethod
    def _own_workspace(user: User) -> Actor:
        from workstate.core.actor import Via
        from workstate.workspaces.actions import create_workspace

        return create_workspace("Elsewhere", owner=user, via=Via.SYSTEM, slug="elsewhere")

    @classmethod
    def _write(cls, pick: random.Random, tasks: list[Task], projects: list[Any], day: date) -> None:
        cls.ana.time_zone = pick.choice(ZONES)
        by = Actor(cls.ana, cls.by_ana.workspace, cls.by_ana.role)
        task = pick.choice([None, *tasks])
        project = task.project if task else pick.choice([None, *projects])
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
            parts = parts_by_hand(begin, int((end - begin).total_seconds()), ZoneInfo(cls.ana.time_zone))
        before = 0
        for shown, seconds in parts:
            cls.facts.append(
                Fact(
                    shown,
                    seconds,
                    before,
                    task,
                    project.pk if project else None,
                    project.client_id if project else None,
                    details["description"],
                    frozenset(details["labels"]),
                    details["billable"],
                )
            )
            before += seconds

    def setUp(self) -> None:
        # The reader's own zone must not matter: the days are fixed when the time is written.
        self.ana.time_zone = "America/Los_Angeles"
        self.ana.first_weekday = 6

    def report(self, first: date, last: date, group: Grouping, then: Grouping | None, rounding: str = "none") -> Report:
        period = Period(first, last, self.ana.first_weekday)
        description = Description(period, date(2025, 11, 30), None, group, then, Rounding.read(rounding))
        return make_report(description, self.by_ana)

    def facts_between(self, first: date, last: date) -> list[Fact]:
        return [fact for fact in self.facts if first <= fact.day <= last]

    def keys(self, grouping: Grouping, fact: Fact) -> list[Any]:
        return keys_of(grouping, fact, self.labels, self.ana.first_weekday)

    def test_every_pair_of_groupings_adds_up_as_by_hand(self) -> None:
        for (at, (name, (first, last))), (number, (group, then)) in product(
            enumerate(PERIODS.items()), enumerate(PAIRS)
        ):
            rounding = ROUNDINGS[(at + number) % len(ROUNDINGS)]
            with self.subTest(period=name, group=group, then=then, rounding=rounding):
                facts = self.facts_between(first, last)
                rows: defaultdict[Any, int] = defaultdict(int)
                raw: defaultdict[Any, int] = defaultdict(int)
                billable: defaultdict[Any, int] = defaultdict(int)
                cells: defaultdict[tuple[Any, Any], int] = defaultdict(int)
                for fact in facts:
                    for key in self.keys(group, fact):
                        rows[key] += fact.rounded(rounding)
                        raw[key] += fact.seconds
                        billable[key] += fact.rounded(rounding) * fact.billable
                        for inner in self.keys(then, fact) if then else []:
                            cells[key, inner] += fact.rounded(rounding)

                report = self.report(first, last, group, then, rounding)

                self.assertEqual({line.subject.id: line.seconds for line in report.lines}, rows)
                self.assertEqual({line.subject.id: line.billable_seconds for line in report.lines}, billable)
                self.assertEqual({line.subject.id: line.raw_seconds for line in report.lines}, raw)
                self.assertEqual(
                    {
                        (line.subject.id, inner.subject.id): inner.seconds
                        for line in report.lines
                        for inner in line.lines
                    },
                    cells,
                )
                self.assertEqual(report.seconds, sum(fact.rounded(rounding) for fact in facts))
                self.assertEqual(report.raw_seconds, sum(fact.seconds for fact in facts))
                self.assertEqual(
                    report.billable_seconds, sum(fact.rounded(rounding) for fact in facts if fact.billable)
                )

    def test_over_all_its_days_an_entry_is_rounded_once(self) -> None:
        self.assertGreater(sum(fact.before > 0 for fact in self.facts), 10)
        lengths = TimeEntry.objects.of(self.ana).kept().filter(workspace=self.by_ana.workspace, duration__isnull=False)
        for rounding in ROUNDINGS:
            with self.subTest(rounding):
                report = self.report(*PERIODS["more than five years"], Grouping.DAY, None, rounding)
                beyond = self.report(date(2025, 11, 3), date(2026, 12, 31), Grouping.DAY, None, rounding)
                expected = sum(by_hand(length or 0, rounding) for length in lengths.values_list("duration", flat=True))
                self.assertEqual(report.seconds + beyond.seconds, expected)

    def test_bars_cover_each_day_once_and_their_parts_make_the_whole(self) -> None:
        for (at, (name, (first, last))), (number, (group, then)) in product(
            enumerate(PERIODS.items()), enumerate(DRAWN)
        ):
            rounding = ROUNDINGS[(at + number) % len(ROUNDINGS)]
            with self.subTest(period=name, group=group, then=then, rounding=rounding):
                facts = self.facts_between(first, last)
                report = self.report(first, last, group, then, rounding)

                days = [
                    bar.first + timedelta(days=number)
                    for bar in report.bars
                    for number in range((bar.last - bar.first).days + 1)
                ]
                self.assertEqual(days, [first + timedelta(days=number) for number in range((last - first).days + 1)])
                expected = [
                    sum(fact.rounded(rounding) for fact in facts if bar.first <= fact.day <= bar.last)
                    for bar in report.bars
                ]
                self.assertEqual(list(report.bar_seconds), expected)
                chart = chart_data(report, Formats.of(self.ana))
                self.assertEqual(len(chart["labels"]), len(report.bars))
                drawn = [sum(parts) for parts in zip(*(set_["data"] for set_ in chart["datasets"]), strict=True)]
                self.assertEqual(drawn, expected)

    def test_a_colour_of_the_bars_is_its_row(self) -> None:
        report = self.report(*PERIODS["a year"], Grouping.PROJECT, Grouping.TASK)

        rows = {(line.subject.name, line.seconds) for line in report.lines}
        named = [(series.name, sum(series.seconds)) for series in report.series]
        self.assertEqual(len(named), 12)
        self.assertEqual(named[-1][0], "Everything else")
        self.assertLessEqual(set(named[:-1]), rows)

    def test_the_file_says_what_the_table_says(self) -> None:
        for number, (group, then) in enumerate(PAIRS):
            with self.subTest(group=group, then=then):
                rounding = ROUNDINGS[number % len(ROUNDINGS)]
                report = self.report(*PERIODS["a year"], group, then, rounding)
                header, *rows = csv.reader(io.StringIO(write_csv(report).removeprefix("\ufeff")))
                seconds, billable = header.index("Tracked (seconds)"), header.index("Billable (seconds)")

                leaves: list[Line] = [inner for line in report.lines for inner in (line.lines or [line])]
                self.assertEqual([int(row[seconds]) for row in rows[:-1]], [line.seconds for line in leaves])
                self.assertEqual(int(rows[-1][seconds]), report.seconds)
                self.assertEqual(int(rows[-1][billable]), report.billable_seconds)
                if rounding != "none":
                    raw = header.index("Before rounding (seconds)")
                    self.assertEqual([int(row[raw]) for row in rows[:-1]], [line.raw_seconds for line in leaves])
                    self.assertEqual(int(rows[-1][raw]), report.raw_seconds)
                if not report.overlap:
                    self.assertEqual(sum(int(row[seconds]) for row in rows[:-1]), report.seconds)

    def test_an_estimate_counts_each_task_once(self) -> None:
        first, last = PERIODS["a year"]
        tasks = {fact.task.pk: fact.task for fact in self.facts_between(first, last) if fact.task}
        for then in (Grouping.TASK, Grouping.DAY, Grouping.CLIENT, None):
            with self.subTest(then=then):
                report = self.report(first, last, Grouping.PROJECT, then)
                expected: defaultdict[UUID | None, int] = defaultdict(int)
                for task in tasks.values():
                    if task.estimate:
                        expected[task.project_id] += task.estimate
                found = {line.subject.id: line.estimate for line in report.lines if line.estimate is not None}
                self.assertEqual(found, expected)
                self.assertEqual(report.estimate, sum(task.estimate or 0 for task in tasks.values()))

    def test_part_of_a_task_has_no_estimate(self) -> None:
        report = self.report(*PERIODS["a year"], Grouping.PROJECT, Grouping.LABEL)
        self.assertEqual({inner.estimate for line in report.lines for inner in line.lines}, {None})
        self.assertIs(self.report(*PERIODS["a year"], Grouping.DAY, Grouping.TASK).estimate, None)

    def test_the_days_are_those_of_the_time_page(self) -> None:
        # The time page counts what runs too.
        TimeEntry.objects.of(self.ana).running().delete()
        for first, last in (PERIODS["a month"], PERIODS["a week"]):
            report = self.report(first, last, Grouping.DAY, None)
            page = days_in(self.by_ana, Days(first, last))
            self.assertEqual(
                {line.subject.id: line.seconds for line in report.lines},
                {day.date: day.total.seconds for day in page.days if day.total.seconds},
            )


class ClockChangeTests(CastTestCase):
    """On the day the clock changes, an hour is an hour."""

    def test_a_short_and_a_long_day_count_what_passed(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        for day in CLOCK_CHANGES:
            with self.subTest(day=day):
                begin, end = instant_of(day, time(1, 30), berlin), instant_of(day, time(3, 30), berlin)
                late = instant_of(day, time(23, 59, 59), berlin)
                create_entry(by=self.by_ana, description="Night", started_at=begin, stopped_at=end)
                create_entry(
                    by=self.by_ana, description="Late", started_at=late, stopped_at=late + timedelta(seconds=90)
                )
                description = Description(Period(day, day), day, None, Grouping.TASK, None)
                report = make_report(description, self.by_ana)
                night = 3600 if day.month == 3 else 3 * 3600
                self.assertEqual(
                    {line.subject.name: line.seconds for line in report.lines}, {"Night": night, "Late": 1}
                )
                self.assertEqual(report.seconds, night + 1)
                self.assertEqual(report.bar_seconds, (night + 1,))

                after = Description(Period(day + timedelta(days=1), day + timedelta(days=1)), day)
                self.assertEqual(make_report(after, self.by_ana).seconds, 89)
