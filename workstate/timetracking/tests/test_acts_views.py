"""Many entries by one request from the list of days, and what is offered for one; each answer has its Undo."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from workstate.core.clock import now, today
from workstate.timetracking.actions import delete_entries, start_timer
from workstate.timetracking.models import TimeEntry, TimeRules
from workstate.timetracking.tests.case import HTMX
from workstate.timetracking.tests.test_many import MONDAY, ManyCase

PICKER = {**HTMX, "HX-Target": "div#picker"}


class ActsCase(ManyCase):
    page = "/acme/time/?since=2026-03-01&until=2026-03-08"

    def act(self, *entries: TimeEntry, **fields: Any) -> HttpResponse:
        ids = ",".join(str(entry.pk) for entry in entries)
        return self.htmx(self.url("acts"), {"entries": ids, **fields}, page=self.page)

    def undo(self, response: HttpResponse) -> HttpResponse:
        toast = json.loads(response.headers["HX-Trigger"])["toast"]
        self.assertRegex(toast["undo"], r"^/acme/time/acts/[0-9a-f-]{36}/undoing/$")
        return self.htmx(toast["undo"], page=self.page)

    def said(self, response: HttpResponse) -> str:
        return str(json.loads(response.headers["HX-Trigger"])["toast"]["text"])


class ActsTest(ActsCase):
    def test_each_field_is_given_to_all_and_taken_back_by_one_undo(self) -> None:
        one, two = self.entry("09:00", "10:00"), self.entry("1:30")
        before = self.state()
        for fields, said in [
            ({"task": self.task.number}, "2 entries changed."),
            ({"project": self.website.pk}, "2 entries changed."),
            ({"description": "Words"}, "2 entries changed."),
            ({"billable": "on"}, "2 entries changed."),
            ({"add_labels": "dev"}, "2 entries changed."),
            ({"choice": "labels", "typed": "@new one"}, "2 entries changed."),
            ({"day": "2026-03-05"}, "2 entries moved."),
            ({"act": "copy"}, "2 entries duplicated."),
            ({"act": "copy-today"}, "2 entries duplicated to today."),
            ({"act": "delete"}, "2 entries deleted."),
            ({"act": "merge"}, "2 entries merged into one."),
        ]:
            with self.subTest(fields=fields):
                response = self.act(one, two, **fields)
                self.assertEqual(self.said(response), said)
                self.assertNotEqual(self.state(), before)
                self.assertContains(response, 'hx-target="#days"')
                self.assertEqual(self.said(self.undo(response)), "Taken back.")
                self.assertEqual(self.state(), before)

    def test_nonsense_changes_nothing(self) -> None:
        one = self.entry("09:00", "10:00")
        maras = self.entry("1:00", by=self.by_mara)
        gone = self.entry("2:00")
        delete_entries([gone.pk], by=self.by_ana)
        counted = self.counted()
        wrong: list[tuple[dict[str, Any], int]] = [
            ({"act": "explode"}, 400), ({}, 400), ({"day": ""}, 400), ({"day": "20000-01-01"}, 400), ({"day": "\x00"}, 400),
            ({"day": "0000-00-00"}, 400), ({"description": "x" * 10_000}, 400), ({"description": "a\x00b"}, 400), ({"task": "x"}, 404),
            ({"task": "9" * 30}, 404), ({"project": self.foreign_project.pk}, 404), ({"project": "x"}, 400),
            ({"billable": "perhaps"}, 400), ({"act": "merge"}, 400),
        ]  # fmt: skip
        for fields, status in wrong:
            with self.subTest(fields={k: str(v)[:20] for k, v in fields.items()}):
                self.assertEqual(self.act(one, **fields).status_code, status)
        for ids in ("", "x", str(maras.pk), str(gone.pk), f"{one.pk},{maras.pk}"):
            with self.subTest(ids=ids):
                response = self.htmx(self.url("acts"), {"entries": ids, "act": "delete"}, page=self.page)
                self.assertEqual(response.status_code, 404 if ids else 400)
        self.assertEqual(self.client.get(self.url("acts")).status_code, 405)
        self.assertEqual(self.counted(), counted)

    def test_one_request_has_as_many_queries_for_five_as_for_two_hundred(self) -> None:
        entries = [self.entry(f"{hour:02}:00", f"{hour:02}:30", day=MONDAY + timedelta(days=day), task=self.task)
                   for day in range(10) for hour in range(20)]  # fmt: skip

        def queries(some: list[TimeEntry]) -> int:
            with CaptureQueriesContext(connection) as captured:
                self.assertEqual(self.act(*some, description=f"of {len(some)}").status_code, 200)
            return len(captured)

        self.act(*entries[:2], description="once")
        self.assertEqual(queries(entries[:5]), queries(entries))

    def test_without_script_boxes_and_buttons_do_it(self) -> None:
        one, two = self.entry("09:00", "10:00"), self.entry("1:30")
        response = self.client.post(self.url("acts"), {"entries": [one.pk, two.pk], "act": "delete"}, follow=True)
        self.assertContains(response, "2 entries deleted.")
        self.assertEqual(TimeEntry.objects.kept().count(), 0)
        for what in ("project", "task", "labels", "day", "description", "merge"):
            page = self.client.get(
                self.url("act-choices", what), {"entries": [str(self.entry(length).pk) for length in ("1:00", "2:00")]}
            )
            self.assertContains(page, "<h1")


class ChoicesTest(ActsCase):
    def choices(self, what: str, *entries: TimeEntry, **query: Any) -> HttpResponse:
        ids = ",".join(str(entry.pk) for entry in entries)
        return self.client.get(self.url("act-choices", what), {"entries": ids, **query}, headers=PICKER)  # type: ignore[return-value]

    def test_for_one_entry_its_id_goes_along_and_for_a_selection_its_boxes(self) -> None:
        one = self.entry("1:00")
        self.assertContains(self.choices("project", one), f'action="/acme/time/acts/?entries={one.pk}"')
        self.assertNotContains(self.choices("project", one), "hx-include")
        many = self.choices("project", one, selected=1)
        self.assertContains(many, 'hx-include:inherited="main .row-select:checked"')
        self.assertContains(many, 'action="/acme/time/acts/"')
        self.assertContains(
            self.client.get(self.url("act-choices", "project"), {"selected": 200}, headers=PICKER), "Website"
        )

    def test_labels_say_on_how_many_they_are_and_stay_open(self) -> None:
        one, two = self.entry("1:00", labels=["dev", "phone"]), self.entry("2:00", labels=["dev"])
        page = self.choices("labels", one, two).content.decode()
        self.assertRegex(page, r'name="remove_labels" value="dev" aria-selected="true"')
        self.assertRegex(page, r'name="add_labels" value="phone" aria-selected="false"')
        self.assertIn("on 1 of 2", page)
        again = self.client.post(
            f"{self.url('acts')}?entries={one.pk},{two.pk}",
            {"choice": "labels", "stay": "1", "remove_labels": "dev"},
            headers={**PICKER, "HX-Current-URL": f"http://testserver{self.page}"},
        )
        self.assertContains(again, 'name="add_labels" value="dev"')
        self.assertContains(again, 'hx-target="#days"')
        self.assertNotIn("HX-Reswap", again.headers)

    def test_a_refusal_is_said_in_the_panel(self) -> None:
        one = self.entry("09:00", "10:00")
        ahead = (today(self.by_ana.zone) + timedelta(days=3)).isoformat()
        answer = self.client.post(
            f"{self.url('acts')}?entries={one.pk}", {"choice": "day", "day": ahead}, headers=PICKER
        )
        self.assertContains(answer, "in the future", status_code=400)

    def test_what_a_merger_makes_is_said_before(self) -> None:
        one, two = self.entry("09:00", "10:00", description="First"), self.entry("10:00", "11:00", description="Second")
        apart = self.entry("13:00", "13:30")
        touching = self.choices("merge", one, two)
        self.assertContains(touching, "09:00 – 11:00")
        self.assertContains(touching, "First")
        self.assertContains(self.choices("merge", one, apart), "1 h 30 m on that day, without clock times")
        over = self.entry("09:30", "10:30")
        self.assertContains(self.choices("merge", one, over), "counts once")
        self.assertContains(self.choices("merge", one), "Choose two entries or more")
        self.assertContains(self.choices("merge", one, start_timer(by=self.by_ana)), "Stop it first")

    def test_others_entries_are_not_there(self) -> None:
        maras = self.entry("1:00", by=self.by_mara)
        for what in ("labels", "merge", "description"):
            self.assertEqual(self.choices(what, maras).status_code, 404)
        self.assertEqual(self.choices("nonsense", self.entry("1:00")).status_code, 404)


class SplitViewTest(ActsCase):
    def split(self, entry: TimeEntry, where: str) -> HttpResponse:
        return self.htmx(self.url("split", entry.pk), {"where": where}, page=self.page)

    def test_as_people_type_it(self) -> None:
        for where, lengths in [
            ("10:15", [4500, 6300]), ("10.15", [4500, 6300]), ("10", [3600, 7200]), ("at 11:30", [9000, 1800]), ("11:30 am", [9000, 1800]),
            ("1:30", [5400, 5400]), ("after 2h", [7200, 3600]), ("90m", [5400, 5400]), ("nach 45 min", [2700, 8100]),
            ("3 parts", [3600] * 3), ("3x", [3600] * 3), ("in 4 Teile", [2700] * 4), ("half", [5400, 5400]), ("/2", [5400, 5400]),
        ]:  # fmt: skip
            with self.subTest(where=where):
                entry = self.entry("09:00", "12:00")
                response = self.split(entry, where)
                self.assertEqual(self.said(response), f"Split into {len(lengths)} entries.")
                found = TimeEntry.objects.kept().order_by("started_at").values_list("duration", flat=True)
                self.assertEqual(list(found), lengths)
                TimeEntry.objects.all().delete()

    def test_the_pieces_are_shown_before_and_one_undo_joins_them(self) -> None:
        entry = self.entry("09:00", "12:00")
        said = {**HTMX, "HX-Target": "div#split-said"}
        shown = self.client.get(self.url("split", entry.pk), {"where": "10:15"}, headers=said)
        self.assertContains(shown, "10:15 – 12:00")
        self.assertContains(self.client.get(self.url("split", entry.pk), {"where": "8:00"}, headers=said), "not within")
        self.assertContains(self.client.get(self.url("split", entry.pk), {"where": "x\x00"}, headers=said), "duration")
        self.assertContains(self.client.get(self.url("split", entry.pk), headers=PICKER), "In half")
        self.assertContains(self.client.get(self.url("split", entry.pk)), "<h1")
        self.undo(self.split(entry, "10:15"))
        self.assertEqual(self.seen(), [("", "02 09:00-12:00", 10800)])

    def test_over_midnight_a_time_of_day_means_the_one_within(self) -> None:
        self.split(self.entry("22:00", "02:00"), "1:15")
        self.assertEqual([seconds for _w, _s, seconds in self.seen()], [11700, 2700])

    def test_what_cannot_be_read_says_so_in_the_panel(self) -> None:
        entry = self.entry("09:00", "12:00")
        counted = self.counted()
        for where in ("", "soon", "99 parts", "-1h", "9" * 80, "12:00", "25:00"):
            with self.subTest(where=where):
                self.assertContains(self.split(entry, where), "field-error", status_code=400)
        self.client.force_login(self.mara)
        self.assertEqual(self.split(entry, "10:15").status_code, 403)
        self.assertEqual(self.counted(), counted)


class MendsViewTest(ActsCase):
    def test_ways_are_offered_in_words_and_done_by_one_click(self) -> None:
        one, two = self.entry("09:00", "10:30", description="One"), self.entry("10:15", "11:00", description="Two")
        menu = self.client.get(self.url("mends", one.pk), headers=HTMX)
        self.assertContains(menu, "Overlaps with Two, 10:15 – 10:30")
        self.assertContains(menu, "End the earlier one at 10:15")
        self.assertContains(menu, "Start the later one at 10:30")
        response = self.htmx(self.url("mends", one.pk), {"other": str(two.pk), "means": "end-first"}, page=self.page)
        self.assertEqual(self.said(response), "Overlap mended.")
        self.assertEqual(self.seen(), [("One", "02 09:00-10:15", 4500), ("Two", "02 10:15-11:00", 2700)])
        self.undo(response)
        self.assertEqual(self.seen()[0], ("One", "02 09:00-10:30", 5400))
        self.assertContains(
            self.client.get(self.url("day-list"), {"since": "2026-03-01", "until": "2026-03-08"}),
            "overlaps</button>",
            2,
        )

    def test_strangers_and_nonsense_mend_nothing(self) -> None:
        one, two = self.entry("09:00", "10:30"), self.entry("10:15", "11:00")
        maras = self.entry("09:00", "10:30", by=self.by_mara)
        counted = self.counted()
        for other, means, status in [
            (two.pk, "explode", 400), (two.pk, "", 400), ("x", "end-first", 400), (maras.pk, "end-first", 404), (two.pk, "start-first", 409),
        ]:  # fmt: skip
            with self.subTest(other=str(other), means=means):
                response = self.htmx(self.url("mends", one.pk), {"other": str(other), "means": means}, page=self.page)
                self.assertEqual(response.status_code, status)
        self.assertEqual(self.counted(), counted)


class GapsViewTest(ActsCase):
    def setUp(self) -> None:
        super().setUp()
        self.first, self.second = self.entry("09:30", "10:15"), self.entry("11:00", "12:00")

    def listed(self) -> str:
        return self.client.get(self.url("day-list"), {"since": "2026-03-01", "until": "2026-03-08"}).content.decode()

    def test_a_gap_opens_the_form_with_its_time(self) -> None:
        page = self.listed()
        self.assertIn("45 m not tracked", page)
        [address] = set(re.findall(r'hx-get="(/acme/time/new/\?[^"]+)"', page))
        form = self.client.get(address.replace("&amp;", "&"), {}, headers=HTMX)
        self.assertContains(form, 'value="10:15–11:00"')
        self.assertContains(form, 'value="2026-03-02"')
        plain = self.client.get(address.replace("&amp;", "&"), follow=True)
        self.assertContains(plain, 'value="10:15–11:00"')
        odd = self.client.get(self.url("entry-add"), {"day": "20000-99-99", "worked": "<b>\x00"}, headers=HTMX)
        self.assertNotContains(odd, "<b>")

    def test_a_gap_between_seconds_is_filled_to_the_second(self) -> None:
        assert self.first.stopped_at
        later = self.first.stopped_at + timedelta(seconds=20)
        TimeEntry.objects.filter(pk=self.first.pk).update(stopped_at=later, duration=2720)
        [address] = set(re.findall(r'hx-get="/acme/time/new/\?([^"]+)"', self.listed()))
        self.assertIn("10%3A15%3A20", address)
        self.htmx(self.url("day-list"), {"worked": "10:15:20–11:00:00", "day": "2026-03-02"}, page=self.page)
        self.assertNotIn("not tracked", self.listed())
        self.assertNotIn("overlaps", self.listed())

    def test_one_of_the_neighbours_is_stretched_over_it(self) -> None:
        zone = self.by_ana.zone
        for entry, to in [(self.first, "11:00"), (self.second, "10:15")]:
            at = datetime.fromisoformat(f"2026-03-02T{to}").replace(tzinfo=zone).isoformat()
            response = self.htmx(self.url("extension", entry.pk), {"to": at}, page=self.page)
            self.assertNotIn("not tracked", self.listed())
            self.undo(response)
            self.assertIn("45 m not tracked", self.listed())
        for to in ("", "x", "2026-03-02T11:00", "9999-12-31T23:59:59Z", now().isoformat()):
            self.assertEqual(
                self.htmx(self.url("extension", self.first.pk), {"to": to}, page=self.page).status_code, 400
            )

    def test_on_a_day_off_nothing_is_missed(self) -> None:
        sunday = date(2026, 3, 1)
        self.entry("09:30", "10:15", day=sunday)
        self.entry("11:00", "12:00", day=sunday)
        self.assertEqual(self.listed().count("not tracked"), 1)


class MarksTest(ActsCase):
    def test_what_the_workspace_wants_is_one_click_away_where_it_is_missing(self) -> None:
        entry = self.entry("09:00", "10:00")
        TimeRules.objects.create(workspace=self.by_ana.workspace, requires_project=True, requires_label=True)
        page = self.client.get(self.url("day-list"), {"since": "2026-03-01", "until": "2026-03-08"})
        self.assertContains(page, "needs a project")
        self.assertContains(page, "needs a label")
        self.assertContains(page, f"/acme/time/acts/choices/project/?entries={entry.pk}")
        self.act(entry, project=self.website.pk)
        page = self.client.get(self.url("day-list"), {"since": "2026-03-01", "until": "2026-03-08"})
        self.assertNotContains(page, "needs a project")

    def test_the_ribbon_is_for_the_eye_alone(self) -> None:
        self.entry("05:10", "06:00", task=self.task)
        self.entry("23:00", "01:00")
        page = self.client.get(self.url("day-list"), {"since": "2026-03-01", "until": "2026-03-08"})
        self.assertContains(page, '<div class="ribbon-line" aria-hidden="true">', 2)
        self.assertContains(page, "05:10 – 06:00 Call Ana")
        self.assertNotContains(page, "style=")

    def test_the_menu_offers_what_suits_the_entry(self) -> None:
        one, two = self.entry("09:00", "10:00"), self.entry("10:00", "11:00")
        menu = self.client.get(self.url("entry-menu", one.pk), headers=HTMX)
        self.assertContains(menu, "Merge with the one after")
        self.assertNotContains(menu, "Merge with the one before")
        self.assertContains(menu, f"?entries={one.pk},{two.pk}")
        self.assertContains(menu, "Duplicate to today")
        running = start_timer(self.task, by=self.by_ana)
        self.assertNotContains(self.client.get(self.url("entry-menu", running.pk), headers=HTMX), "Duplicate")
