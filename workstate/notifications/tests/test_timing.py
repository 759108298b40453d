from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from workstate.notifications.kinds import Channel, Kind
from workstate.notifications.preferences import Wishes, next_digest, when_to_send
from workstate.notifications.quiet import Quiet

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(BERLIN, time(22), time(7))
NOON = Quiet(BERLIN, time(12), time(13, 30))
WEEKEND = Quiet(BERLIN, days=frozenset({5, 6}))


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)


class QuietTests(SimpleTestCase):
    def test_outside_of_it_something_may_come(self) -> None:
        for quiet, at in (
            (NIGHT, "2026-06-10T07:00"),
            (NIGHT, "2026-06-10T21:59"),
            (NOON, "2026-06-10T13:30"),
            (Quiet(BERLIN), "2026-06-10T03:00"),
        ):
            self.assertIsNone(quiet.end_of(berlin(at)))

    def test_it_ends_on_the_same_day_or_the_next(self) -> None:
        cases = {
            (NIGHT, "2026-06-10T22:00"): "2026-06-11T07:00",
            (NIGHT, "2026-06-10T23:59:59"): "2026-06-11T07:00",
            (NIGHT, "2026-06-11T00:00"): "2026-06-11T07:00",
            (NIGHT, "2026-06-11T06:59:59"): "2026-06-11T07:00",
            (NOON, "2026-06-10T12:00"): "2026-06-10T13:30",
            (WEEKEND, "2026-06-13T00:00"): "2026-06-15T00:00",
            (WEEKEND, "2026-06-14T23:59"): "2026-06-15T00:00",
        }
        for (quiet, at), end in cases.items():
            with self.subTest(at=at):
                self.assertEqual(quiet.end_of(berlin(at)), berlin(end))

    def test_a_quiet_weekend_leads_into_the_night_after_it(self) -> None:
        both = Quiet(BERLIN, time(22), time(7), frozenset({5, 6}))
        self.assertEqual(both.end_of(berlin("2026-06-12T23:00")), berlin("2026-06-15T07:00"))
        self.assertEqual(both.end_of(berlin("2026-06-13T12:00")), berlin("2026-06-15T07:00"))

    def test_six_quiet_days_lead_to_the_seventh(self) -> None:
        most = Quiet(BERLIN, time(8), time(7), frozenset({0, 1, 2, 3, 4, 5}))
        self.assertEqual(most.end_of(berlin("2026-06-15T00:00")), berlin("2026-06-21T07:00"))

    def test_the_night_is_an_hour_shorter_in_spring_and_longer_in_autumn(self) -> None:
        for evening, hours in (("2026-03-28T23:00", 7), ("2026-10-24T23:00", 9)):
            at = berlin(evening)
            self.assertEqual(NIGHT.next_open(at) - at, timedelta(hours=hours))

    def test_an_end_that_the_clock_skips_is_the_time_it_jumps_to(self) -> None:
        skipped = Quiet(BERLIN, time(22), time(2, 30))
        self.assertEqual(skipped.end_of(berlin("2026-03-29T01:00")), berlin("2026-03-29T03:30"))

    def test_an_end_that_comes_twice_is_the_next_one(self) -> None:
        twice = Quiet(BERLIN, time(22), time(2, 30))
        self.assertEqual(twice.end_of(berlin("2026-10-25T02:15")), berlin("2026-10-25T02:30"))
        self.assertEqual(twice.end_of(berlin("2026-10-25T02:15", fold=1)), berlin("2026-10-25T02:30", fold=1))
        self.assertIsNone(twice.end_of(berlin("2026-10-25T02:45")))

    def test_a_day_without_a_midnight_ends_where_the_next_begins(self) -> None:
        beirut = ZoneInfo("Asia/Beirut")
        saturday = Quiet(beirut, days=frozenset({5}))
        at = datetime(2026, 3, 28, 12, tzinfo=beirut)
        self.assertEqual(saturday.next_open(at).astimezone(beirut).isoformat(), "2026-03-29T01:00:00+03:00")


class SendingTests(SimpleTestCase):
    evening = berlin("2026-06-10T23:00")

    def test_at_once_is_at_once(self) -> None:
        wishes = Wishes(Quiet(BERLIN))
        self.assertEqual(when_to_send(wishes, Kind.ASSIGNED, Channel.MAIL, self.evening), self.evening)
        self.assertEqual(when_to_send(wishes, Kind.ASSIGNED, Channel.PUSH, self.evening), self.evening)

    def test_in_quiet_hours_it_waits_for_their_end(self) -> None:
        sent = when_to_send(Wishes(NIGHT), Kind.ASSIGNED, Channel.MAIL, self.evening)
        self.assertEqual(sent, berlin("2026-06-11T07:00"))

    def test_a_reminder_keeps_the_moment_that_its_person_chose(self) -> None:
        self.assertEqual(when_to_send(Wishes(NIGHT), Kind.REMINDER, Channel.PUSH, self.evening), self.evening)

    def test_what_is_off_is_not_sent(self) -> None:
        wishes = Wishes(Quiet(BERLIN), chosen={"assigned": {"mail": "off"}})
        self.assertIsNone(when_to_send(wishes, Kind.ASSIGNED, Channel.MAIL, self.evening))
        self.assertIsNone(when_to_send(wishes, Kind.REACTED, Channel.PUSH, self.evening))

    def test_what_the_app_shows_does_not_leave_the_house(self) -> None:
        self.assertIsNone(when_to_send(Wishes(Quiet(BERLIN)), Kind.ASSIGNED, Channel.APP, self.evening))

    def test_the_digest_comes_at_its_hour_and_not_twice_in_it(self) -> None:
        wishes = Wishes(Quiet(BERLIN), digest_hour=8)
        self.assertEqual(when_to_send(wishes, Kind.ENDED, Channel.MAIL, self.evening), berlin("2026-06-11T08:00"))
        self.assertEqual(next_digest(wishes, berlin("2026-06-11T07:59")), berlin("2026-06-11T08:00"))
        self.assertEqual(next_digest(wishes, berlin("2026-06-11T08:00")), berlin("2026-06-12T08:00"))

    def test_a_digest_in_the_quiet_comes_after_it(self) -> None:
        wishes = Wishes(Quiet(BERLIN, time(20), time(9), frozenset({5, 6})), digest_hour=8)
        sent = when_to_send(wishes, Kind.ENDED, Channel.MAIL, berlin("2026-06-12T21:00"))
        self.assertEqual(sent, berlin("2026-06-15T09:00"))

    def test_the_hour_of_the_digest_is_of_the_wall_clock_over_the_change(self) -> None:
        wishes = Wishes(Quiet(BERLIN), digest_hour=2)
        self.assertEqual(next_digest(wishes, berlin("2026-03-28T12:00")), berlin("2026-03-29T03:00"))
        self.assertEqual(next_digest(wishes, berlin("2026-10-24T12:00")), berlin("2026-10-25T02:00"))

    def test_what_nobody_knows_any_more_is_passed_over(self) -> None:
        wishes = Wishes(
            Quiet(BERLIN), chosen={"assigned": {"mail": "by pigeon", "push": "digest"}, "gone": {"app": "off"}}
        )
        self.assertEqual(when_to_send(wishes, Kind.ASSIGNED, Channel.MAIL, self.evening), self.evening)
        self.assertEqual(when_to_send(wishes, Kind.ASSIGNED, Channel.PUSH, self.evening), self.evening)
