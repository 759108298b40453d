from __future__ import annotations

from django.test import Client

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
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
}


class ProfileTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_everything_said_about_oneself_is_kept(self) -> None:
        self.assertRedirects(self.client.post(PROFILE, GOOD), PROFILE)
        ana = User.objects.get(pk=self.ana.pk)
        self.assertEqual(
            (ana.name, ana.time_zone, ana.time_format, ana.date_order, ana.first_weekday),
            ("Ana K.", "Asia/Kathmandu", "12", "MDY", 6),
        )
        self.assertContains(self.client.get(PROFILE), 'value="Ana K."')
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

    def test_keys_of_one_letter_can_be_turned_off(self) -> None:
        look = {"theme": "dark", "accent": "teal", "density": "compact"}
        self.assertContains(self.client.get(PROFILE), 'data-hotkeys="on"')
        self.client.post(APPEARANCE, {**look, "hotkeys": "off"})
        self.assertContains(self.client.get("/acme/today/"), 'data-hotkeys="off"')
        self.client.post(APPEARANCE, look)  # What is not sent stays.
        self.assertContains(self.client.get("/acme/today/"), 'data-hotkeys="off"')
        self.assertEqual(self.client.post(APPEARANCE, {**look, "hotkeys": "maybe"}).status_code, 400)

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
        with self.assertNumQueries(6):
            self.client.get(PROFILE)
