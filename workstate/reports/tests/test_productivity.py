"""Productivity against plain Python over the same random tasks and time, of people in four zones in which clocks change."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from statistics import median
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.accounts.working_week import ORDINARY, WorkingWeek
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import today
from workstate.focus.models import Interval
from workstate.projects.actions import create_project, delete_project
from workstate.projects.models import Project
from workstate.reports.description import read_description
from workstate.reports.kinds.productivity import make
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Table
from workstate.reports.work.local_days import stretches
from workstate.reports.work.streaks import Streak, streak_of
from workstate.tasks.actions import complete_task, create_task
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Recurrence, Task
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry
from workstate.workspaces.actions import add_member

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 14)
SPAN = {"from": str(FIRST), "to": str(LAST)}
# Clocks change within the period: Berlin's on 29 March, New York's on the 8th, Lord Howe's, by half an hour, on 5 April.
ZONES = {"ana": "Europe/Berlin", "mara": "America/New_York", "olga": "Asia/Kolkata", "lou": "Australia/Lord_Howe"}
TENTH = 10  # seconds: all that is tracked begins and ends on one


@dataclass
class Facts:
    """What was written down of a person, remembered apart from the database."""

    zone: ZoneInfo
    completed: list[tuple[datetime, date | None, UUID | None]] = field(default_factory=list)
    created: list[tuple[datetime, UUID | None]] = field(default_factory=list)
    spans: list[tuple[datetime, datetime, UUID | None]] = field(default_factory=list)
    clocked: list[tuple[datetime, datetime]] = field(default_factory=list)
    logged: list[tuple[date, int]] = field(default_factory=list)

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def within(self, instant: datetime) -> bool:
        return FIRST <= self.day(instant) <= LAST


def lead_of(report: Report, key: str) -> Any:
    return next((figure.value for figure in report.figures if figure.key == key), None)


def column(table: Table, key: str) -> list[Any]:
    return [row.values[table.index(key)] for row in table.rows]


def captioned(report: Report, caption: str) -> Table:
    return next(table for table in report.tables if table.caption == caption)


def percentile(values: Sequence[float], part: float) -> int:
    """On the line between the two that it lies between."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def streak_by_hand(days: Iterable[date], week: WorkingWeek, today: date) -> tuple[int, int]:
    """Day after day."""
    active = {day for day in days if day <= today}
    run = longest = 0
    day = min(active, default=today)
    while day <= today:
        if day in active:
            run += 1
        elif week[day.weekday()] and day != today:
            run = 0
        longest = max(longest, run)
        day += timedelta(days=1)
    return run, longest


