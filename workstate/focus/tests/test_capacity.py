"""Who has how much to do on which day, and moving it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.actions import change_working_hours
from workstate.accounts.models import User
from workstate.accounts.working_week import WorkingDay
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now, today, week_of
from workstate.core.errors import Invalid, NotAllowed
from workstate.focus.actions.capacity import replan
from workstate.focus.capacity import Capacity, Line, capacity_of, tasks_in
from workstate.projects.actions import archive_project, create_project
from workstate.projects.models import Project
from workstate.tasks.actions import cancel_task, complete_task, create_task, delete_task, undo
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.workspaces.models import Membership

HOUR = 3600
HX = {"HX-Request": "true"}
PAGE = "/acme/capacity/"
# A Wednesday, and the week of it.
WEDNESDAY = date(2026, 11, 18)
AT = datetime(2026, 11, 18, 12).astimezone()


class CapacityCase(CastTestCase):
    website: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.to_ana, cls.to_mara = (Membership.objects.get(user=user) for user in (cls.ana, cls.mara))

    def task(
        self, title: str = "Draw", due: date = WEDNESDAY, *, by: Actor | None = None, people: Any = (), **values: Any
    ) -> Task:
        values.setdefault("project", self.website)
        return create_task(title, by=by or self.by_ana, due=Due(due), assignees=people, **values)

    def week(self, by: Actor | None = None, day: date = WEDNESDAY) -> Capacity:
        return capacity_of(by or self.by_ana, day, AT)

    def line(self, week: Capacity, user: User | None) -> Line:
        return next(line for line in week.lines if (line.member.user if line.member else None) == user)

    def planned(self, user: User | None, by: Actor | None = None, day: date = WEDNESDAY) -> list[int]:
        return [cell.planned for cell in self.line(self.week(by, day), user).cells]


class CapacityTest(CapacityCase):
    def test_what_is_left_of_estimates_fills_the_day_on_which_it_is_due(self) -> None:
        task = self.task(people=[self.to_ana], estimate=5 * HOUR)
        self.task(due=date(2026, 11, 20), people=[self.to_ana], estimate=2 * HOUR)
        self.task(due=date(2026, 11, 23), people=[self.to_ana], estimate=2 * HOUR)
        create_entry(by=self.by_ana, task=task, day=WEDNESDAY, duration=HOUR)
        self.assertEqual(self.planned(self.ana), [0, 0, 4 * HOUR, 0, 2 * HOUR, 0, 0])
        create_entry(by=self.by_ana, task=task, day=WEDNESDAY, duration=6 * HOUR)
        self.assertEqual(self.planned(self.ana), [0, 0, 0, 0, 2 * HOUR, 0, 0])

    def test_what_is_overdue_counts_today_and_what_is_past_is_no_plan(self) -> None:
        self.task(due=date(2026, 11, 16), people=[self.to_ana], estimate=HOUR)
        self.task(due=date(2026, 10, 1), people=[self.to_ana], estimate=HOUR)
        self.assertEqual(self.planned(self.ana), [0, 0, 2 * HOUR, 0, 0, 0, 0])
        self.assertEqual(self.planned(self.ana, day=date(2026, 11, 11)), [0] * 7)
        self.assertEqual(self.planned(self.ana, day=date(2026, 11, 25)), [0] * 7)

    def test_several_people_share_a_task_evenly(self) -> None:
        self.task(people=[self.to_ana, self.to_mara], estimate=5 * HOUR)
        self.assertEqual((self.planned(self.ana)[2], self.planned(self.mara)[2]), (9000, 9000))
        [one] = tasks_in(self.by_ana, self.to_mara, WEDNESDAY, AT)
        self.assertEqual((one.left, one.share, one.sharers), (5 * HOUR, 9000, 2))

    def test_what_has_no_estimate_is_counted_apart(self) -> None:
        for _ in range(3):
            self.task(people=[self.to_ana])
        cell = self.line(self.week(), self.ana).cells[2]
        self.assertEqual((cell.planned, cell.tasks, cell.unestimated), (0, 3, 3))

    def test_the_inbox_is_of_its_owner_alone(self) -> None:
        self.task(project=None, estimate=HOUR)
        self.assertEqual(self.planned(self.ana)[2], HOUR)
        for by in (self.by_mara, self.by_olga):
            self.assertEqual(self.planned(self.ana, by)[2], 0)
            self.assertEqual(tasks_in(by, self.to_ana, WEDNESDAY, AT), [])

    def test_what_nobody_has_taken_has_a_line_of_its_own(self) -> None:
        self.assertIsNotNone(self.week().lines[-1].member)
        self.task(estimate=HOUR)
        self.assertEqual(self.planned(None)[2], HOUR)
        self.assertEqual([one.task.title for one in tasks_in(self.by_ana, None, WEDNESDAY, AT)], ["Draw"])

    def test_only_open_tasks_of_active_projects_are_planned(self) -> None:
        for act in (complete_task, cancel_task, delete_task):
            act(self.task(people=[self.to_ana], estimate=HOUR), by=self.by_ana)
        old = create_project("Old", by=self.by_ana)
        self.task(people=[self.to_ana], estimate=HOUR, project=old)
        archive_project(old, by=self.by_ana)
        self.assertEqual(self.planned(self.ana), [0] * 7)

    def test_hours_are_those_of_each_ones_week(self) -> None:
        half = WorkingDay(time(9), time(13), 4 * HOUR)
        change_working_hours(self.mara, [half, None, half, None, None, None, None])
        self.task(people=[self.to_mara], estimate=5 * HOUR)
        self.task(due=date(2026, 11, 19), people=[self.to_mara], estimate=HOUR)
        line = self.line(self.week(), self.mara)
        self.assertEqual([cell.works for cell in line.cells], [4 * HOUR, 0, 4 * HOUR, 0, 0, 0, 0])
        self.assertEqual([cell.over for cell in line.cells], [0, 0, HOUR, HOUR, 0, 0, 0])
        self.assertEqual((line.total.works, line.total.planned), (8 * HOUR, 6 * HOUR))

    def test_time_of_others_is_seen_by_administrators_alone(self) -> None:
        create_entry(by=self.by_mara, day=WEDNESDAY, duration=HOUR)
        create_entry(by=self.by_ana, day=WEDNESDAY, duration=60)
        self.assertEqual(self.line(self.week(), self.ana).cells[2].tracked, 60)
        self.assertIsNone(self.line(self.week(), self.mara).cells[2].tracked)
        self.assertEqual(self.line(self.week(self.by_mara), self.ana).total.tracked, 60)
        self.assertEqual(self.line(self.week(self.by_mara), self.mara).total.tracked, HOUR)

    def test_the_running_timer_counts_as_tracked(self) -> None:
        start_timer(by=self.by_ana, at=now() - timedelta(minutes=5))
        week = capacity_of(self.by_ana, today(self.by_ana.zone))
        self.assertGreaterEqual(self.line(week, self.ana).total.tracked or 0, 300)

    def test_guests_see_themselves_and_are_no_line_for_others(self) -> None:
        self.task(people=[self.to_ana], estimate=HOUR)
        self.task(by=self.by_gil, project=None, estimate=60)
        self.assertEqual([line.member and line.member.user for line in self.week(self.by_gil).lines], [self.gil])
        self.assertEqual(self.planned(self.gil, self.by_gil)[2], 60)
        self.assertEqual(
            [line.member and line.member.user for line in self.week().lines], [self.ana, self.mara, self.olga]
        )

    def test_the_price_does_not_grow(self) -> None:
        self.task(people=[self.to_ana], estimate=HOUR)
        with self.assertNumQueries(5):
            self.week()
        for n in range(12):
            self.task(f"T{n}", estimate=60)
        with self.assertNumQueries(5):
            self.week()
        with self.assertNumQueries(1):
            tasks_in(self.by_ana, None, WEDNESDAY, AT)


class MovingTest(CapacityCase):
    def people(self, task: Task) -> set[User]:
        return {member.user for member in task.assignees.select_related("user")}

    def test_to_another_day_and_person_is_one_act_and_one_undo(self) -> None:
        task = self.task(people=[self.to_ana])
        act = replan(task, by=self.by_ana, day=date(2026, 11, 20), given_from=self.to_ana, given_to=self.to_mara)
        task.refresh_from_db()
        self.assertEqual((task.due_on, self.people(task)), (date(2026, 11, 20), {self.mara}))
        self.assertEqual(Event.objects.filter(verb=Verb.TASK_CHANGED, batch=act.batch).count(), 2)
        undo(act.batch, by=self.by_ana)
        task.refresh_from_db()
        self.assertEqual((task.due_on, self.people(task)), (WEDNESDAY, {self.ana}))

    def test_the_other_assignees_stay_and_nobody_takes_away(self) -> None:
        task = self.task(people=[self.to_ana, self.to_mara])
        replan(task, by=self.by_ana, day=WEDNESDAY, given_from=self.to_ana, given_to=None)
        self.assertEqual(self.people(task), {self.mara})
        replan(task, by=self.by_ana, day=WEDNESDAY, given_from=None, given_to=self.to_ana)
        self.assertEqual(self.people(task), {self.mara, self.ana})

    def test_what_is_overdue_is_planned_anew_and_keeps_its_time(self) -> None:
        task = create_task("Call", by=self.by_ana, due=Due(date(2026, 11, 2), time(14)), project=self.website)
        replan(task, by=self.by_ana, day=WEDNESDAY)
        task.refresh_from_db()
        self.assertEqual((task.due_on, task.due_time), (WEDNESDAY, time(14)))

    def test_an_inbox_stays_with_its_owner_and_an_archive_stays_as_it_is(self) -> None:
        task = self.task(project=None)
        with self.assertRaises(Invalid) as refused:
            replan(task, by=self.by_ana, day=WEDNESDAY, given_from=self.to_ana, given_to=self.to_mara)
        self.assertEqual(list(refused.exception.message_dict), ["member"])
        replan(task, by=self.by_ana, day=date(2026, 11, 19), given_from=self.to_ana, given_to=self.to_ana)
        for by in (self.by_mara, self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                replan(task, by=by, day=WEDNESDAY)
        old = self.task()
        archive_project(self.website, by=self.by_ana)
        with self.assertRaises(NotAllowed):
            replan(Task.objects.select_related("project").get(pk=old.pk), by=self.by_ana, day=WEDNESDAY)


class CapacityPageTest(CapacityCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.day = today(self.by_ana.zone)

    def send(self, **changes: str) -> Any:
        body = {"task": "1", "day": str(self.day), "from": str(self.to_ana.pk), "to": str(self.to_ana.pk), **changes}
        return self.client.post(f"{PAGE}moves/", body, headers=HX)

    def test_the_week_is_drawn_and_a_day_opens(self) -> None:
        self.task("Draw the long header", self.day, people=[self.to_ana], estimate=30 * HOUR)
        page = self.client.get(PAGE)
        self.assertContains(page, "22:00 over")
        self.assertContains(page, "Mara Adler")
        self.assertNotContains(page, "Draw the long header")
        opened = self.client.get(PAGE, {"open": f"{self.to_ana.pk}:{self.day}"})
        self.assertContains(opened, "Draw the long header")
        self.assertContains(
            self.client.get(PAGE, {"open": f"{self.to_ana.pk}:{self.day}"}, headers=HX), "Draw the long header"
        )

    def test_an_address_that_says_nonsense_shows_this_week(self) -> None:
        for query in ({"week": "soon"}, {"week": "0000-01-01"}, {"week": "9999-12-31"}, {"week": "1970-01-01"}, {"week": "\x00"},
                      {"open": "x:y"}, {"open": f"{self.to_ana.pk}:2020-01-01"}, {"open": "nobody"}):  # fmt: skip
            page = self.client.get(PAGE, query)
            self.assertContains(page, f'data-day="{self.day}"')

    def test_moving_is_told_with_an_undo(self) -> None:
        task = self.task("Draw", self.day, people=[self.to_ana], estimate=HOUR)
        later = week_of(self.day, 0)[1]
        answer = self.send(task=str(task.number), day=str(later), to=str(self.to_mara.pk))
        self.assertEqual(answer.status_code, 204)
        self.assertIn("Given to Mara Adler", answer.headers["HX-Trigger"])
        self.assertIn("/undo", answer.headers["HX-Trigger"])
        self.assertIn("capacity:changed", answer.headers["HX-Trigger"])
        task.refresh_from_db()
        self.assertEqual(task.due_on, later)
        self.assertRedirects(
            self.client.post(
                f"{PAGE}moves/",
                {"task": task.number, "day": str(self.day), "from": str(self.to_mara.pk), "to": "nobody"},
            ),
            f"{PAGE}?week={week_of(later, 0)[0]}",
        )
        self.assertFalse(task.assignees.exists())

    def test_what_cannot_be_moved_is_refused(self) -> None:
        mine = self.task("Mine", self.day, project=None)
        stranger = Membership.objects.get(user=self.boris)
        cases: list[tuple[dict[str, str], int]] = [
            ({"task": "99"}, 404),
            ({"task": "x\x00"}, 400),
            ({"task": "9" * 10_000}, 400),
            ({"day": "soon"}, 400),
            ({"day": "0001-01-01"}, 400),
            ({"day": "9999-12-31"}, 400),
            ({"to": ""}, 400),
            ({"to": "x"}, 400),
            ({"to": str(stranger.pk)}, 400),
            ({"to": str(self.to_mara.pk)}, 400),
        ]
        for change, status in cases:
            with self.subTest(str(change)[:40]):
                self.assertEqual(self.send(**{"task": str(mine.number), **change}).status_code, status)
        self.client.force_login(self.mara)
        self.assertEqual(self.send(task=str(mine.number)).status_code, 404)
        self.client.force_login(self.boris)
        self.assertEqual(self.send(task=str(mine.number)).status_code, 404)
        mine.refresh_from_db()
        self.assertEqual(mine.due_on, self.day)

    def test_the_page_costs_the_same_however_much_is_planned(self) -> None:
        address = f"{PAGE}?open=nobody:{self.day}"
        self.task("Draw", self.day)
        self.client.get(address)
        with CaptureQueriesContext(connection) as few:
            self.client.get(address)
        for n in range(12):
            self.task(f"T{n}", self.day)
        with self.assertNumQueries(len(few)):
            self.client.get(address)

    def test_programs_read_the_same(self) -> None:
        self.task("Draw", self.day, people=[self.to_mara], estimate=HOUR)
        api = "/api/v1/workspaces/acme/capacity/"
        lines = self.client.get(api).json()["results"]
        mara = next(line for line in lines if line["member"] == str(self.to_mara.pk))
        self.assertEqual([day["planned"] for day in mara["days"] if day["day"] == str(self.day)], [HOUR])
        self.assertEqual({day["tracked"] for day in mara["days"]}, {None})
        for week, status in (("2026-11-18", 200), ("0001-01-01", 200), ("9999-12-31", 200), ("soon", 400)):
            self.assertEqual(self.client.get(api, {"week": week}).status_code, status)
        self.assertEqual(self.client.get(api, {"moon": "1"}).status_code, 400)
