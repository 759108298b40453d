from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

from workstate.core.actor import Via
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.tests.case import HTMX, TimeTestCase
from workstate.workspaces.actions import create_workspace


class TaskTimerTest(TimeTestCase):
    def test_a_click_on_a_task_starts_its_timer_and_shows_it_at_once(self) -> None:
        response = self.htmx(self.url("task-timer", self.task.number))
        entry = self.running()
        assert entry is not None
        self.assertEqual((entry.task, entry.project), (self.task, self.website))
        self.assertContains(response, 'id="timer"')
        self.assertContains(response, f"[data-play='{self.task.pk}']")
        self.assertContains(response, 'data-elapsed-title="Call Ana"')
        self.assertIn("tasks:changed", response.headers["HX-Trigger"])

    def test_the_button_of_the_task_that_ran_before_is_shown_stopped(self) -> None:
        start_timer(self.inbox_task, by=self.by_ana, at=now() - timedelta(minutes=5))
        response = self.htmx(self.url("task-timer", self.task.number))
        self.assertContains(response, f"[data-play='{self.inbox_task.pk}']")
        self.assertContains(response, "Start the timer: Think")
        self.assertContains(response, "Stop the timer: Call Ana")

    def test_the_button_of_a_task_in_another_workspace_still_leads_there(self) -> None:
        by_ana = create_workspace("Own", owner=self.ana, via=Via.SYSTEM, slug="own")
        there = create_task("Far", by=by_ana)
        start_timer(there, by=by_ana, at=now() - timedelta(minutes=5))
        response = self.htmx(self.url("task-timer", self.inbox_task.number), page="/own/today/")
        self.assertContains(response, f"[data-play='{there.pk}']")
        self.assertContains(response, f'hx-post="/own/tasks/{there.number}/timer/"')
        self.assertNotContains(response, f'hx-post="/acme/tasks/{there.number}/timer/"')

    def test_stopping_by_delete_or_by_a_plain_form_is_the_same(self) -> None:
        url = self.url("task-timer", self.task.number)
        for by_form in [False, True]:
            start_timer(self.task, by=self.by_ana)
            if by_form:
                self.client.post(url, {"_method": "DELETE"})
            else:
                self.client.delete(url, headers=HTMX)
            self.assertIsNone(self.running())

    def test_stopping_a_task_leaves_the_timer_of_another_one_alone(self) -> None:
        start_timer(self.inbox_task, by=self.by_ana)
        self.htmx(self.url("task-timer", self.task.number), method="DELETE")
        self.assertIsNotNone(self.running())

    def test_a_plain_form_returns_to_its_page(self) -> None:
        page = "http://testserver/acme/today/?x=1"
        response = self.client.post(self.url("task-timer", self.task.number), headers={"Referer": page})
        self.assertRedirects(response, "/acme/today/?x=1", fetch_redirect_response=False)
        response = self.client.post(
            self.url("task-timer", self.task.number), headers={"Referer": "https://evil.example/acme/"}
        )
        self.assertRedirects(response, "/acme/time/", fetch_redirect_response=False)

    def test_tasks_out_of_sight_have_no_timer(self) -> None:
        theirs = create_task("Mara's own", by=self.by_mara)
        before = self.counted()
        for number in [theirs.number, 9999, 99999999999999999999]:
            self.assertEqual(self.htmx(f"/acme/tasks/{number}/timer/").status_code, 404)
        self.client.force_login(self.boris)
        self.assertEqual(self.htmx(self.url("task-timer", self.task.number)).status_code, 404)
        self.client.force_login(self.gil)
        self.assertEqual(self.htmx(self.url("task-timer", self.task.number)).status_code, 404)
        self.assertEqual(self.counted(), before)


