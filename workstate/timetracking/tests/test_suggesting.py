"""Suggestions come from habit and words alone, say why, and name nothing that time may not go into."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse

from workstate.core.clock import instant_of, now
from workstate.projects.actions import archive_project
from workstate.tasks.actions import complete_tasks, create_task
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.suggesting import Reason, Suggestion, suggestions
from workstate.timetracking.tests.case import TimeTestCase

MONDAY = date(2026, 11, 16)


class SuggestionsTest(TimeTestCase):
    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return instant_of(day, time(hour, minute), self.by_ana.zone)

    def worked(self, day: date, hour: int, **about: Any) -> None:
        start = self.at(day, hour)
        create_entry(by=self.by_ana, started_at=start, stopped_at=start + timedelta(minutes=30), **about)

    def mondays(self, count: int, hour: int = 9, **about: Any) -> None:
        for week in range(1, count + 1):
            self.worked(MONDAY - timedelta(weeks=week), hour, **about)

    def suggested(self, text: str = "", *, at: datetime | None = None) -> list[Suggestion]:
        return suggestions(self.by_ana, text=text, at=at or self.at(MONDAY, 9, 20))

    def test_what_is_usual_on_this_day_of_the_week_at_this_time(self) -> None:
        self.mondays(3, description="Planning", project=self.website)
        self.mondays(2, 15, description="Review")
        (found,) = self.suggested()
        self.assertEqual((found.entry.description, found.reason, found.times), ("Planning", Reason.TIME_OF_WEEK, 3))
        self.assertIn("on 3 of the last 8", found.why)
        self.assertEqual(self.suggested(at=self.at(MONDAY, 12)), [])
        self.assertEqual(self.suggested(at=self.at(MONDAY + timedelta(days=1), 9)), [])

    def test_once_is_no_habit(self) -> None:
        self.mondays(1, description="Planning")
        self.assertEqual(self.suggested(), [])

    def test_what_is_usual_at_this_time_on_any_day(self) -> None:
        for back in range(3, 6):
            self.worked(MONDAY - timedelta(days=back), 9, task=self.task)
        (found,) = self.suggested()
        self.assertEqual((found.entry.task, found.reason, found.times), (self.task, Reason.TIME_OF_DAY, 3))

    def test_around_midnight_the_clock_goes_round(self) -> None:
        for week in (1, 2):
            start = instant_of(MONDAY - timedelta(weeks=week), time(0, 10), self.by_ana.zone)
            create_entry(
                by=self.by_ana, started_at=start, stopped_at=start + timedelta(minutes=5), description="Night watch"
            )
        self.assertEqual(len(self.suggested(at=self.at(MONDAY, 23, 50))), 1)

    def test_words_lead_to_what_they_went_into(self) -> None:
        for back in (10, 20, 30):
            self.worked(MONDAY - timedelta(days=back), 16, description="Weekly report", project=self.website)
        self.worked(MONDAY - timedelta(days=2), 16, description="Report of the year")
        found = self.suggested("weekly REPORT")
        self.assertEqual([one.entry.description for one in found], ["Weekly report", "Report of the year"])
        self.assertEqual((found[0].reason, found[0].times), (Reason.WORDS, 3))
        self.assertEqual([one.entry.project for one in self.suggested("website")], [self.website])
        self.assertEqual(self.suggested("100%_unheard"), [])

    def test_nothing_that_is_over_or_runs_already(self) -> None:
        other = create_task("Done soon", by=self.by_ana, project=self.website)
        self.mondays(3, task=other)
        self.mondays(2, task=self.inbox_task)
        self.mondays(2, description="Alone", project=self.website)
        self.assertEqual(len(self.suggested()), 3)
        complete_tasks([other], by=self.by_ana)
        start_timer(self.inbox_task, by=self.by_ana)
        archive_project(self.website, by=self.by_ana)
        self.assertEqual(self.suggested(), [])

    def test_nobody_elses_history(self) -> None:
        self.mondays(3, description="Planning")
        for stranger in (self.by_mara, self.by_boris):
            self.assertEqual(suggestions(stranger, at=self.at(MONDAY, 9)), [])

    def test_the_number_of_queries_does_not_grow(self) -> None:
        self.mondays(3, description="One", project=self.website)
        self.mondays(3, task=self.task)
        with self.assertNumQueries(5):
            self.suggested()
        for number in range(12):
            self.mondays(2, description=f"Another {number}", project=self.website)
        with self.assertNumQueries(5):
            self.suggested()


class SuggestionsOnPagesTest(TimeTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        current = now().replace(second=0)
        for week in (1, 2, 3):
            start = current - timedelta(weeks=week)
            create_entry(by=cls.by_ana, started_at=start, stopped_at=start + timedelta(minutes=1), task=cls.task)

    def test_the_panel_offers_it_and_one_request_starts_it(self) -> None:
        self.assertContains(self.htmx_get("timer-panel"), "on 3 of the last 8")
        answer = self.htmx(self.url("suggestions"))
        running = self.running()
        assert running is not None
        self.assertEqual(running.task, self.task)
        self.assertContains(answer, "Call Ana")
        self.assertIn("undoing", answer.headers["HX-Trigger"])
        # What runs is suggested no more.
        self.assertIn("no habit", self.htmx(self.url("suggestions")).headers["HX-Trigger"])

    def test_words_that_are_typed_are_gone_by(self) -> None:
        self.assertContains(self.htmx_get("suggestions", "?description=call"), "3 times with these words")
        self.assertNotContains(self.htmx_get("suggestions", "?description=zebra"), "Call Ana")

    def test_programs_are_told_the_same(self) -> None:
        answer = self.client.get("/api/v1/workspaces/acme/timer/suggestions/", {"text": "call"})
        (found,) = answer.json()
        self.assertEqual((found["reason"], found["times"], found["entry"]["task"]), ("words", 3, str(self.task.pk)))
        self.assertEqual(self.client.get("/api/v1/workspaces/acme/timer/suggestions/", {"limit": "0"}).status_code, 400)

    def htmx_get(self, name: str, query: str = "") -> HttpResponse:
        return self.client.get(self.url(name) + query, headers={"HX-Request": "true"})  # type: ignore[return-value]
