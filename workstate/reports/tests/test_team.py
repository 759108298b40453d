"""The team's hours and load against plain Python, and who sees whom."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now, today, week_of
from workstate.projects.actions import archive_project, create_project
from workstate.projects.models import Project
from workstate.reports.description import read_description
from workstate.reports.kinds.team import make
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Table
from workstate.reports.work.load import approval_of
from workstate.tasks.actions import cancel_task, complete_task, create_task
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry, start_timer
from workstate.timetracking.models import Submission, TimeRules
from workstate.workspaces.actions import add_member
from workstate.workspaces.models import Membership

HOUR = 3600
FIRST, LAST = date(2026, 3, 2), date(2026, 4, 12)
SPAN = {"from": str(FIRST), "to": str(LAST)}


def row_of(table: Table, name: str) -> dict[str, Any]:
    row = next(row for row in table.rows if getattr(row.values[0], "name", None) == name)
    return {column.key: value for column, value in zip(table.columns, row.values, strict=True)}


def total_of(table: Table) -> dict[str, Any]:
    assert table.total is not None
    return {column.key: value for column, value in zip(table.columns, table.total.values, strict=True)}


class TeamCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.ana.zone)
        cls.website = create_project("Website", by=cls.by_ana, colour="teal")
        cls.to_ana, cls.to_mara = (Membership.objects.get(user=user) for user in (cls.ana, cls.mara))

    def report(self, by: Actor | None = None, parameters: dict[str, str] | None = None) -> Report:
        actor = by or self.by_mara
        return make(read_description(ReportKind.TEAM, parameters or {}, actor), Reader.of(actor))

    def log(self, by: Actor, seconds: int, day: date | None = None, **values: Any) -> None:
        """In several entries if need be: one holds a day at most."""
        while seconds > 0:
            create_entry(by=by, day=day or self.day, duration=min(seconds, 20 * HOUR), **values)
            seconds -= 20 * HOUR


class TeamOracleTests(TeamCase):
    def test_hours_capacity_and_share_are_what_plain_python_adds_up(self) -> None:
        pick = random.Random(31)
        projects: list[Project | None] = [None, self.website, create_project("Other", by=self.by_ana)]
        zones = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
        actors = [self.by_ana, self.by_mara, self.by_olga]
        for number in range(4):
            user = User.objects.create_user(f"p{number}@example.org", None, name=f"P {number}")
            add_member(user, role=Role.MEMBER, by=self.by_olga)
            actors.append(Actor(user, self.by_olga.workspace, Role.MEMBER, Via.WEB))
        tracked: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
        for place, actor in enumerate(actors):
            user = actor.user
            user.time_zone = zones[place % 4]
            user.working_hours = [
                None
                if pick.random() < 0.3
                else {"starts": "09:00", "ends": "17:00", "seconds": pick.randrange(1, 8) * HOUR}
                for _weekday in range(7)
            ]
            user.save()
            user.__dict__.pop("working_week", None)
            for _number in range(25):
                begin = datetime(2026, 2, 27, tzinfo=user.zone) + timedelta(minutes=pick.randrange(46 * 1440))
                minutes, billable = pick.randrange(1, 600), pick.random() < 0.5
                end = begin.astimezone(UTC) + timedelta(minutes=minutes)
                entry = create_entry(
                    by=actor, project=pick.choice(projects), started_at=begin, stopped_at=end, billable=billable
                )
                if pick.random() < 0.1:
                    delete_entry(entry, by=actor)
                    continue
                for minute in range(minutes):
                    day = (begin.astimezone(UTC) + timedelta(minutes=minute)).astimezone(user.zone).date()
                    if FIRST <= day <= LAST:
                        tracked[user.pk]["all"] += 60
                        tracked[user.pk]["billable"] += 60 * billable
                        tracked[user.pk]["last"] = max(tracked[user.pk]["last"], day.toordinal())
        report = self.report(self.by_mara, SPAN)
        for actor in actors:
            user, spent = actor.user, tracked[actor.user.pk]
            capacity, day = 0, FIRST
            while day <= LAST:
                capacity += (user.working_hours[day.weekday()] or {"seconds": 0})["seconds"]
                day += timedelta(days=1)
            row = row_of(report.table, str(user))
            self.assertEqual(row["tracked"], spent["all"])
            self.assertEqual(row["capacity"], capacity)
            self.assertEqual(row["over"], max(0, spent["all"] - capacity) or None if capacity else None)
            self.assertEqual(row["last_tracked"].toordinal(), spent["last"])
            if spent["all"]:
                self.assertAlmostEqual(float(row["billable_share"]), 100 * spent["billable"] / spent["all"], 1)
            if capacity:
                self.assertAlmostEqual(float(row["load"]), 100 * spent["all"] / capacity, 1)
        self.assertEqual(total_of(report.table)["tracked"], sum(one["all"] for one in tracked.values()))
        [chart] = report.charts
        self.assertEqual(
            [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)],
            [row.values[report.table.index("tracked")] for row in report.table.rows if row.values[1]],
        )


class TeamTests(TeamCase):
    def test_an_administrator_sees_everybody_who_works_here(self) -> None:
        self.log(self.by_ana, 2 * HOUR, project=self.website, billable=True)
        self.log(self.by_gil, HOUR)
        report = self.report()
        self.assertEqual(report.title, "3 h by 2 people")
        names = [row.values[0].name for row in report.table.rows]  # type: ignore[union-attr]
        self.assertEqual(names[:2], ["Ana Keller", "Gil Guest"])
        self.assertCountEqual(names, ["Ana Keller", "Gil Guest", "Mara Adler", "Olga Owner"])
        self.assertEqual(row_of(report.table, "Ana Keller")["billable_share"], 100)
        # A guest has no hours here that anybody could hold against theirs.
        self.assertIsNone(row_of(report.table, "Gil Guest")["capacity"])
        self.assertEqual(row_of(report.table, "Ana Keller")["capacity"], 40 * HOUR)

    def test_a_guest_without_time_is_not_of_the_team(self) -> None:
        names = [row.values[0].name for row in self.report().table.rows]  # type: ignore[union-attr]
        self.assertNotIn("Gil Guest", names)

    def test_others_see_themselves_alone(self) -> None:
        self.log(self.by_mara, 50 * HOUR, project=self.website)
        self.log(self.by_ana, HOUR, project=self.website)
        create_task(
            "Hers", by=self.by_mara, project=self.website, estimate=HOUR, due=Due(self.day), assignees=[self.to_mara]
        )
        for by in (self.by_ana, self.by_gil):
            for parameters in ({}, {"people": f"{by.user.pk}"}):
                report = self.report(by, parameters)
                self.assertEqual([row.values[0].name for row in report.table.rows], [str(by.user)])  # type: ignore[union-attr]
        report = self.report(self.by_ana)
        self.assertEqual(total_of(report.table)["tracked"], HOUR)
        self.assertEqual(total_of(report.table)["planned"], 0)
        self.assertEqual(report.title, "1 h of 40 h")
        self.assertEqual([sum(series.values) for series in report.charts[0].series], [HOUR])
        projects = report.tables[1]
        self.assertEqual(row_of(projects, "Website")["tracked"], HOUR)
        self.assertNotIn("used", [column.key for column in projects.columns])
        self.assertEqual(len(self.report(self.by_gil).tables), 1)
        nobody = self.report(self.by_ana, {"people": str(self.mara.pk)})
        self.assertEqual(list(nobody.table.rows), [])
        self.assertTrue(nobody.teaching)

    def test_people_of_another_workspace_are_nowhere(self) -> None:
        self.log(self.by_boris, HOUR)
        self.assertEqual(total_of(self.report().table)["tracked"], 0)
        self.assertEqual(self.report().title, "Nothing tracked in these days")

    def test_whoever_has_left_keeps_their_hours_without_a_name(self) -> None:
        self.log(self.by_ana, HOUR)
        self.to_ana.delete()
        report = self.report()
        self.assertEqual(total_of(report.table)["tracked"], HOUR)
        self.assertEqual(row_of(report.table, "People who left")["tracked"], HOUR)

    def test_who_has_more_than_their_hours_is_named(self) -> None:
        self.log(self.by_ana, 41 * HOUR, day=week_of(self.day, 0)[0])
        report = self.report()
        self.assertEqual(report.title, "41 h by 1 person; Ana Keller is over their hours")
        self.assertEqual(row_of(report.table, "Ana Keller")["over"], HOUR)
        self.log(self.by_olga, 45 * HOUR, day=week_of(self.day, 0)[0])
        self.assertEqual(self.report().title, "86 h by 2 people; Olga Owner and one other are over their hours")
        self.assertEqual(self.report(self.by_ana).title, "41 h of 40 h; you are over your hours")

    def test_the_load_is_what_was_tracked_and_what_is_left_to_do(self) -> None:
        last = week_of(self.day, 0)[1]
        task = create_task(
            "Draw", by=self.by_ana, project=self.website, estimate=20 * HOUR, due=Due(last), assignees=[self.to_ana]
        )
        create_entry(by=self.by_ana, task=task, day=self.day, duration=4 * HOUR)
        row = row_of(self.report().table, "Ana Keller")
        self.assertEqual((row["tracked"], row["planned"], row["load"]), (4 * HOUR, 16 * HOUR, 50))
        complete_task(task, by=self.by_ana)
        self.assertEqual(row_of(self.report().table, "Ana Keller")["planned"], 0)

    def test_a_plan_that_does_not_fit_is_told_apart_from_hours_worked_over(self) -> None:
        last = week_of(self.day, 0)[1]
        create_task(
            "Draw", by=self.by_ana, project=self.website, estimate=50 * HOUR, due=Due(last), assignees=[self.to_ana]
        )
        report = self.report()
        self.assertEqual(report.title, "Nothing tracked in these days")
        self.assertIn("more is planned for 1 person than they work", report.lead)
        self.assertEqual(row_of(report.table, "Ana Keller")["over"], 10 * HOUR)
        self.assertIn("more is planned than you work", self.report(self.by_ana).lead)

    def test_of_past_days_nothing_is_planned(self) -> None:
        due = self.day - timedelta(days=14)
        create_task("Late", by=self.by_ana, project=self.website, estimate=HOUR, due=Due(due), assignees=[self.to_ana])
        past = self.report(self.by_mara, {"from": str(due), "to": str(due)})
        self.assertEqual(row_of(past.table, "Ana Keller")["planned"], 0)
        self.assertEqual(row_of(self.report().table, "Ana Keller")["planned"], HOUR)

    def test_approval_is_shown_where_weeks_are_approved(self) -> None:
        self.assertNotIn("approval", [column.key for column in self.report().table.columns])
        TimeRules.objects.create(workspace=self.by_mara.workspace, approves_weeks=True)
        self.log(self.by_ana, HOUR)
        self.assertEqual(row_of(self.report().table, "Ana Keller")["approval"], "Not submitted")
        self.assertIsNone(row_of(self.report().table, "Mara Adler")["approval"])
        first, last = week_of(self.day, 0)
        Submission.objects.create(
            workspace=self.by_mara.workspace, user=self.ana, first=first, last=last, seconds=1, submitted_at=now()
        )
        self.assertEqual(row_of(self.report().table, "Ana Keller")["approval"], "Waits for approval")

    def test_of_weeks_in_part_submitted_or_approved(self) -> None:
        monday = date(2026, 11, 2)

        def week(number: int, **values: Any) -> Submission:
            begin = monday + timedelta(days=7 * number)
            return Submission(first=begin, last=begin + timedelta(days=6), **values)

        two_weeks = (monday, monday + timedelta(days=13), True)
        at = now()
        self.assertEqual(approval_of([week(0)], *two_weeks), "Submitted in part")
        self.assertEqual(approval_of([week(0), week(1)], *two_weeks), "Waits for approval")
        self.assertEqual(approval_of([week(0, approved_at=at), week(1)], *two_weeks), "Waits for approval")
        self.assertEqual(approval_of([week(0, approved_at=at), week(1, approved_at=at)], *two_weeks), "Approved")
        self.assertEqual(approval_of([week(0, returned_at=at)], *two_weeks), "Returned")
        self.assertEqual(approval_of([], *two_weeks), "Not submitted")

    def test_progress_of_projects(self) -> None:
        done = create_task("Done", by=self.by_ana, project=self.website, estimate=2 * HOUR)
        create_task("Open", by=self.by_ana, project=self.website, estimate=HOUR)
        cancel_task(create_task("Never", by=self.by_ana, project=self.website), by=self.by_ana)
        complete_task(done, by=self.by_ana)
        again = create_task(
            "Water", by=self.by_ana, project=self.website, due=Due(self.day), repeat=Repeat("FREQ=DAILY")
        )
        complete_task(again, by=self.by_ana)
        self.log(self.by_ana, HOUR, project=self.website)
        self.log(self.by_ana, HOUR, day=self.day - timedelta(days=30), project=self.website)
        idle, put_away = create_project("Idle", by=self.by_ana), create_project("Away", by=self.by_ana)
        create_task("Open", by=self.by_ana, project=put_away)
        archive_project(put_away, by=self.by_ana)
        table = self.report().tables[1]
        self.assertEqual([row.values[0].id for row in table.rows], [self.website.pk])  # type: ignore[union-attr]
        self.assertNotEqual(idle.pk, self.website.pk)
        row = row_of(table, "Website")
        self.assertEqual((row["done"], row["open"]), (2, 2))
        self.assertEqual(float(row["share_done"]), 33.3)
        self.assertEqual((row["estimate"], row["tracked"], row["tracked_ever"]), (3 * HOUR, HOUR, 2 * HOUR))
        self.assertEqual(float(row["used"]), 66.7)
        self.assertEqual(row["last_activity"], self.day)

    def test_the_last_activity_is_that_of_time_that_is_kept(self) -> None:
        Task.objects.filter(project=self.website).delete()
        old, later = self.day - timedelta(days=3), self.day - timedelta(days=1)
        for by in (self.by_mara, self.by_ana):
            create_entry(by=by, day=old, duration=HOUR, project=self.website)
            delete_entry(create_entry(by=by, day=later, duration=HOUR, project=self.website), by=by)
        period = {"from": str(old), "to": str(self.day)}
        for by in (self.by_mara, self.by_ana):
            self.assertEqual(row_of(self.report(by, period).tables[1], "Website")["last_activity"], old)

    def test_a_running_timer_is_told(self) -> None:
        self.assertFalse(self.report().is_running)
        start_timer(by=self.by_ana)
        self.assertTrue(self.report().is_running)

    def test_the_number_of_queries_does_not_grow(self) -> None:
        TimeRules.objects.create(workspace=self.by_mara.workspace, approves_weeks=True)

        def queries() -> int:
            with CaptureQueriesContext(connection) as context:
                self.report()
            return len(context)

        self.log(self.by_ana, HOUR, project=self.website)
        create_task("Open", by=self.by_ana, project=self.website)
        few = queries()
        Task.objects.bulk_create(
            Task(workspace=self.by_mara.workspace, number=1000 + n, title="T", project=create_project(f"P{n}", by=self.by_ana), position="a0")
            for n in range(12)
        )  # fmt: skip
        for number in range(12):
            user = User.objects.create_user(f"q{number}@example.org", None, name=f"Q {number}")
            add_member(user, role=Role.MEMBER, by=self.by_olga)
            actor = Actor(user, self.by_olga.workspace, Role.MEMBER, Via.WEB)
            self.log(actor, HOUR, project=self.website)
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 24)