class TimerTest(TimeTestCase):
    def test_words_and_a_project_start_the_timer(self) -> None:
        self.htmx(self.url("timer"), {"description": "Draft", "project": str(self.website.pk)})
        entry = self.running()
        assert entry is not None
        self.assertEqual((entry.description, entry.project, entry.task), ("Draft", self.website, None))

    def test_the_same_start_twice_starts_once(self) -> None:
        fields = {"description": "Draft", "id": str(new_id())}
        self.htmx(self.url("timer"), fields)
        self.htmx(self.url("timer"), fields)
        self.assertEqual(TimeEntry.objects.count(), 1)

    def test_a_start_that_was_stopped_since_is_told_not_repeated(self) -> None:
        fields = {"description": "Draft", "id": str(new_id())}
        self.htmx(self.url("timer"), fields)
        self.htmx(self.url("timer"), method="DELETE")
        response = self.htmx(self.url("timer"), fields)
        self.assertIn("started and stopped before", response.headers["HX-Trigger"])
        self.assertIsNone(self.running())

    def test_it_can_have_begun_earlier(self) -> None:
        self.htmx(self.url("timer"), {"at": "-10m"})
        entry = self.running()
        assert entry is not None and entry.started_at is not None
        self.assertAlmostEqual((now() - entry.started_at).total_seconds(), 600, delta=5)

    def test_what_runs_is_edited_while_it_runs(self) -> None:
        start_timer(by=self.by_ana, at=now() - timedelta(seconds=95))
        fields = {
            "description": "Draft",
            "task": str(self.task.number),
            "labels": "dev, phone",
            "billable": "on",
            "started": "-1h",
        }
        self.assertEqual(self.htmx(self.url("timer"), fields, method="PATCH").status_code, 200)
        entry = self.running()
        assert entry is not None and entry.started_at is not None
        self.assertEqual((entry.description, entry.task, entry.project), ("Draft", self.task, self.website))
        self.assertEqual({label.name for label in entry.labels.all()}, {"dev", "phone"})
        self.assertTrue(entry.billable)
        self.assertAlmostEqual((now() - entry.started_at).total_seconds(), 3600, delta=5)

    def test_a_start_that_was_not_touched_stays_to_the_second(self) -> None:
        entry = start_timer(by=self.by_ana, at=now() - timedelta(seconds=95))
        page = self.client.get(self.url("timer"))
        typed = page.context["form"]["started"].value()
        self.htmx(self.url("timer"), {"description": "x", "started": typed}, method="PATCH")
        running = self.running()
        assert running is not None
        self.assertEqual((running.description, running.started_at), ("x", entry.started_at))

    def test_patch_itself_works_for_those_who_can_send_it(self) -> None:
        start_timer(by=self.by_ana)
        typed = self.client.get(self.url("timer")).context["form"]["started"].value()
        body = urlencode({"description": "by patch", "started": typed})
        kind = "application/x-www-form-urlencoded"
        self.client.patch(self.url("timer"), body, content_type=kind, headers=HTMX)
        running = self.running()
        assert running is not None
        self.assertEqual(running.description, "by patch")

    def test_an_edit_that_comes_too_late_changes_no_other_timer(self) -> None:
        first = start_timer(by=self.by_ana)
        start_timer(self.task, by=self.by_ana)
        before = self.counted()
        fields = {"entry": str(first.pk), "description": "late", "started": "-1m"}
        self.assertEqual(self.htmx(self.url("timer"), fields, method="PATCH").status_code, 409)
        self.assertEqual(self.counted(), before)

    def test_a_late_or_repeated_stop_harms_nothing(self) -> None:
        first = start_timer(by=self.by_ana)
        start_timer(self.task, by=self.by_ana)
        self.assertEqual(self.htmx(self.url("timer"), {"entry": str(first.pk)}, method="DELETE").status_code, 200)
        self.assertIsNotNone(self.running())
        self.htmx(self.url("timer"), method="DELETE")
        self.assertEqual(self.htmx(self.url("timer"), method="DELETE").status_code, 200)
        self.assertIsNone(self.running())

    def test_discarding_is_taken_back_by_undo(self) -> None:
        entry = start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=7))
        response = self.htmx(self.url("timer-discard"), {"entry": str(entry.pk)})
        told = json.loads(response.headers["HX-Trigger"])["toast"]
        self.assertIsNone(self.running())
        self.htmx(told["undo"])
        self.assertEqual(self.running(), entry)

    def test_a_late_discard_throws_away_no_time_that_was_stopped(self) -> None:
        entry = start_timer(by=self.by_ana, at=now() - timedelta(minutes=7))
        self.htmx(self.url("timer"), method="DELETE")
        self.assertEqual(self.htmx(self.url("timer-discard"), {"entry": str(entry.pk)}).status_code, 409)
        self.assertTrue(TimeEntry.objects.kept().exists())

    def test_the_last_distinct_things_are_at_hand_and_go_on_with_one_click(self) -> None:
        start = now() - timedelta(days=1)
        for hours, words in enumerate(["Mail", "Standup", "Mail", "Review", "Docs", "Plan", "Lunch"]):
            at = start + timedelta(hours=hours)
            create_entry(by=self.by_ana, description=words, started_at=at, stopped_at=at + timedelta(minutes=5))
        response = self.client.get(self.url("timer-panel"), headers=HTMX)
        self.assertEqual(
            [entry.description for entry in response.context["at_hand"]], ["Lunch", "Plan", "Docs", "Review", "Mail"]
        )
        self.htmx(self.url("continuation", response.context["at_hand"][-1].pk))
        running = self.running()
        assert running is not None
        self.assertEqual(running.description, "Mail")

    def test_the_pill_is_on_every_page_and_drives_the_tab(self) -> None:
        start_timer(self.task, by=self.by_ana)
        self.assertContains(self.client.get(self.url("day-list")), 'data-elapsed-title="Call Ana"')
        fragment = self.client.get(self.url("timer"), headers=HTMX)
        self.assertContains(fragment, 'id="timer"', count=1)
        self.assertNotContains(fragment, "<html")

    def test_a_timer_of_another_workspace_is_named_edited_there_and_stopped_from_here(self) -> None:
        second = create_workspace("Second", owner=self.ana, via=self.by_ana.via, slug="second")
        entry = start_timer(by=second, description="Over there")
        page = self.client.get(self.url("day-list"))
        self.assertContains(page, "This timer runs in Second")
        self.assertContains(page, self.url("timer-panel", workspace="second"))
        answer = self.htmx(
            self.url("timer", workspace="second"),
            {"entry": str(entry.pk), "description": "Changed", "started": "-1m"},
            page=self.url("day-list"),
            method="PATCH",
        )
        self.assertContains(answer, f'hx-get="{self.url("timer")}"')
        self.assertContains(answer, "This timer runs in Second")
        self.htmx(self.url("timer"), {"entry": str(entry.pk)}, method="DELETE")
        self.assertIsNone(self.running())

    def test_strangers_find_nothing(self) -> None:
        entry = start_timer(self.task, by=self.by_ana)
        self.client.force_login(self.boris)
        before = self.counted()
        for name in ["timer", "timer-panel", "day-list"]:
            self.assertEqual(self.client.get(self.url(name)).status_code, 404)
        for url in [self.url("timer"), self.url("day-list"), self.url("entry", entry.pk), self.url("copy", entry.pk)]:
            self.assertEqual(self.htmx(url).status_code, 404)
        # Nor can they stop it from their own workspace.
        own = self.url("timer", workspace="other")
        self.assertEqual(self.htmx(own, {"entry": str(entry.pk)}, method="DELETE").status_code, 404)
        self.assertEqual(self.counted(), before)
        self.assertIsNotNone(self.running())


class QueriesTest(TimeTestCase):
    def test_starting_and_stopping_takes_few_queries_however_much_there_is(self) -> None:
        start_timer(self.inbox_task, by=self.by_ana, at=now() - timedelta(hours=1))
        url = self.url("task-timer", self.task.number)
        self.htmx(url)
        self.htmx(url, method="DELETE")
        # Two of each are the savepoint that a test puts around the transaction.
        with self.assertNumQueries(14):
            self.htmx(url)
        with self.assertNumQueries(13):
            self.htmx(url, method="DELETE")
        start_timer(self.inbox_task, by=self.by_ana)
        with self.assertNumQueries(17):
            self.htmx(url)  # stops the other one too


class CastInOtherRolesTest(CastTestCase):
    def test_a_guest_tracks_time_on_their_own_tasks(self) -> None:
        task = create_task("Mine", by=self.by_gil)
        self.client.force_login(self.gil)
        url = f"/acme/tasks/{task.number}/timer/"
        self.assertEqual(self.client.post(url, headers=HTMX).status_code, 200)
        self.assertTrue(TimeEntry.objects.of(self.gil).running().exists())
        self.assertEqual(self.client.get("/acme/time/").status_code, 200)
