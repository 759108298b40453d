"""The calendar of time: what is drawn where, and what is done to entries there."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid
from workstate.timetracking.actions import create_entry, start_timer, take_back
from workstate.timetracking.actions.moving import move_entry, stretch_entry
from workstate.timetracking.models import LockedPeriod, Submission, TimeEntry
from workstate.timetracking.tests.case import HTMX, TimeTestCase

MONDAY = date(2026, 3, 2)
QUERIES = 7
"""Who asks and where, the entries (2), their sums, and what closes their days (2)."""


def at(text: str) -> datetime:
    """In Berlin, where the offset is said."""
    return datetime.fromisoformat(text).astimezone(UTC)


def unix(text: str) -> int:
    return int(at(text).timestamp())


class CalendarTestCase(TimeTestCase):
    def entry(self, start: str, stop: str, **more: object) -> TimeEntry:
        return create_entry(by=self.by_ana, started_at=at(start), stopped_at=at(stop), **more)  # type: ignore[arg-type]

    def page(self, day: object = MONDAY, **asked: str) -> str:
        answer = self.client.get(self.url("calendar"), {"day": str(day), **asked})
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def block(self, page: str, entry: TimeEntry, more: str = "") -> str:
        found = re.search(rf'<li class="([^"]*)" id="block-{entry.pk}{more}"', page)
        assert found, page
        return found[1]


class DrawingTests(CalendarTestCase):
    def test_an_entry_stands_where_its_time_is_and_links_to_itself(self) -> None:
        entry = self.entry("2026-03-04T09:30+01:00", "2026-03-04T10:53:20+01:00", task=self.task)
        page = self.page()
        self.assertIn("h9 m6 f0 t1 u4 g3 b0 of1", self.block(page, entry))
        self.assertIn(f'href="{self.url("entry", entry.pk)}"', page)
        self.assertIn("09:30–10:53", page)
        self.assertIn(f'data-stop="{unix("2026-03-04T10:53:20+01:00")}"', page)

    def test_a_week_begins_on_the_day_of_the_person_and_a_day_is_alone(self) -> None:
        self.ana.first_weekday = 6
        self.ana.save(update_fields=["first_weekday"])
        self.assertEqual(re.findall(r'data-hours="(\S+)"', self.page())[0], "2026-03-01")
        self.assertEqual(re.findall(r'data-hours="(\S+)"', self.page(view="day")), ["2026-03-02"])

    def test_over_midnight_it_is_drawn_on_both_days_as_one_thing_and_counted_on_each(self) -> None:
        entry = self.entry("2026-03-03T22:30+01:00", "2026-03-04T01:15+01:00")
        page = self.page()
        self.assertIn("goes-ahead", self.block(page, entry))
        self.assertIn("goes-on", self.block(page, entry, "-2026-03-04"))
        self.assertEqual(page.count(f'data-entry="{entry.pk}"'), 2)
        self.assertEqual(re.findall(r'tc-total num">\s*<span>([\d:]+)', page), ["1:30", "1:15"])

    def test_both_passes_of_the_hour_that_comes_twice_are_different_blocks(self) -> None:
        first = self.entry("2025-10-26T02:30+02:00", "2025-10-26T02:45+02:00")
        second = self.entry("2025-10-26T02:30+01:00", "2025-10-26T02:45+01:00")
        page = self.page(date(2025, 10, 26))
        self.assertIn("h2 m6 f0", self.block(page, first))
        self.assertIn("h3 m6 f0", self.block(page, second))
        self.assertIn("25 h", page)

    def test_logged_hours_stand_above_and_count(self) -> None:
        entry = create_entry(by=self.by_ana, day=MONDAY, duration=5400, description="Reading")
        page = self.page()
        self.assertIn("tc-logged", self.block(page, entry))
        self.assertIn("<span>1:30</span>", page)

    def test_what_overlaps_stands_side_by_side_and_says_so(self) -> None:
        first = self.entry("2026-03-02T09:00+01:00", "2026-03-02T11:00+01:00")
        second = self.entry("2026-03-02T10:00+01:00", "2026-03-02T12:00+01:00")
        page = self.page()
        self.assertIn("b0 of2", self.block(page, first))
        self.assertIn("b1 of2 is-over", self.block(page, second))
        self.assertIn(self.url("mends", second.pk), page)

    def test_a_gap_in_working_hours_can_be_filled_and_one_in_the_evening_is_none(self) -> None:
        before = self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00")
        self.entry("2026-03-02T11:00+01:00", "2026-03-02T16:00+01:00")
        self.entry("2026-03-02T18:00+01:00", "2026-03-02T19:00+01:00")
        page = self.page()
        gaps = re.findall(r'class="tc-gap ([^"]*)"', page)
        self.assertEqual(gaps, ["h10 m0 f0 t1 u0 g0", "h16 m0 f0 t1 u0 g0"])
        self.assertIn(self.url("extension", before.pk), page)

    def test_the_running_one_reaches_to_now_and_its_total_grows(self) -> None:
        start_timer(by=self.by_ana, at=now() - timedelta(minutes=2))
        page = self.client.get(self.url("calendar")).content.decode()
        self.assertIn("data-running", page)
        self.assertRegex(page, r'tc-total num">\s*<time data-elapsed-since')

    def test_closed_days_are_not_to_be_changed(self) -> None:
        kept = self.entry("2026-03-05T09:00+01:00", "2026-03-05T10:00+01:00")
        held = self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00")
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace, last=date(2026, 3, 3), note="Paid", locked_at=now()
        )
        page = self.page()
        self.assertIn("is-closed", self.block(page, held))
        self.assertNotIn("is-closed", self.block(page, kept))
        self.assertIn("Locked: Paid", page)
        self.assertNotIn("data-moves", page.split(f'id="block-{held.pk}"')[1].split(">")[0])

    def test_a_week_that_was_handed_in_is_closed_for_its_person_alone(self) -> None:
        held = self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00")
        last = MONDAY + timedelta(days=6)
        Submission.objects.create(
            workspace=self.by_mara.workspace, user=self.mara, first=MONDAY, last=last, seconds=1, submitted_at=now()
        )
        self.assertNotIn("is-closed", self.block(self.page(), held))
        Submission.objects.create(
            workspace=self.by_ana.workspace, user=self.ana, first=MONDAY, last=last, seconds=1, submitted_at=now()
        )
        self.assertIn("Submitted for approval", self.page())

    def test_nobody_else_is_drawn_nor_what_is_in_the_bin(self) -> None:
        create_entry(by=self.by_mara, day=MONDAY, duration=60, description="Secret")
        create_entry(by=self.by_ana, day=MONDAY, duration=60, description="Gone", id=uuid4())
        TimeEntry.objects.filter(description="Gone").update(deleted_at=now())
        page = self.page()
        self.assertNotIn("Secret", page)
        self.assertNotIn("Gone", page)
        self.assertIn("Nothing tracked here yet", page)

    def test_odd_addresses_show_a_week(self) -> None:
        for asked in ("0000-00-00", "20000-01-01", "x", "1970-01-01", "2199-12-31", "\x00", "0001-01-01"):
            with self.subTest(asked=asked):
                self.assertIn("data-hours", self.page(asked))
        self.assertIn("data-hours", self.page(view="year"))

    def test_titles_are_escaped_and_long_ones_whole(self) -> None:
        self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00", description="<b>" + "x" * 900)
        page = self.page()
        self.assertIn("&lt;b&gt;" + "x" * 900, page)

    def test_the_number_of_queries_does_not_depend_on_what_there_is(self) -> None:
        self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00", task=self.task)
        self.page()  # What is remembered from the first request on is not counted.
        with self.assertNumQueries(QUERIES):
            self.client.get(self.url("calendar"), {"day": str(MONDAY)}, headers=HTMX)
        for day in range(2, 8):
            for hour in range(8, 18):
                self.entry(f"2026-03-0{day}T{hour:02}:00+01:00", f"2026-03-0{day}T{hour:02}:40+01:00", task=self.task)
        self.entry("2026-03-03T22:00+01:00", "2026-03-04T02:00+01:00", project=self.website)
        create_entry(by=self.by_ana, day=MONDAY, duration=60)
        with self.assertNumQueries(QUERIES):
            self.client.get(self.url("calendar"), {"day": str(MONDAY)}, headers=HTMX)


class MovingTests(CalendarTestCase):
    def test_moving_keeps_the_length_to_the_second_and_is_taken_back_as_one(self) -> None:
        entry = self.entry("2026-03-02T09:00:07+01:00", "2026-03-02T10:00:20+01:00")
        batch = uuid4()
        moved = move_entry(entry, at("2026-03-03T14:00+01:00"), by=self.by_ana, batch=batch)
        self.assertEqual(moved.stopped_at, at("2026-03-03T15:00:13+01:00"))
        self.assertEqual((moved.day, moved.duration), (date(2026, 3, 3), 3613))
        take_back(batch, by=self.by_ana)
        entry.refresh_from_db()
        self.assertEqual(entry.started_at, at("2026-03-02T09:00:07+01:00"))

    def test_the_end_that_is_not_touched_keeps_its_seconds(self) -> None:
        entry = self.entry("2026-03-02T09:00:07+01:00", "2026-03-02T10:00:20+01:00")
        entry = stretch_entry(entry, start=at("2026-03-02T08:45+01:00"), by=self.by_ana)
        self.assertEqual(entry.stopped_at, at("2026-03-02T10:00:20+01:00"))
        entry = stretch_entry(entry, stop=at("2026-03-03T00:30+01:00"), by=self.by_ana)
        self.assertEqual((entry.started_at, entry.last_day), (at("2026-03-02T08:45+01:00"), date(2026, 3, 3)))

    def test_of_the_running_one_only_the_beginning_moves(self) -> None:
        entry = start_timer(by=self.by_ana, at=now() - timedelta(minutes=30))
        earlier = now() - timedelta(minutes=45)
        self.assertEqual(stretch_entry(entry, start=earlier, by=self.by_ana).started_at, earlier)
        with self.assertRaises(Conflict):
            stretch_entry(entry, stop=now(), by=self.by_ana)
        with self.assertRaises(Conflict):
            move_entry(entry, earlier, by=self.by_ana)

    def test_logged_hours_go_to_another_day_or_get_clock_times(self) -> None:
        entry = create_entry(by=self.by_ana, day=MONDAY, duration=5400)
        entry = move_entry(entry, date(2026, 3, 5), by=self.by_ana)
        self.assertEqual((entry.day, entry.started_at), (date(2026, 3, 5), None))
        entry = move_entry(entry, at("2026-03-04T13:00+01:00"), by=self.by_ana)
        self.assertEqual((entry.day, entry.stopped_at), (date(2026, 3, 4), at("2026-03-04T14:30+01:00")))
        with self.assertRaises(Conflict):
            move_entry(entry, MONDAY, by=self.by_ana)

    def test_into_the_future_nothing_goes(self) -> None:
        entry = self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00")
        count = self.counted()
        with self.assertRaises(Invalid):
            move_entry(entry, now() + timedelta(hours=1), by=self.by_ana)
        self.assertEqual(self.counted(), count)


class ViewTests(CalendarTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.meeting = self.entry("2026-03-02T09:00+01:00", "2026-03-02T10:00+01:00", description="Meeting")

    def test_a_block_is_moved_in_one_request_with_one_undo(self) -> None:
        answer = self.htmx(self.url("calendar-place", self.meeting.pk), {"to": unix("2026-03-03T11:00+01:00")})
        self.assertEqual(answer.status_code, 200)
        self.assertRegex(json.loads(answer["HX-Trigger"])["toast"]["text"], "3 Mar( 2026)? 11:00–12:00")
        self.htmx(json.loads(answer["HX-Trigger"])["toast"]["undo"])
        self.meeting.refresh_from_db()
        self.assertEqual(self.meeting.started_at, at("2026-03-02T09:00+01:00"))

    def test_nonsense_is_refused_and_writes_nothing(self) -> None:
        count = self.counted()
        place = self.url("calendar-place", self.meeting.pk)
        for sent in ({}, {"to": "x"}, {"to": "-5"}, {"to": "9" * 30}, {"day": "2026-02-30"}, {"start": "\x00"},
                     {"day": "0000-01-01"}, {"stop": unix("2026-03-01T10:00+01:00")}):  # fmt: skip
            with self.subTest(sent=sent):
                self.assertIn(self.htmx(place, sent).status_code, {400, 409})
        self.assertEqual(self.counted(), count)

    def test_time_that_was_drawn_is_written_as_it_was_drawn(self) -> None:
        # Half past two comes twice on this day: what was drawn says which is meant.
        start, stop = unix("2025-10-26T02:30+01:00"), unix("2025-10-26T02:45+01:00")
        sent = {"id": uuid4(), "start": start, "stop": stop, "worked": "02:30–02:45", "shown": "02:30–02:45"}
        answer = self.htmx(self.url("calendar"), {**sent, "day": "2025-10-26", "description": "Night"})
        self.assertEqual(answer.status_code, 200)
        entry = TimeEntry.objects.get(description="Night")
        self.assertEqual(entry.started_at, at("2025-10-26T02:30+01:00"))
        self.assertIn("/undoing/", answer["HX-Trigger"])
        self.htmx(self.url("calendar"), {**sent, "day": "2025-10-26", "description": "Night"})
        self.assertEqual(TimeEntry.objects.filter(description="Night").count(), 1)

    def test_what_is_typed_over_it_counts_instead(self) -> None:
        start, stop = unix("2026-03-03T09:00+01:00"), unix("2026-03-03T10:00+01:00")
        sent = {"start": start, "stop": stop, "worked": "9-9:20", "shown": "09:00–10:00", "day": "2026-03-03"}
        self.htmx(self.url("calendar"), {**sent, "description": "Typed"})
        self.assertEqual(TimeEntry.objects.get(description="Typed").duration, 1200)
        answer = self.htmx(self.url("calendar"), {**sent, "worked": "nonsense"})
        self.assertContains(answer, "tc-slot", status_code=400)
        answer = self.htmx(self.url("calendar"), {**sent, "worked": "09:00–10:00", "start": "x"})
        self.assertContains(answer, "cannot be read", status_code=400)

    def test_an_entry_opens_beside_its_block_and_is_changed_there(self) -> None:
        address = self.url("calendar-entry", self.meeting.pk)
        self.assertContains(self.client.get(address, headers=HTMX), 'value="Meeting"')
        self.assertRedirects(self.client.get(address), self.url("entry", self.meeting.pk))
        fields = {"description": "Stand-up", "worked": "09:00–10:00", "day": "2026-03-02"}
        answer = self.htmx(address, fields, method="PATCH")
        self.assertIn("/undoing/", answer["HX-Trigger"])
        self.meeting.refresh_from_db()
        self.assertEqual(self.meeting.description, "Stand-up")
        self.assertContains(self.htmx(address, {**fields, "worked": "?"}, method="PATCH"), "?", status_code=400)

    def test_it_is_split_at_the_pointer_or_in_its_middle(self) -> None:
        menu = self.client.get(
            self.url("calendar-menu", self.meeting.pk), {"at": unix("2026-03-02T09:20+01:00")}, headers=HTMX
        )
        self.assertContains(menu, "Split at 09:20")
        far = self.client.get(self.url("calendar-menu", self.meeting.pk), {"at": 1}, headers=HTMX)
        self.assertContains(far, "Split at 09:01")
        self.htmx(self.url("calendar-split", self.meeting.pk), {"at": unix("2026-03-02T09:20+01:00")})
        self.htmx(self.url("calendar-split", self.meeting.pk))
        lengths = TimeEntry.objects.of(self.ana).kept().order_by("started_at").values_list("duration", flat=True)
        self.assertEqual(list(lengths), [600, 600, 2400])

    def test_what_is_too_short_is_not_split(self) -> None:
        short = self.entry("2026-03-02T12:00+01:00", "2026-03-02T12:01+01:00")
        menu = self.client.get(self.url("calendar-menu", short.pk), headers=HTMX)
        self.assertNotContains(menu, "Split")
        self.assertEqual(self.htmx(self.url("calendar-split", short.pk)).status_code, 400)

    def test_others_find_nothing_and_an_administrator_changes_nothing(self) -> None:
        count = self.counted()
        for person, status in ((self.boris, 404), (self.gil, 404), (self.mara, 403)):
            self.client.force_login(person)
            for name in ("calendar-place", "calendar-split", "calendar-entry"):
                with self.subTest(person=str(person), name=name):
                    sent = {"to": unix("2026-03-03T11:00+01:00"), "worked": "1:00", "day": "2026-03-02"}
                    self.assertEqual(self.htmx(self.url(name, self.meeting.pk), sent).status_code, status)
        self.assertEqual(self.counted(), count)

    def test_without_its_script_the_page_adds_by_a_plain_form(self) -> None:
        answer = self.client.post(self.url("calendar"), {"worked": "1:30", "day": "2026-03-02"})
        self.assertEqual(answer.status_code, 302)
        answer = self.client.post(self.url("calendar"), {"worked": "", "day": "2026-03-02"})
        self.assertContains(answer, "data-refused", status_code=400)
        self.assertIs(Event.objects.filter(verb="entry.created").exists(), True)
