from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.test import Client, SimpleTestCase, override_settings
from django.utils import timezone

from workstate.accounts.formats import Formats, current_formats, written_as
from workstate.accounts.models import DateOrder, TimeFormat, User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import today
from workstate.core.colours import COLOURS
from workstate.testing import CastTestCase

PROFILE = "/settings/"
APPEARANCE = "/settings/appearance/"
GOOD = {
    "name": "Ana K.",
    "time_zone": "Asia/Kathmandu",
    "time_format": "12",
    "date_order": "MDY",
    "first_weekday": "6",
    "hours": "7.5",
}


class ProfileTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_everything_said_about_oneself_is_kept(self) -> None:
        self.assertRedirects(self.client.post(PROFILE, GOOD), PROFILE)
        ana = User.objects.get(pk=self.ana.pk)
        self.assertEqual(
            (ana.name, ana.time_zone, ana.time_format, ana.date_order, ana.first_weekday, ana.workday_seconds),
            ("Ana K.", "Asia/Kathmandu", "12", "MDY", 6, 27_000),
        )
        self.assertContains(self.client.get(PROFILE), 'value="7.5"')
        self.assertEqual(Event.objects.filter(verb=Verb.ACCOUNT_CHANGED, user=self.ana).count(), 1)

    def test_what_cannot_be_is_named_at_its_field_and_changes_nothing(self) -> None:
        before = User.objects.filter(pk=self.ana.pk).values().get()
        for field, value, text in [
            ("name", "", "required"),
            ("name", "x" * 10_000, "120 characters"),
            ("name", "Ana\x00", "Null characters"),
            ("name", "A\u202ena", "invisible control characters"),
            ("time_zone", "Mars/Olympus", "no time zone of that name"),
            ("time_zone", "../../etc/passwd", "no time zone of that name"),
            ("time_zone", "", "required"),
            ("time_zone", "x" * 10_000, "no time zone of that name"),
            ("time_format", "13", "one of the values offered"),
            ("date_order", "YDM", "one of the values offered"),
            ("first_weekday", "7", "one of the values offered"),
            ("first_weekday", "-1", "one of the values offered"),
            ("hours", "0", "a quarter of an hour"),
            ("hours", "30", "and 24 hours"),
            ("hours", "NaN", "Enter a number"),
            ("hours", "1e400", "24 hours"),
            ("hours", "eight", "Enter a number"),
        ]:
            with self.subTest(field=field, value=value[:20]):
                self.assertContains(self.client.post(PROFILE, GOOD | {field: value}), text, status_code=400)
        self.assertEqual(User.objects.filter(pk=self.ana.pk).values().get(), before)
        self.assertFalse(Event.objects.filter(verb=Verb.ACCOUNT_CHANGED).exists())

    def test_nobody_makes_themself_administrator(self) -> None:
        self.client.post(PROFILE, GOOD | {"is_staff": "1", "is_superuser": "1", "email": "boss@example.org"})
        ana = User.objects.get(pk=self.ana.pk)
        self.assertEqual((ana.is_staff, ana.is_superuser, ana.email), (False, False, "ana@example.org"))

    def test_the_appearance_is_on_every_page(self) -> None:
        for theme in ("dark", "light", "system"):
            self.client.post(APPEARANCE, {"theme": theme, "accent": "teal", "density": "compact"})
            for path in (PROFILE, "/acme/today/", "/accounts/sessions/", "/nowhere/", "/accounts/logout/"):
                self.assertRegex(
                    self.client.get(path).content.decode(),
                    rf'data-theme="{theme}"\s+data-accent="teal"\s+data-density="compact"',
                    path,
                )

    def test_every_accent_of_the_palette_is_offered_and_no_other_taken(self) -> None:
        page = self.client.get(PROFILE)
        for accent in COLOURS:
            self.assertContains(page, f'value="{accent}"')
        for change in ({"accent": "#fff"}, {"theme": "sepia"}, {"density": "\x00"}, {"accent": "x" * 10_000}):
            answer = self.client.post(APPEARANCE, {"theme": "dark", "accent": "teal", "density": "compact"} | change)
            self.assertContains(answer, "one of the values offered", status_code=400)
        self.assertEqual(User.objects.get(pk=self.ana.pk).accent, "indigo")

    def test_htmx_keeps_the_page(self) -> None:
        answer = self.client.post(
            APPEARANCE, {"theme": "dark", "accent": "teal", "density": "compact"}, headers={"HX-Request": "true"}
        )
        self.assertEqual((answer.status_code, answer.content), (204, b""))

    def test_the_frame_is_of_the_workspace_one_came_from(self) -> None:
        self.client.get("/acme/today/")
        self.assertContains(self.client.get(PROFILE), "/acme/inbox/")

    def test_somebody_without_any_workspace_still_reaches_their_settings(self) -> None:
        nobody = User.objects.create_user("nobody@example.org", None, name="No Body")
        client = Client()
        client.force_login(nobody)
        for path in (PROFILE, "/accounts/sessions/", "/workspaces/new/"):
            self.assertEqual(client.get(path).status_code, 200, path)

    def test_the_page_costs_few_queries(self) -> None:
        self.client.get(PROFILE)
        with self.assertNumQueries(7):
            self.client.get(PROFILE)