class ProductivityOracleTests(CastTestCase):
    facts: dict[UUID, Facts]
    actors: dict[str, Actor]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        lou = User.objects.create_user("lou@example.org", None, name="Lou Howe", time_zone=ZONES["lou"])
        add_member(lou, role=Role.MEMBER, by=cls.by_olga)
        cls.actors = {"ana": cls.by_ana, "mara": cls.by_mara, "olga": cls.by_olga}
        cls.actors["lou"] = Actor(lou, cls.by_olga.workspace, Role.MEMBER, Via.WEB)
        pick, numbers = random.Random(20260405), count(1000)
        projects: list[Project | None] = [create_project(f"Project {n}", by=cls.by_ana) for n in range(4)]
        cls.facts = {}
        for name, actor in cls.actors.items():
            User.objects.filter(pk=actor.user.pk).update(time_zone=ZONES[name], first_weekday=pick.choice([0, 6]))
            actor.user.refresh_from_db()
            actor.user.__dict__.pop("working_week", None)
            facts = cls.facts[actor.user.pk] = Facts(ZoneInfo(ZONES[name]))
            for _number in range(60):
                cls.add_task(actor, facts, pick, next(numbers), pick.choice([*projects, None]))
            cls.add_repeating(actor, facts, pick, projects[0])
            for _number in range(40):
                cls.add_entry(actor, facts, pick, pick.choice(projects))
        for fact in cls.facts.values():
            fact.spans = [span for span in fact.spans if fact.within(span[1])]

    @classmethod
    def instant(cls, pick: random.Random) -> datetime:
        """Around the period, often near midnight somewhere and near the changes of clocks."""
        base = datetime(2026, 2, 25, tzinfo=UTC) + timedelta(seconds=pick.randrange(0, 54 * 86400, TENTH))
        changes = [
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 3, 8, 7, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),
        ]
        return pick.choice([base, base, *changes]) + timedelta(seconds=pick.randrange(-7200, 7200, TENTH))

    @classmethod
    def add_task(cls, actor: Actor, facts: Facts, pick: random.Random, number: int, project: Project | None) -> None:
        created, completed = cls.instant(pick), cls.instant(pick) if pick.random() < 0.8 else None
        due = facts.day(completed or created) + timedelta(days=pick.choice([-1, 0, 0, 1]))
        dated = pick.random() < 0.7
        task = Task.objects.create(
            workspace=actor.workspace,
            number=number,
            title=f"Task {number}",
            position="a0",
            project=project,
            created_by=actor.user,
            created_at=created,
            completed_by=actor.user if completed else None,
            completed_at=completed,
            due_on=due if dated else None,
        )
        where = project.pk if project else None
        facts.created.append((created, where))
        if completed:
            facts.completed.append((completed, task.due_on, where))
            facts.spans.append((created, completed, task.pk))

    @classmethod
    def add_repeating(cls, actor: Actor, facts: Facts, pick: random.Random, project: Project | None) -> None:
        task = create_task("Water", by=actor, project=project, due=Due(FIRST), repeat=Repeat("FREQ=DAILY"))
        for number in range(15):
            at, due = cls.instant(pick), FIRST + timedelta(days=number)
            Completion.objects.create(
                workspace=actor.workspace, task=task, due_on=due, completed_at=at, completed_by=actor.user
            )
            facts.completed.append((at, due, project.pk if project else None))

    @classmethod
    def add_entry(cls, actor: Actor, facts: Facts, pick: random.Random, project: Project | None) -> None:
        begin, seconds = cls.instant(pick), pick.randrange(TENTH, 4 * 3600, TENTH)
        if pick.random() < 0.2:
            create_entry(by=actor, project=project, day=facts.day(begin), duration=seconds)
            facts.logged.append((facts.day(begin), seconds))
            return
        end = begin + timedelta(seconds=seconds)
        entry = create_entry(by=actor, project=project, started_at=begin, stopped_at=end)
        if pick.random() < 0.1:
            delete_entry(entry, by=actor)
        else:
            facts.clocked.append((begin, end))

    def report(self, reader: Actor, *people: str, **parameters: str) -> Report:
        named = {"people": ",".join(str(self.actors[name].user.pk) for name in people)} if people else {}
        read = read_description(ReportKind.PRODUCTIVITY, {**SPAN, **named, **parameters}, reader)
        return make(read, Reader.of(reader))

    def of(self, *names: str) -> list[Facts]:
        return [self.facts[self.actors[name].user.pk] for name in names]

    def check(self, report: Report, chosen: list[Facts], weekday: int, *, sees_inbox: bool) -> None:
        def seen(project: UUID | None) -> bool:
            return sees_inbox or project is not None

        def start(day: date) -> date:
            return day - timedelta(days=(day.weekday() - weekday) % 7)

        expected: defaultdict[date, Counter[str]] = defaultdict(Counter)
        hours: Counter[tuple[int, int]] = Counter()
        for facts in chosen:
            for at, due, project in facts.completed:
                if facts.within(at) and seen(project):
                    cell = expected[start(facts.day(at))]
                    cell["completed"] += 1
                    if due:
                        cell["on_time" if facts.day(at) <= due else "late"] += 1
            for at, project in facts.created:
                if facts.within(at) and seen(project):
                    expected[start(facts.day(at))]["created"] += 1
            for day, seconds in facts.logged:
                if FIRST <= day <= LAST:
                    expected[start(day)]["tracked"] += seconds
            for begin, end in facts.clocked:
                at = begin
                while at < end:
                    if facts.within(at):
                        shown = at.astimezone(facts.zone)
                        expected[start(shown.date())]["tracked"] += TENTH
                        hours[shown.hour, shown.weekday()] += TENTH
                    at += timedelta(seconds=TENTH)
        table = report.table
        for key in ("completed", "created", "on_time", "late", "tracked"):
            with self.subTest(key):
                found = dict(zip((subject.id for subject in column(table, "week")), column(table, key), strict=True))
                self.assertEqual({day: number for day, number in found.items() if number}, {
                    day: cell[key] for day, cell in expected.items() if cell[key]
                })  # fmt: skip
                total = table.total
                assert total is not None
                self.assertEqual(total.values[table.index(key)], sum(cell[key] for cell in expected.values()))
        heat = captioned(report, "Where the week went")
        weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        for place, key in enumerate(weekdays):
            found_hours = {
                int(hour[:2]): seconds
                for hour, seconds in zip(column(heat, "hour"), column(heat, key), strict=True)
                if seconds
            }
            self.assertEqual(found_hours, {hour: n for (hour, day), n in hours.items() if day == place})

    def test_of_oneself_every_number_is_what_plain_python_counts(self) -> None:
        for name, actor in self.actors.items():
            with self.subTest(name):
                report = self.report(actor)
                self.check(report, self.of(name), actor.user.first_weekday, sees_inbox=True)

    def test_of_people_in_several_zones_each_day_is_that_of_whose_it_is(self) -> None:
        names = ("ana", "mara", "olga", "lou")
        report = self.report(self.by_mara, *names)
        # Of others' inboxes an administrator learns nothing.
        chosen = self.of(*names)
        own = self.facts[self.mara.pk]
        stripped = [facts if facts is own else self.without_inbox(facts) for facts in chosen]
        self.check(report, stripped, self.mara.first_weekday, sees_inbox=True)
        people = captioned(report, "By person")
        self.assertCountEqual(
            [subject.id for subject in column(people, "person")], [self.actors[name].user.pk for name in names]
        )
        self.assertEqual(sum(column(people, "completed")), lead_of(report, "completed"))

    def without_inbox(self, facts: Facts) -> Facts:
        return Facts(
            facts.zone,
            [one for one in facts.completed if one[2]],
            [one for one in facts.created if one[1]],
            facts.spans,
            facts.clocked,
            facts.logged,
        )

    def test_lead_time_is_the_median_of_what_was_completed_without_what_repeats(self) -> None:
        for name, actor in self.actors.items():
            [facts] = self.of(name)
            spans = [(end - begin).total_seconds() for begin, end, _task in facts.spans if end >= begin]
            report = self.report(actor)
            self.assertEqual(lead_of(report, "lead_time"), percentile(spans, 0.5))
            self.assertEqual(lead_of(report, "lead_time"), round(median(spans)))

    def test_streaks_are_what_walking_day_by_day_finds(self) -> None:
        pick = random.Random(7)
        for _number in range(300):
            working = tuple(ORDINARY if pick.random() < 0.6 else None for _day in range(7))
            week = WorkingWeek(working, ZoneInfo(pick.choice(list(ZONES.values()))))
            end = date(2026, 4, 20) + timedelta(days=pick.randrange(7))
            share = pick.choice([0.2, 0.7, 0.95])
            days = [end - timedelta(days=number) for number in range(60) if pick.random() < share]
            found = streak_of(days, week, end)
            self.assertEqual((found.present, found.longest), streak_by_hand(days, week, end), (days, working))

    def test_stretches_leave_no_second_out_and_know_every_change(self) -> None:
        for name in (*ZONES.values(), "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo", "Europe/London"):
            zone = ZoneInfo(name)
            for first in (date(1970, 1, 1), date(2010, 12, 1), date(2026, 1, 1)):
                last = first + timedelta(days=800)
                found = stretches(zone, first, last)
                for one, other in pairwise(found):
                    self.assertEqual(one.ends, other.begins)
                for one in found:
                    for at in (one.begins, one.ends - timedelta(seconds=1), one.begins + (one.ends - one.begins) / 2):
                        offset = at.astimezone(zone).utcoffset()
                        assert offset is not None
                        self.assertEqual(one.shift, offset.total_seconds(), (name, at))


