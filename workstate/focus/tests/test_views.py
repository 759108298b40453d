"""The pages of focus: the header's part, focus mode, what the buttons send, and the preferences."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from workstate.core.clock import now
from workstate.focus import actions
from workstate.focus.models import FocusPreferences
from workstate.focus.tests.case import HTMX, FocusTestCase
from workstate.tasks.actions import change_tasks, create_task
from workstate.timetracking.actions import start_timer, stop_timer


class HeaderTest(FocusTestCase):
    def page(self) -> str:
        return self.client.get("/acme/today/").content.decode()

    def test_a_page_says_nothing_where_nothing_is_open(self) -> None:
        self.assertRegex(self.page(), r'id="focus"[^>]*hidden')

    def test_a_page_counts_down_what_is_open_without_another_query(self) -> None:
        self.client.get("/acme/today/")
        with self.subTest("counted"):
            before = self.queries_of_today()
            actions.start_focus(self.task, by=self.by_ana)
            stop = self.queries_of_today()
        self.assertEqual(before, stop)
        page = self.page()
        self.assertIn("data-focus-left", page)
        self.assertIn('data-elapsed-title="Write the offer"', page)

    def queries_of_today(self) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.page()
        return len(queries)

    def test_what_is_over_is_offered_on_every_page(self) -> None:
        actions.change_preferences(self.ana, auto_break=False)
        actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=26))
        actions.settle(self.ana)
        page = self.page()
        self.assertIn("Start break", page)
        self.assertNotIn("data-focus-left", page)

    def test_the_fragment_settles_what_came_due_meanwhile(self) -> None:
        actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=26))
        answer = self.client.get(self.url("interval"), headers=HTMX).content.decode()
        self.assertIn('data-kind="short_break"', answer)
        self.assertIsNone(self.running())

    def test_a_title_with_markup_stays_text(self) -> None:
        bad = create_task('<img src=x onerror="alert(1)">', by=self.by_ana, project=self.website)
        actions.start_focus(bad, by=self.by_ana)
        self.assertNotIn("<img src=x", self.page())


class ActTest(FocusTestCase):
    def test_the_buttons_start_lengthen_go_on_and_stop(self) -> None:
        self.htmx(self.url("interval"), {"task": self.task.number})
        (interval,) = self.intervals()
        later = (interval.ends_at + timedelta(minutes=5)).isoformat()
        answer = self.htmx(self.url("interval"), {"interval": interval.pk, "ends_at": later}, method="PATCH")
        self.assertContains(answer, "hx-partial")
        self.assertEqual(self.intervals()[0].planned, 1800)
        self.htmx(self.url("next"), {"interval": interval.pk})
        self.assertEqual([one.kind for one in self.intervals()], ["focus", "short_break"])
        self.htmx(self.url("interval"), {"interval": self.intervals()[1].pk}, method="DELETE")
        self.assertEqual(self.intervals()[1].outcome, "stopped")

    def test_without_script_a_button_returns_to_its_page(self) -> None:
        answer = self.client.post(self.url("task", self.task.number))
        self.assertRedirects(answer, self.url("task", self.task.number))
        answer = self.client.post(self.url("interval"), {"_method": "DELETE"})
        self.assertEqual((answer.status_code, self.running()), (302, None))

    def test_the_countdown_of_a_page_settles_and_once(self) -> None:
        actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=26))
        for _page in range(2):
            self.assertEqual(self.htmx(self.url("settlement")).status_code, 200)
        self.assertEqual(len(self.intervals()), 2)

    def test_presence_is_noted(self) -> None:
        interval = actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=5))
        self.assertEqual(self.htmx(self.url("presence")).status_code, 204)
        interval.refresh_from_db()
        self.assertGreater(interval.seen_at, interval.started_at)

    def test_nonsense_is_refused_and_nothing_is_written(self) -> None:
        for fields, status in [
            ({"task": "x"}, 404),
            ({"task": "99999999999999999999"}, 404),
            ({"task": str(self.foreign.number + 50)}, 404),
            ({"id": "no"}, 400),
        ]:
            with self.subTest(fields):
                self.assertEqual(self.htmx(self.url("interval"), fields).status_code, status)
        self.assertEqual(self.htmx(self.url("interval"), {"ends_at": "\0"}, method="PATCH").status_code, 400)
        self.assertEqual(self.intervals(), [])
        self.assertIsNone(self.running())


class ModeTest(FocusTestCase):
    def test_focus_mode_goes_to_what_one_is_at(self) -> None:
        self.assertContains(self.client.get(self.url("mode")), "Nothing is due today")
        start_timer(self.other, by=self.by_ana)
        self.assertRedirects(self.client.get(self.url("mode")), self.url("task", self.other.number))
        actions.start_focus(self.task, by=self.by_ana)
        self.assertRedirects(self.client.get(self.url("mode")), self.url("task", self.task.number))

    def test_it_offers_the_tasks_of_today_and_the_next_one(self) -> None:
        change_tasks([self.task, self.other], by=self.by_ana, due_day=now().astimezone(self.ana.zone).date())
        self.assertContains(self.client.get(self.url("mode")), "Write the offer")
        self.assertContains(self.client.get(self.url("task", self.task.number)), "Next today:")

    def test_it_shows_one_task_and_its_checklist_and_nothing_else(self) -> None:
        change_tasks([self.task], by=self.by_ana, description="- [ ] Ask for the price")
        create_task("Prices", by=self.by_ana, project=self.website, parent=self.task)
        page = self.client.get(self.url("task", self.task.number))
        self.assertContains(page, "Ask for the price")
        self.assertContains(page, "Prices")
        self.assertNotContains(page, 'class="side"')
        self.assertNotContains(page, "data-elapsed-since")

    def test_it_says_how_often(self) -> None:
        for hour in (3, 2):
            actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(hours=hour))
            actions.settle(self.ana, at=now() - timedelta(hours=hour - 0.5))
        self.assertContains(self.client.get(self.url("task", self.task.number)), "2 on this task")
        self.assertContains(self.client.get(f"/acme/tasks/{self.task.number}/"), "2 on this task")

    def test_a_note_goes_into_the_time(self) -> None:
        start_timer(self.task, by=self.by_ana)
        self.htmx(self.url("note"), {"note": "Called twice"})
        self.htmx(self.url("note"), {"note": "Left word"})
        self.assertEqual(self.running().description, "Called twice; Left word")  # type: ignore[union-attr]
        self.assertEqual(self.htmx(self.url("note"), {"note": "  "}).status_code, 400)
        self.assertEqual(self.htmx(self.url("note"), {"note": "x" * 10_000}).status_code, 400)
        stop_timer(by=self.by_ana)
        self.assertEqual(self.htmx(self.url("note"), {"note": "Too late"}).status_code, 400)

    def test_what_one_may_not_see_is_not_there(self) -> None:
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(self.url("task", self.task.number)).status_code, 404)
        self.assertEqual(self.client.post(self.url("task", self.task.number)).status_code, 404)


class PreferencesTest(FocusTestCase):
    address = reverse("focus_settings:preferences")
    values = {
        "focus": "50",
        "short_break": "10",
        "long_break": "30",
        "long_after": "3",
        "sound": "wood",
        "volume": "20",
    }

    def test_they_are_kept(self) -> None:
        self.assertContains(self.client.get(self.address), 'value="25"')
        self.client.post(self.address, {**self.values, "auto_focus": "on"})
        chosen = FocusPreferences.objects.get(pk=self.ana.pk)
        self.assertEqual(
            (chosen.focus, chosen.auto_focus, chosen.auto_break, chosen.sound), (3000, True, False, "wood")
        )

    def test_nonsense_is_refused_with_what_to_do(self) -> None:
        for wrong in [
            {"focus": "0"},
            {"focus": "241"},
            {"long_after": "13"},
            {"sound": "gong"},
            {"volume": "101"},
            {"focus": "\0"},
        ]:
            with self.subTest(wrong):
                self.assertEqual(self.client.post(self.address, {**self.values, **wrong}).status_code, 400)
        self.assertFalse(FocusPreferences.objects.exists())

    def test_seconds_that_a_program_chose_outlast_the_form(self) -> None:
        actions.change_preferences(self.ana, focus=90)
        self.client.post(self.address, {**self.values, "focus": "2"})
        self.assertEqual(FocusPreferences.objects.get(pk=self.ana.pk).focus, 90)
