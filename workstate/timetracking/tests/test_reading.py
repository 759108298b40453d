from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from unittest import TestCase
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from workstate.core.durations import DurationError
from workstate.timetracking.reading import parse_moment, parse_worked, span_on

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # 12:00 in Berlin, a Monday


class MomentTest(TestCase):
    def test_what_people_type(self) -> None:
        cases = {
            "9:15": datetime(2026, 11, 23, 8, 15, tzinfo=UTC),
            "9.15": datetime(2026, 11, 23, 8, 15, tzinfo=UTC),
            "9": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
            "at 9am": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
            "11:30 PM": datetime(2026, 11, 22, 22, 30, tzinfo=UTC),
            "12am": datetime(2026, 11, 22, 23, 0, tzinfo=UTC),
            "9:15:20": datetime(2026, 11, 23, 8, 15, 20, tzinfo=UTC),
            "-10m": NOON - timedelta(minutes=10),
            "-10": NOON - timedelta(minutes=10),
            "-1:30": NOON - timedelta(minutes=90),
            "− 2 h": NOON - timedelta(hours=2),
            "yesterday 22:00": datetime(2026, 11, 22, 21, 0, tzinfo=UTC),
            "22:00 yesterday": datetime(2026, 11, 22, 21, 0, tzinfo=UTC),
            "2026-11-20 09:15": datetime(2026, 11, 20, 8, 15, tzinfo=UTC),
            "2026-11-20T09:15:00+00:00": datetime(2026, 11, 20, 9, 15, tzinfo=UTC),
            "2026-11-20T09:15:00Z": datetime(2026, 11, 20, 9, 15, tzinfo=UTC),
        }
        for typed, instant in cases.items():
            with self.subTest(typed=typed):
                self.assertEqual(parse_moment(typed, zone=BERLIN, current=NOON), instant)

    def test_a_time_still_to_come_is_yesterdays(self) -> None:
        self.assertEqual(
            parse_moment("23:50", zone=BERLIN, current=datetime(2026, 11, 22, 23, 30, tzinfo=UTC)),
            datetime(2026, 11, 22, 22, 50, tzinfo=UTC),
        )

    def test_of_a_time_shown_twice_the_last_that_has_been_is_meant(self) -> None:
        first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        between = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
        self.assertEqual(parse_moment("2:30", zone=BERLIN, current=between), first)
        self.assertEqual(parse_moment("2:30", zone=BERLIN, current=second + timedelta(hours=1)), second)

    def test_what_means_nothing_is_refused_in_words(self) -> None:
        for typed in ["25:00", "9:99", "13pm", "soon", "-", "--5", "0000-01-01 9:00", "20000-01-01 9:00", "2026-02-30 9:00",
                      "0001-01-01T00:00:00+14:00", "9" * 61, "٩:١٥", "9:15\x00"]:  # fmt: skip
            with self.subTest(typed=typed), self.assertRaises(DurationError):
                parse_moment(typed, zone=BERLIN, current=NOON)

    @given(st.text(max_size=70), st.sampled_from(ZONES))
    def test_any_text_is_an_instant_or_a_refusal(self, typed: str, zone: str) -> None:
        try:
            instant = parse_moment(typed, zone=ZoneInfo(zone), current=NOON)
        except DurationError:
            return
        self.assertIsNotNone(instant.tzinfo)


class WorkedTest(TestCase):
    TODAY = date(2026, 11, 23)

    def test_lengths_and_spans(self) -> None:
        self.assertEqual(parse_worked("1:30", today=self.TODAY).seconds, 5400)
        worked = parse_worked("9–17:15 yesterday", today=self.TODAY)
        assert worked.span is not None
        self.assertEqual((worked.span.start, worked.span.end, worked.day), (time(9), time(17, 15), date(2026, 11, 22)))
        self.assertEqual(parse_worked("today 90m", today=self.TODAY).day, self.TODAY)

    def test_each_is_refused_in_its_own_words(self) -> None:
        for typed, words in [
            ("-1:30", "negative"),
            ("9-25:00", "0:00 and 24:00"),
            ("x", "not a duration"),
            ("9-9", "same time"),
            ("9-", "two times"),
        ]:
            with self.subTest(typed=typed), self.assertRaisesRegex(DurationError, re.escape(words)):
                parse_worked(typed, today=self.TODAY)

    @given(st.text(max_size=70))
    def test_any_text_is_a_time_or_a_refusal(self, typed: str) -> None:
        try:
            worked = parse_worked(typed, today=self.TODAY)
        except DurationError:
            return
        self.assertNotEqual(worked.span is None, worked.seconds is None)

    @given(
        st.dates(date(1980, 1, 1), date(2099, 12, 31)),
        st.integers(0, 1439),
        st.integers(0, 1439),
        st.sampled_from(ZONES),
    )
    def test_no_span_ends_before_it_begins_nor_lasts_more_than_a_day_and_a_change_of_the_clock(
        self, day: date, first: int, last: int, zone: str
    ) -> None:
        try:
            worked = parse_worked(f"{first // 60}:{first % 60:02d}-{last // 60}:{last % 60:02d}", today=self.TODAY)
        except DurationError:
            return
        assert worked.span is not None
        start, end = span_on(day, worked.span, ZoneInfo(zone))
        self.assertLessEqual(timedelta(0), end - start)
        self.assertLessEqual(end - start, timedelta(hours=25))
