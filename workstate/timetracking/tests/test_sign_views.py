"""Signs of life, the question, time away and notices, as pages ask and answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import give
from workstate.timetracking.tests.case import HTMX, TimeTestCase

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class SignsCase(TimeTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.at = now()

    def runs(self, hours: int = 3, **clock: datetime | None) -> TimeEntry:
        entry = actions.start_timer(self.task, by=self.by_ana, at=self.at - hours * HOUR)
        Clock.objects.update(**{"answered_at": entry.started_at, "seen_at": entry.started_at, **clock})
        return entry

    def look(self, name: str, **query: str | int) -> HttpResponse:
        return self.client.get(self.url(name), query, headers=HTMX)  # type: ignore[return-value]


class PageTest(SignsCase):
    def page(self) -> str:
        return self.client.get("/acme/today/").content.decode()

    def test_a_page_without_a_timer_gives_no_signs(self) -> None:
        self.assertNotIn("data-presence", self.page())

    def test_a_page_with_a_timer_does_and_says_what_it_needs_for_it(self) -> None:
        self.runs()
        page = self.page()
        for needed in (
            "data-presence",
            'data-beat="/acme/timer/heartbeat/"',
            'data-gap="/acme/timer/gap/"',
            'data-idle="600"',
        ):
            self.assertIn(needed, page)
        self.assertNotIn("data-asking", page)
        Clock.objects.update(asked_at=self.at)
        self.assertIn('data-asking="/acme/timer/asking/"', self.page())

    def test_who_wishes_to_be_reminded_gives_signs_without_a_timer(self) -> None:
        TimePreferences.objects.create(user=self.ana, remind_after=900)
        page = self.page()
        self.assertIn("data-presence", page)
        self.assertNotIn("data-gap", page)

    def test_notices_cost_a_page_no_request(self) -> None:
        self.page()
        counts = []
        for kinds in ([], [NoticeKind.TIMER_STOPPED, NoticeKind.NOT_TRACKING]):
            for kind in kinds:
                give(self.ana, kind, key=kind.value)
            with CaptureQueriesContext(connection) as asked:
                self.page()
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])


class HeartbeatTest(SignsCase):
    def test_it_is_kept(self) -> None:
        self.runs(seen_at=self.at - HOUR)
        for said, seconds in (("", 0), ("40", 40), ("nonsense", 0), ("9" * 40, 0), ("-5", 0)):
            with self.subTest(said):
                Clock.objects.update(seen_at=self.at - HOUR)
                answer = self.client.post(self.url("heartbeat"), {"ago": said})
                self.assertEqual(answer.status_code, 204)
                seen = Clock.objects.get().seen_at
                assert seen is not None
                self.assertLess(abs((now() - seen).total_seconds() - seconds), 5)


class AskingTest(SignsCase):
    def test_nothing_is_shown_while_nobody_asks(self) -> None:
        self.assertEqual(self.look("asking").status_code, 204)
        self.runs()
        self.assertEqual(self.look("asking").status_code, 204)
        self.assertRedirects(self.client.get(self.url("asking")), self.url("timer"))

    def test_it_says_what_runs_and_where_it_would_be_stopped(self) -> None:
        self.runs(5, seen_at=self.at - HOUR, asked_at=self.at)
        html = self.look("asking").content.decode()
        local = (self.at - HOUR).astimezone(self.ana.zone)
        for said in ("Still working?", "Call Ana", f"Stop at {local:%H:%M}", "Stop now", "Discard", "30 m"):
            self.assertIn(said, html)
        self.assertContains(self.client.get(self.url("asking")), "Yes, still working")

    def test_a_yes_is_an_answer(self) -> None:
        self.runs(5, asked_at=self.at)
        answer = self.htmx(self.url("asking"))
        self.assertNotIn(b"data-asking", answer.content)
        self.assertIsNone(Clock.objects.get().asked_at)
        self.assertEqual(self.htmx(self.url("asking")).status_code, 200, "Said on another device too.")

    def test_a_stop_at_the_last_sign_of_life_is_one(self) -> None:
        entry = self.runs(5, seen_at=self.at - HOUR, asked_at=self.at)
        fields = {"entry": entry.pk, "at": (self.at - HOUR).isoformat()}
        self.htmx(self.url("timer"), fields, method="DELETE")
        entry.refresh_from_db()
        self.assertEqual(entry.stopped_at, self.at - HOUR)
        self.assertIsNone(Clock.objects.get().asked_at)


class GapTest(SignsCase):
    def gap(self, minutes: int = 47, **query: int) -> HttpResponse:
        return self.look("gap", idle=minutes * 60, **query)

    def fields(self, entry: TimeEntry, minutes: int = 47, **more: Any) -> dict[str, Any]:
        since = self.at - minutes * MINUTE
        version = Clock.objects.get().version
        return {"entry": entry.pk, "since": since.isoformat(), "until": self.at.isoformat(), "version": version, **more}

    def test_it_is_asked_about_with_the_total_frozen(self) -> None:
        self.runs(3)
        html = self.gap().content.decode()
        self.assertIn("You were away for 47 m", html)
        self.assertIn("2:13:0", html)
        for choice in ("Keep", "Discard", "Discard and continue", "Split"):
            self.assertIn(f"<b>{choice}</b>", html)

    def test_it_ends_where_the_person_came_back(self) -> None:
        self.runs(3)
        self.assertIn("You were away for 37 m", self.gap(back=600).content.decode())

    def test_nothing_is_asked_where_there_is_nothing_to_ask(self) -> None:
        self.assertEqual(self.gap().status_code, 204, "No timer runs.")
        self.runs(3)
        self.assertEqual(self.gap(9).status_code, 204, "That is not long.")
        self.assertEqual(self.look("gap", idle="\u0664\u0667").status_code, 204)
        TimePreferences.objects.create(user=self.ana, idle_after=None)
        self.assertEqual(self.gap().status_code, 204, "She does not wish to be asked.")

    def test_who_was_at_another_device_was_not_away(self) -> None:
        self.runs(3, seen_at=self.at - 5 * MINUTE)
        self.assertEqual(self.gap().status_code, 204)
        Clock.objects.update(seen_at=self.at - 20 * MINUTE)
        self.assertIn("You were away for 20 m", self.gap().content.decode())

    def test_the_gap_does_not_begin_before_the_timer(self) -> None:
        self.runs(1)
        self.assertIn("You were away for 1 h", self.gap(300).content.decode())

    def test_each_choice_does_what_it_says(self) -> None:
        since = self.at - 47 * MINUTE
        outcomes: dict[str, list[tuple[datetime | None, datetime | None]]] = {
            "keep": [(None, None)],
            "discard": [(since, None)],
            "continue": [(since, None), (None, self.at)],
        }
        for choice, expected in outcomes.items():
            with self.subTest(choice):
                TimeEntry.objects.all().delete()
                entry = self.runs(3)
                self.assertEqual(self.htmx(self.url("gap"), self.fields(entry, choice=choice)).status_code, 200)
                found = list(TimeEntry.objects.order_by("started_at"))
                self.assertEqual([one.stopped_at for one in found], [stopped for stopped, _start in expected])
                if len(expected) > 1:
                    self.assertEqual(found[1].started_at, self.at)

    def test_a_split_is_typed(self) -> None:
        entry = self.runs(3)
        parts: dict[str, Any] = {
            "choice": "split",
            "length": ["15", "1:00", ""],
            "subject": [f"task:{self.inbox_task.number}", f"project:{self.website.pk}", ""],
            "words": ["", "Lunch talk", ""],
            "rest": "keep",
            "goes_on": "on",
        }
        answer = self.htmx(self.url("gap"), {**self.fields(entry, 90), **parts})
        self.assertIn("undo", answer["HX-Trigger"])
        durations = [one.duration for one in TimeEntry.objects.order_by("started_at")]
        self.assertEqual(durations, [105 * 60, 15 * 60, 60 * 60, None])

    def test_what_cannot_be_meant_comes_back_as_it_was_typed(self) -> None:
        entry = self.runs(3)
        before = self.counted()
        for length, words, said in (
            ("soon", "", "duration"),
            ("", "Lunch", "Say how long"),
            ("", "", "Say how long"),
            ("0", "", "Say how long"),
            ("2:00", "", "longer than the time you were away"),
            ("5", "x" * 180 + "\x00", "character"),
        ):
            with self.subTest(length=length, words=words[:9]):
                typed = {"choice": "split", "length": [length], "subject": [""], "words": [words]}
                answer = self.htmx(self.url("gap"), {**self.fields(entry), **typed})
                self.assertEqual((answer.status_code, answer["HX-Retarget"]), (400, "#gap-split"))
                self.assertIn(said, answer.content.decode())
        self.assertEqual(self.counted(), before)

    def test_nonsense_from_a_page_is_refused(self) -> None:
        entry = self.runs(3)
        before = self.counted()
        for more, status in (
            ({"entry": "x"}, 400),
            ({"since": "yesterday"}, 400),
            ({"until": ""}, 400),
            ({"version": ""}, 400),
            ({"version": "9" * 400}, 409),
            ({"entry": new_id()}, 409),
            ({"choice": "split", "length": ["5"], "subject": ["task:999999"], "words": [""]}, 404),
            (
                {"choice": "split", "length": ["5"], "subject": [f"project:{self.foreign_project.pk}"], "words": [""]},
                404,
            ),
            ({"choice": "split", "length": ["5"], "subject": ["project:x"], "words": [""]}, 404),
            ({"choice": "split", "length": ["5"], "subject": ["client:1"], "words": [""]}, 404),
        ):
            with self.subTest(more):
                self.assertEqual(
                    self.htmx(self.url("gap"), {**self.fields(entry), "choice": "keep", **more}).status_code, status
                )
        self.assertEqual(self.counted(), before)

    def test_an_answer_that_comes_second_is_refused(self) -> None:
        entry = self.runs(3)
        fields = self.fields(entry, choice="keep")
        self.assertEqual(self.htmx(self.url("gap"), fields).status_code, 200)
        self.assertEqual(self.htmx(self.url("gap"), {**fields, "choice": "discard"}).status_code, 409)
        self.assertIsNotNone(self.running())


class NoticesTest(SignsCase):
    def stopped(self) -> Notice:
        entry = self.runs(5)
        batch = new_id()
        actions.stop_timer(by=self.by_ana, at=self.at - HOUR, batch=batch)
        data = {
            "entry": str(entry.pk),
            "what": "Call <b>Ana</b>",
            "started_at": (self.at - 5 * HOUR).isoformat(),
            "stopped_at": (self.at - HOUR).isoformat(),
        }
        given = give(self.ana, NoticeKind.TIMER_STOPPED, key="k", workspace=entry.workspace, data=data, batch=batch)
        assert given is not None
        return given

    def test_every_page_says_plainly_what_was_done(self) -> None:
        self.stopped()
        page = self.client.get("/acme/time/").content.decode()
        local = (self.at - HOUR).astimezone(self.ana.zone)
        self.assertIn("We stopped your timer", page)
        self.assertRegex(
            page, rf"at [^,.]*{local:%H:%M}[^,.]*, the last sign of life"
        )  # after midnight it names the day
        self.assertIn("Call &lt;b&gt;Ana&lt;/b&gt;", page)

    def test_put_away_it_is_gone_everywhere(self) -> None:
        notice = self.stopped()
        url = self.url("notice", notice.pk)
        self.assertNotIn(b"We stopped", self.htmx(url, method="DELETE").content)
        self.assertNotContains(self.client.get("/acme/time/"), "We stopped")
        self.assertEqual(self.htmx(url, method="DELETE").status_code, 200)

    def test_the_undo_lets_it_run_on(self) -> None:
        notice = self.stopped()
        url = self.url("notice-undoing", notice.pk)
        self.assertEqual(self.htmx(url).status_code, 200)
        running = self.running()
        assert running is not None
        self.assertEqual(running.started_at, self.at - 5 * HOUR)
        self.assertNotContains(self.client.get("/acme/time/"), "We stopped")
        self.assertEqual(self.htmx(url).status_code, 409)

    def test_another_persons_notice_is_not_there(self) -> None:
        notice = self.stopped()
        self.client.force_login(self.mara)
        for name in ("notice", "notice-undoing"):
            self.assertEqual(
                self.htmx(self.url(name, notice.pk), method="" if name[-1] == "g" else "DELETE").status_code, 404
            )
        self.assertNotContains(self.client.get("/acme/time/"), "We stopped")

    def test_a_notice_that_says_too_little_breaks_no_page(self) -> None:
        for kind in (NoticeKind.TIMER_STOPPED, NoticeKind.NOT_TRACKING):
            give(self.ana, kind, key=kind.value, workspace=self.by_ana.workspace)
            self.assertEqual(self.client.get("/acme/time/").status_code, 200)
            Notice.objects.all().delete()

    def test_that_nothing_is_tracked_offers_to_start(self) -> None:
        give(self.ana, NoticeKind.NOT_TRACKING, key="k", data={"since": self.at.isoformat()})
        answer = self.look("notices")
        self.assertContains(answer, "You are not tracking")
        self.assertContains(answer, 'data-live="notices timer"')
        self.runs()
        self.assertNotContains(self.look("notices"), "You are not tracking")