class FormatsTest(SimpleTestCase):
    berlin = Formats(ZoneInfo("Europe/Berlin"))
    new_york = Formats(ZoneInfo("America/New_York"), DateOrder.MONTH_FIRST, TimeFormat.HOURS_12)
    kathmandu = Formats(ZoneInfo("Asia/Kathmandu"), DateOrder.YEAR_FIRST)

    def test_dates_in_each_order(self) -> None:
        day = date(2026, 12, 3)
        self.assertEqual(
            [f.short_date(day) for f in (self.berlin, self.new_york, self.kathmandu)],
            ["03.12.2026", "12/03/2026", "2026-12-03"],
        )
        other = date(2031, 2, 3)
        self.assertEqual([f.month_day(other) for f in (self.berlin, self.new_york)], ["3 Feb 2031", "Feb 3, 2031"])

    def test_times_in_both_ways_and_in_the_zone(self) -> None:
        at = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
        self.assertEqual(
            [f.time(at) for f in (self.berlin, self.new_york, self.kathmandu)], ["00:05", "6:05 pm", "03:50"]
        )
        self.assertEqual([self.new_york.time(time(hour)) for hour in (0, 11, 12, 23)],
                         ["12:00 am", "11:00 am", "12:00 pm", "11:00 pm"])  # fmt: skip

    def test_near_days_are_called_as_people_call_them(self) -> None:
        zone = self.berlin.zone
        day = today(zone)
        words = [self.berlin.day(day.fromordinal(day.toordinal() + n)) for n in (-1, 0, 1)]
        self.assertEqual(words, ["yesterday", "today", "tomorrow"])
        self.assertEqual(len(self.berlin.day(day.fromordinal(day.toordinal() + 3))), 3)
        self.assertRegex(self.berlin.day(day.fromordinal(day.toordinal() + 9)), r"^\d{1,2} [A-Z][a-z]{2}( \d{4})?$")

    def test_they_hold_for_one_request_and_with_the_zone(self) -> None:
        with written_as(self.new_york):
            self.assertEqual(current_formats(), self.new_york)
            self.assertEqual(timezone.get_current_timezone(), self.new_york.zone)
            with written_as(self.kathmandu):
                self.assertEqual(current_formats(), self.kathmandu)
            self.assertEqual(current_formats(), self.new_york)
        self.assertEqual(current_formats().zone, ZoneInfo("UTC"))

    @override_settings(USE_TZ=True)
    def test_last_days_of_the_calendar_do_not_break(self) -> None:
        for day in (date.min, date.max, date(1970, 1, 1), date(2199, 12, 31)):
            for formats in (self.berlin, self.new_york, self.kathmandu):
                self.assertTrue(formats.day(day) and formats.long_day(day) and formats.exact(day))
