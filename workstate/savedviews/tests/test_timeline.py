"""The timeline: what stands on it, where, and how tasks are moved in time there."""

from __future__ import annotations

import json
import re
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import SimpleTestCase
from django.test.utils import CaptureQueriesContext

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.projects.models import Project
from workstate.savedviews.layouts.timeline import Timeline
from workstate.savedviews.layouts.timeline.lines import Line
from workstate.savedviews.layouts.timeline.scale import SPANS, Scale, moved
from workstate.savedviews.planning import move_waiting, set_days, waiting_for
from workstate.tasks.actions import (
    NewTask,
    change_task,
    complete_task,
    create_task,
    create_tasks,
    delete_task,
    link_tasks,
    undo,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Task, TaskLink
from workstate.testing import CastTestCase


class ScaleTest(SimpleTestCase):
    def scale(self, span: str, on: date, first_weekday: int = 0) -> Scale:
        return Scale(span, on, Formats(ZoneInfo("Europe/Berlin")), first_weekday)

    def test_it_begins_with_the_persons_week_and_shows_the_day_asked_for(self) -> None:
        for span in SPANS[:3]:
            for weekday in range(7):
                scale = self.scale(span, date(2026, 11, 25), weekday)
                self.assertEqual(scale.first.weekday(), weekday)
                self.assertTrue(scale.first < date(2026, 11, 25) < scale.last)

    def test_days_stand_side_by_side_over_a_change_of_the_clock(self) -> None:
        scale = self.scale("month", date(2026, 10, 20))
        self.assertEqual(scale.x(date(2026, 10, 26)) - scale.x(date(2026, 10, 25)), scale.day_width)

    def test_stretches_are_together_as_wide_as_the_days(self) -> None:
        for span in SPANS:
            scale = self.scale(span, date(2028, 2, 29))
            self.assertEqual(sum(stretch.width for stretch in scale.stretches), scale.width, span)

    def test_a_step_keeps_the_day_of_the_month_where_there_is_such(self) -> None:
        self.assertEqual(moved(date(2026, 1, 31), "month", 1), date(2026, 2, 28))
        self.assertEqual(moved(date(2026, 1, 31), "quarter", -1), date(2025, 10, 31))
        self.assertEqual(moved(date(2028, 2, 29), "year", -1), date(2027, 2, 28))
        self.assertEqual(moved(date(2026, 12, 30), "week", 1), date(2027, 1, 6))

    def test_of_a_day_that_a_calendar_shows_it_shows_the_week(self) -> None:
        self.assertEqual(self.scale("day", date(2026, 11, 25)).span, "week")


class TimelineTest(CastTestCase):
    website: Project
    day: date
    draft: Task
    build: Task
    launch: Task

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        (cls.sprint,) = create_sections(["Sprint"], project=cls.website, by=cls.by_ana)
        cls.draft = cls.make("Draft", 0, 4)
        cls.build = cls.make("Build", 3, 8)
        cls.launch = cls.make("Launch", None, 10)

    @classmethod
    def make(cls, title: str, start: int | None = None, due: int | None = None, **more: Any) -> Task:
        """In the website, from and until so many days from today."""
        begins = None if start is None else cls.day + timedelta(start)
        ends = None if due is None else Due(cls.day + timedelta(due))
        return create_task(title, by=cls.by_ana, **{"project": cls.website, **more}, start_on=begins, due=ends)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def get(self, path: str = "", **query: str) -> Any:
        path = path or f"projects/{self.website.pk}/"
        return self.client.get(f"/acme/{path}", {"layout": "timeline", **query})

    def timeline(self, path: str = "", **query: str) -> Timeline:
        timeline: Timeline = self.get(path, **query).context["timeline"]
        return timeline

    def titles(self, timeline: Timeline) -> dict[str, list[str]]:
        return {
            group.title: [f"{'·' * line.depth}{line.task.title}" for line in group.lines] for group in timeline.groups
        }

    def line(self, title: str, **query: str) -> Line:
        return next(line for group in self.timeline(**query).groups for line in group.lines if line.task.title == title)

    def post(self, task: Task, what: str, **values: object) -> Any:
        return self.client.post(f"/acme/tasks/{task.number}/{what}/", values, headers={"HX-Request": "true"})

    # What stands there

    def test_tasks_stand_under_their_headings_and_those_without_a_date_last(self) -> None:
        self.make("Dream", section=self.sprint)
        self.make("Plan", 1, 2, section=self.sprint)
        self.assertEqual(
            self.titles(self.timeline()),
            {"To do": ["Draft", "Build", "Launch"], "Sprint": ["Plan"], "No dates": ["Dream"]},
        )

    def test_what_is_under_a_task_follows_it_and_its_time_is_shown_with_it(self) -> None:
        parent = self.make("Shop")
        child = self.make("Basket", 20, 25, parent=parent)
        self.make("Totals", None, 30, parent=child)
        line = self.line("Shop", group="none")
        self.assertEqual(self.titles(self.timeline(group="none"))["Tasks"][-3:], ["Shop", "·Basket", "··Totals"])
        self.assertEqual(line.whole, (self.day + timedelta(20), self.day + timedelta(30)))

    def test_a_subtask_in_a_list_of_its_own_stands_under_its_parent_once(self) -> None:
        parent = self.make("Shop", 0, 5)
        self.make("Basket", 1, 2, parent=parent)
        titles = self.titles(self.timeline("all/", group="none", sort="title"))["Tasks"]
        self.assertEqual([title for title in titles if "Basket" in title], ["·Basket"])

    def test_a_task_reaches_from_its_start_to_the_end_of_the_day_on_which_it_is_due(self) -> None:
        html = self.get(span="month").content.decode()
        bar = re.search(
            r'id="task-1-row".*?<svg class="tl-bar is-bar [^>]*? x="(\d+)".*?width="(\d+)"', html, re.DOTALL
        )
        scale = self.timeline(span="month").scale
        assert bar
        self.assertEqual((int(bar[1]), int(bar[2])), (scale.x(self.day), 5 * scale.day_width))

    def test_what_is_only_due_or_only_begins_or_must_end_is_told_apart(self) -> None:
        self.make("Open", 2)
        self.make("Hard", deadline_on=self.day + timedelta(3))
        times = [self.line(title).time for title in ("Draft", "Launch", "Open")]
        self.assertEqual([one and one.kind for one in times], ["bar", "day", "open"])
        self.assertIsNone(self.line("Hard").time)
        self.assertContains(self.get(), "tl-deadline")
        self.assertNotIn("No dates", self.titles(self.timeline()))

    def test_a_task_that_is_due_before_it_begins_is_drawn_all_the_same(self) -> None:
        self.make("Odd", 5, 2)
        odd = self.line("Odd").time
        assert odd
        self.assertEqual((odd.first, odd.last), (self.day + timedelta(2), self.day + timedelta(5)))

    def test_progress_is_that_of_subtasks_else_of_the_estimate(self) -> None:
        parent = self.make("Shop", 0, 5, estimate=3600)
        complete_task(self.make("One", parent=parent), by=self.by_ana)
        self.make("Two", parent=parent)
        self.assertEqual(self.line("Shop").share, 0.5)
        self.assertEqual(self.line("Draft").share, 0.0)

    def test_arrows_say_what_waits_and_what_begins_too_early(self) -> None:
        link_tasks(self.draft, self.build, kind="blocks", by=self.by_ana)
        link_tasks(self.build, self.launch, kind="blocks", by=self.by_ana)
        link_tasks(self.draft, self.launch, kind="relates", by=self.by_ana)
        timeline = self.timeline()
        self.assertEqual(
            [(arrow.source, arrow.target, arrow.late) for arrow in timeline.arrows],
            [(self.draft.number, self.build.number, True), (self.build.number, self.launch.number, False)],
        )
        self.assertEqual(self.line("Launch").after, ["Build"])

    def test_what_is_done_keeps_nobody_waiting(self) -> None:
        link_tasks(self.draft, self.build, kind="blocks", by=self.by_ana)
        complete_task(self.draft, by=self.by_ana)
        (arrow,) = self.timeline().arrows
        self.assertIs(arrow.late, False)
        self.assertEqual(self.titles(self.timeline())["Completed"], ["Draft"])

    def test_a_filter_narrows_what_is_shown_and_stays_in_the_addresses(self) -> None:
        timeline = self.timeline(filter="Build")
        self.assertEqual(self.titles(timeline), {"To do": ["Build"]})
        self.assertTrue(all("filter=Build" in to for to in timeline.moves.values() if to))

    def test_moves_stay_within_what_an_address_may_ask_for(self) -> None:
        for on in ("1900-01-01", "2199-12-31"):
            for to in self.timeline(on=on, span="year").moves.values():
                path = f"/acme/projects/{self.website.pk}/{to}" if to else f"/acme/projects/{self.website.pk}/"
                self.assertEqual(self.client.get(path).status_code, 200)
        self.assertEqual(self.get(on="20000-01-01").status_code, 400)

    def test_long_and_strange_titles_are_written_as_they_are(self) -> None:
        title = "<b>مرحبا</b>" + "x" * 450
        self.make(title, 0, 1)
        self.assertContains(self.get(), "&lt;b&gt;مرحبا&lt;/b&gt;")

    def test_nothing_at_all_teaches(self) -> None:
        self.assertContains(self.get("inbox/"), "What has no project yet lands here.")

    def test_queries_do_not_grow_with_tasks_links_and_subtasks(self) -> None:
        def fill(count: int) -> int:
            parents = [NewTask(f"P{n}", start_on=self.day, due=Due(self.day + timedelta(n))) for n in range(count)]
            children = [NewTask(f"C{n}", parent=parent.id, start_on=self.day) for n, parent in enumerate(parents)]
            create_tasks([[*parents, *children]], project=self.website, by=self.by_ana)
            TaskLink.objects.bulk_create(
                TaskLink(workspace=self.by_ana.workspace, source_id=one.id, target_id=other.id, kind="blocks")
                for one, other in zip(parents, children, strict=True)
            )
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.assertEqual(self.get(rows="500").status_code, 200)
            return len(queries)

        link_tasks(self.draft, self.build, kind="blocks", by=self.by_ana)
        fill(1)
        self.assertEqual(fill(1), fill(50))

    def test_much_is_shown_in_steps_and_counted_whole(self) -> None:
        create_tasks([[NewTask(f"T{n}", due=Due(self.day)) for n in range(120)]], project=self.website, by=self.by_ana)
        timeline = self.timeline()
        (group,) = timeline.groups
        self.assertEqual((len(group.lines), group.count, timeline.more), (100, 123, "200"))

    # Moving in time

    def test_days_are_set_and_taken_back_as_one_act(self) -> None:
        due = Due(self.draft.due_on, None) if self.draft.due_on else None
        self.assertEqual(self.draft.due_on, due and due.day)
        response = self.post(self.draft, "days", start=self.iso(2), due=self.iso(6))
        self.assertEqual(response.status_code, 204)
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.start_on, self.draft.due_on), (self.at(2), self.at(6)))
        self.client.post(json.loads(response["HX-Trigger"])["toast"]["undo"])
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.start_on, self.draft.due_on), (self.at(0), self.at(4)))

    def test_a_time_of_day_stays_with_the_task(self) -> None:
        change_task(self.launch, by=self.by_ana, due=Due(self.at(10), time(14, 30)))
        self.post(self.launch, "days", start="", due=self.iso(12))
        self.launch.refresh_from_db()
        self.assertEqual((self.launch.due_on, self.launch.due_time), (self.at(12), time(14, 30)))

    def test_both_days_may_be_cleared(self) -> None:
        response = self.post(self.draft, "days", start="", due="")
        self.assertIn("It has no date any more.", response["HX-Trigger"])
        self.draft.refresh_from_db()
        self.assertEqual((self.draft.start_on, self.draft.due_on), (None, None))

    def test_days_that_cannot_be_are_refused_and_change_nothing(self) -> None:
        count = Event.objects.count()
        for start, due in (
            (self.iso(5), self.iso(4)), ("0000-01-01", ""), ("20000-01-01", ""), ("x\x00", ""), ("9" * 10_000, ""),
        ):  # fmt: skip
            self.assertEqual(self.post(self.draft, "days", start=start, due=due).status_code, 400, start[:20])
        self.assertEqual(Event.objects.count(), count)

    def test_strangers_find_nothing_and_an_archived_project_stays_as_it_is(self) -> None:
        self.client.force_login(self.gil)
        self.assertEqual(self.post(self.draft, "days", due=self.iso(9)).status_code, 404)
        self.client.force_login(self.ana)
        archive_project(self.website, by=self.by_ana)
        self.assertEqual(self.post(self.draft, "days", due=self.iso(9)).status_code, 403)
        self.assertEqual(self.post(self.draft, f"blocking/{self.build.number}").status_code, 403)
        self.assertNotContains(self.get(), "data-days-url")
        with self.assertRaises(NotAllowed):
            set_days(Task.objects.get(pk=self.draft.pk), start=None, due=None, by=self.by_ana)

    # With what waits

    def chain(self) -> None:
        link_tasks(self.draft, self.build, kind="blocks", by=self.by_ana)
        link_tasks(self.build, self.launch, kind="blocks", by=self.by_ana)

    def test_what_waits_at_first_hand_and_further_on_is_offered_to_move_along(self) -> None:
        self.chain()
        response = self.post(self.draft, "days", start=self.iso(1), due=self.iso(5))
        offered = json.loads(response["HX-Trigger"])["timeline:waiting"]
        self.assertEqual((offered["text"], offered["values"]["days"]), ("2 tasks wait for it.", 1))
        moved_too = self.client.post(offered["url"], offered["values"], headers={"HX-Request": "true"})
        self.assertIn("2 tasks moved too.", moved_too["HX-Trigger"])
        self.assertEqual(self.days(), [(1, 5), (4, 9), (None, 11)])
        undo(UUID(offered["values"]["batch"]), by=self.by_ana)
        self.assertEqual(self.days(), [(0, 4), (3, 8), (None, 10)])

    def test_nothing_is_offered_where_only_the_beginning_moved(self) -> None:
        self.chain()
        response = self.post(self.draft, "days", start=self.iso(1), due=self.iso(4))
        self.assertNotIn("timeline:waiting", response["HX-Trigger"])

    def test_done_deleted_and_unseen_tasks_do_not_move_along(self) -> None:
        self.chain()
        link_tasks(self.draft, hidden := self.make("Hidden", 5, 6), kind="blocks", by=self.by_ana)
        Task.objects.filter(pk=hidden.pk).update(project=None, section=None, created_by=self.mara)
        complete_task(self.build, by=self.by_ana)
        delete_task(self.launch, by=self.by_ana)
        self.assertEqual(waiting_for(self.draft, self.by_ana), [])

    def test_only_the_act_of_the_person_who_moved_the_task_takes_others_along(self) -> None:
        self.chain()
        batch = set_days(self.draft, start=self.at(1), due=self.at(5), by=self.by_mara).batch
        for by, name in ((self.by_ana, batch), (self.by_mara, uuid4())):
            with self.assertRaises(Conflict):
                move_waiting(self.draft, 1, by=by, batch=name)
        for days in (0, 40_000):
            with self.assertRaises(Invalid):
                move_waiting(self.draft, days, by=self.by_mara, batch=batch)
        with self.assertRaises(Invalid):  # Before 1970 nothing is planned, and then nothing moves.
            move_waiting(self.draft, -36_500, by=self.by_mara, batch=batch)
        self.assertEqual(self.days()[1:], [(3, 8), (None, 10)])

    def test_a_step_that_cannot_be_read_is_refused(self) -> None:
        for days in ("", "x", "1.5", "9999999", "--1", "٣"):
            response = self.post(self.draft, "waiting", days=days, batch=str(uuid4()))
            self.assertIn(response.status_code, {400, 409}, days)

    def test_one_task_is_made_to_wait_for_another_and_no_more(self) -> None:
        response = self.post(self.draft, f"blocking/{self.build.number}")
        self.assertIn("now waits for", response["HX-Trigger"])
        toast = json.loads(response["HX-Trigger"])["toast"]
        self.assertEqual(toast["method"], "DELETE")
        self.assertTrue(TaskLink.objects.filter(source=self.draft, target=self.build, kind="blocks").exists())
        self.assertEqual(self.client.delete(toast["undo"]).status_code, 302)
        self.assertFalse(TaskLink.objects.exists())
        self.assertEqual(self.client.delete(toast["undo"]).status_code, 404)

    def test_a_circle_is_refused(self) -> None:
        self.chain()
        self.assertEqual(self.post(self.launch, f"blocking/{self.draft.number}").status_code, 400)

    def at(self, days: int) -> date:
        return self.day + timedelta(days)

    def iso(self, days: int) -> str:
        return self.at(days).isoformat()

    def days(self) -> list[tuple[int | None, int | None]]:
        """When draft, build and launch are, in days from today."""
        rows = Task.objects.filter(pk__in=[self.draft.pk, self.build.pk, self.launch.pk]).order_by("number")
        return [
            tuple(None if day is None else (day - self.day).days for day in (row.start_on, row.due_on))  # type: ignore[misc]
            for row in rows
        ]