class ProductivityTests(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.ana.zone)
        cls.storefront = create_project("Storefront", by=cls.by_ana)

    def report(self, by: Actor | None = None, **parameters: str) -> Report:
        actor = by or self.by_ana
        return make(read_description(ReportKind.PRODUCTIVITY, parameters, actor), Reader.of(actor))

    def done(self, title: str = "Draw", *, by: Actor | None = None, days_ago: int = 0, **values: Any) -> Task:
        actor = by or self.by_ana
        values.setdefault("project", self.storefront)
        task = complete_task(create_task(title, by=actor, **values), by=actor)
        if days_ago:
            Task.objects.filter(pk=task.pk).update(completed_at=task.completed_at - timedelta(days=days_ago))  # type: ignore[operator]
        return task

    def test_without_anything_it_is_empty_and_says_so(self) -> None:
        report = self.report()
        self.assertTrue(report.is_empty)
        self.assertEqual(report.title, "Nothing completed and nothing tracked")
        self.assertEqual(len(report.tables), 1)
        self.assertEqual(report.charts, ())

    def test_it_is_of_oneself_unless_people_are_named(self) -> None:
        self.done(by=self.by_mara)
        self.done()
        create_entry(by=self.by_mara, day=self.day, duration=3600)
        self.assertEqual(self.report(self.by_mara).title, "1 task completed")
        self.assertEqual(lead_of(self.report(self.by_mara, people=f"{self.mara.pk},{self.ana.pk}"), "completed"), 2)

    def test_how_others_work_is_for_administrators_alone(self) -> None:
        self.done(by=self.by_mara)
        create_entry(by=self.by_mara, day=self.day, duration=3600)
        report = self.report(people=str(self.mara.pk))
        self.assertTrue(report.is_empty)
        self.assertEqual(report.teaching, "How others work is for administrators to see. Choose yourself.")
        both = self.report(people=f"{self.mara.pk},{self.ana.pk}")
        self.assertEqual(lead_of(both, "completed"), 0)
        self.assertEqual([table.caption for table in both.tables], [""])

    def test_a_guest_sees_their_own_inbox(self) -> None:
        self.done(by=self.by_gil, project=None)
        self.done()
        self.assertEqual(self.report(self.by_gil).title, "1 task completed")

    def test_what_is_in_the_bin_or_cancelled_counts_for_nothing(self) -> None:
        self.done()
        gone = create_project("Gone", by=self.by_ana)
        self.done(project=gone)
        delete_project(gone, by=self.by_ana)
        self.assertEqual(lead_of(self.report(), "completed"), 1)

    def test_each_time_that_a_repeating_task_was_done_counts(self) -> None:
        task = create_task(
            "Water", by=self.by_ana, project=self.storefront, due=Due(self.day), repeat=Repeat("FREQ=DAILY")
        )
        for _time in range(3):
            complete_task(task, by=self.by_ana)
        self.assertEqual(Recurrence.objects.count(), 1)
        report = self.report()
        self.assertEqual(report.title, "3 tasks completed")
        self.assertEqual(lead_of(report, "on_time_share"), 100)
        # It was created once, and nobody can say how long it took.
        self.assertIsNone(lead_of(report, "lead_time"))

    def test_it_is_held_against_the_period_before(self) -> None:
        for _task in range(3):
            self.done()
        for _task in range(2):
            self.done(days_ago=40)
        report = self.report()
        self.assertEqual(report.title, "3 tasks completed, 50 % more than the 30 days before")

    def test_cycle_time_begins_with_the_first_clocked_time(self) -> None:
        task = create_task("Draw", by=self.by_ana, project=self.storefront)
        complete_task(task, by=self.by_ana)
        done_at = Task.objects.get(pk=task.pk).completed_at
        assert done_at is not None
        Task.objects.filter(pk=task.pk).update(created_at=done_at - timedelta(hours=30))
        begun = (done_at - timedelta(hours=20)).replace(microsecond=0)
        create_entry(by=self.by_ana, task=task, started_at=begun, stopped_at=begun + timedelta(hours=1))
        later = begun + timedelta(hours=2)
        create_entry(by=self.by_ana, task=task, started_at=later, stopped_at=later + timedelta(hours=1))
        report = self.report()
        self.assertEqual(lead_of(report, "lead_time"), 30 * 3600)
        self.assertEqual(lead_of(report, "cycle_time"), round((done_at - begun).total_seconds()))

    def test_a_day_off_breaks_no_row_and_a_working_day_does(self) -> None:
        week = WorkingWeek((ORDINARY,) * 5 + (None,) * 2, self.ana.zone)
        monday = date(2026, 11, 16)
        friday, last_friday = monday + timedelta(days=4), monday - timedelta(days=3)
        self.assertEqual(streak_of([last_friday, monday], week, monday), Streak(2, 2))
        self.assertEqual(streak_of([last_friday, friday], week, friday), Streak(1, 1))
        # Today is not over, yesterday was.
        self.assertEqual(streak_of([monday], week, monday + timedelta(days=1)), Streak(1, 1))
        self.assertEqual(streak_of([monday], week, monday + timedelta(days=2)), Streak(0, 1))
        self.assertEqual(streak_of([], week, monday), Streak(0, 0))

    def test_focus_sessions_are_counted_of_oneself_alone(self) -> None:
        at = datetime.combine(self.day, time(9), tzinfo=UTC)
        Interval.objects.create(
            workspace=self.by_ana.workspace, user=self.ana, kind="focus", round=1, day=self.day, started_at=at,
            ends_at=at + timedelta(minutes=25), ended_at=at + timedelta(minutes=25), outcome="completed", seen_at=at,
        )  # fmt: skip
        table = self.report().table
        assert table.total is not None
        self.assertEqual(table.total.values[table.index("focus_sessions")], 1)
        of_others = self.report(self.by_mara, people=str(self.ana.pk)).table
        self.assertNotIn("focus_sessions", [one.key for one in of_others.columns])

    def test_the_number_of_queries_is_that_of_one(self) -> None:
        def queries(people: str) -> int:
            with CaptureQueriesContext(connection) as context:
                self.report(self.by_mara, people=people)
            return len(context)

        self.done(by=self.by_mara)
        create_entry(by=self.by_mara, day=self.day, duration=60)
        few = queries(people=f"{self.mara.pk},{self.ana.pk}")
        for number in range(8):
            self.done(by=self.by_ana, days_ago=number, project=create_project(f"P{number}", by=self.by_ana))
            create_entry(by=self.by_ana, day=self.day - timedelta(days=number), duration=60, project=self.storefront)
        many = queries(people=f"{self.mara.pk},{self.ana.pk},{self.olga.pk},{self.gil.pk}")
        self.assertEqual(few, many)
        self.assertLessEqual(many, 22)

    def test_years_are_told_by_year(self) -> None:
        self.done()
        asked = read_description(ReportKind.PRODUCTIVITY, {"from": "2015-01-01", "to": str(self.day)}, self.by_ana)
        report = make(asked, Reader.of(self.by_ana))
        self.assertEqual(report.table.columns[0].key, "year")
        self.assertEqual(report.table.rows[-1].values[:2][1], 1)  # type: ignore[index]
