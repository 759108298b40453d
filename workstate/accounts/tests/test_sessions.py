from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.utils import timezone

from workstate.accounts.adapter import SEEN
from workstate.accounts.devices import device_words, is_handheld
from workstate.accounts.middleware import SEEN_EVERY
from workstate.accounts.models import User
from workstate.accounts.sessions import SessionStore
from workstate.accounts.tests.entering import COUNTING, person, sign_in
from workstate.activity.models import Event
from workstate.activity.verbs import Verb

LIST = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"


@override_settings(PASSWORD_HASHERS=COUNTING)
class SessionsTest(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()
        cls.boris = person("boris@example.org")

    def setUp(self) -> None:
        self.laptop, self.phone = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=IPHONE)
        sign_in(self.laptop)
        sign_in(self.phone)
        self.on_phone = UserSession.objects.get(session_key=self.phone.session.session_key)

    def test_the_list_names_each_device_and_this_one_first(self) -> None:
        page = self.phone.get(LIST)
        names = [device["name"] for device in page.context["devices"]]
        self.assertEqual(names, ["Safari on iPhone", "Firefox on Linux"])
        self.assertContains(page, "This device", count=1)
        self.assertContains(page, "Seen just now", count=2)

    def test_any_of_them_is_ended_at_once(self) -> None:
        self.assertRedirects(self.laptop.post(f"/settings/devices/{self.on_phone.pk}/"), LIST)
        self.assertEqual(self.phone.get("/settings/").status_code, 302)
        self.assertEqual(self.laptop.get("/settings/").status_code, 200)
        self.assertFalse(Session.objects.filter(pk=self.on_phone.session_key).exists())
        self.assertTrue(Event.objects.filter(verb=Verb.ACCOUNT_SESSION_ENDED, user=self.ana).exists())

    def test_ending_ones_own_signs_out(self) -> None:
        response = self.phone.post(f"/settings/devices/{self.on_phone.pk}/")
        self.assertRedirects(response, "/accounts/login/")
        self.assertEqual(self.phone.get("/settings/").status_code, 302)

    def test_all_others_are_ended_with_one_click(self) -> None:
        self.laptop.post(LIST)
        self.assertEqual(self.phone.get("/settings/").status_code, 302)
        self.assertEqual(UserSession.objects.get(user=self.ana).session_key, self.laptop.session.session_key)

    def test_a_stranger_ends_nothing(self) -> None:
        self.client.force_login(self.boris)
        self.assertEqual(self.client.post(f"/settings/devices/{self.on_phone.pk}/").status_code, 404)
        self.assertEqual(self.phone.get("/settings/").status_code, 200)

    def test_looking_ends_nothing(self) -> None:
        self.assertEqual(self.laptop.get(f"/settings/devices/{self.on_phone.pk}/").status_code, 405)

    def test_being_seen_is_written_once_in_a_few_minutes(self) -> None:
        self.laptop.get("/settings/")
        before = UserSession.objects.get(session_key=self.laptop.session.session_key).last_seen_at
        self.laptop.get("/settings/")
        row = UserSession.objects.get(session_key=self.laptop.session.session_key)
        self.assertEqual(row.last_seen_at, before)
        self._age()
        self.laptop.get("/settings/")
        row.refresh_from_db()
        self.assertGreater(row.last_seen_at, before)

    def test_a_session_that_only_a_cache_still_holds_ends_by_itself(self) -> None:
        self.laptop.get("/settings/")
        self._age()
        key = self.laptop.session.session_key
        held = self.laptop.session._session
        self.phone.post(LIST)
        cache.set(f"django.contrib.sessions.cached_db{key}", held)
        self.assertEqual(self.laptop.get("/settings/").status_code, 302)

    def test_a_request_that_knew_the_session_a_moment_before_does_not_bring_it_back(self) -> None:
        key = self.laptop.session.session_key
        with self.captureOnCommitCallbacks(execute=True):
            self.phone.post(LIST)
        # What such a request does last: it keeps in the cache what it read from the row before that was gone.
        late = SessionStore(key)
        late._cache.add(late.cache_key, {"_auth_user_id": str(self.ana.pk)}, 60)
        self.assertEqual(late.load(), {})
        self.assertIsNone(late.session_key)
        self.assertEqual(self.laptop.get("/settings/").status_code, 302)

    def test_a_session_is_dead_also_while_the_cache_is_gone(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            self.phone.post(LIST)
        cache.clear()
        self.assertEqual(self.laptop.get("/settings/").status_code, 302)
        self.assertEqual(self.phone.get("/settings/").status_code, 200)

    def test_what_concerns_the_door_of_an_account_says_from_where_and_by_what(self) -> None:
        signed_in = Event.objects.filter(verb=Verb.ACCOUNT_SIGNED_IN, subject_id=str(self.ana.pk)).latest("pk")
        self.assertEqual((signed_in.address, signed_in.device), ("127.0.0.1", "Safari/iPhone"))
        self.laptop.post(f"/settings/devices/{self.on_phone.pk}/", REMOTE_ADDR="203.0.113.9")
        ended = Event.objects.filter(verb=Verb.ACCOUNT_SESSION_ENDED).latest("pk")
        self.assertEqual((ended.address, ended.device), ("203.0.113.9", "Firefox/Linux"))
        self.assertEqual(ended.data["device"], "Safari/iPhone")

    def _age(self) -> None:
        session = self.laptop.session
        session[SEEN] = timezone.now().timestamp() - SEEN_EVERY - 1
        session.save()
        self.laptop.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        UserSession.objects.filter(session_key=session.session_key).update(
            last_seen_at=timezone.now() - timedelta(minutes=10)
        )


class DeviceWordsTest(SimpleTestCase):
    def test_browsers_are_called_what_people_call_them(self) -> None:
        for agent, words in {
            FIREFOX: "Firefox on Linux",
            IPHONE: "Safari on iPhone",
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 (KHTML, like Gecko) Chrome/140.0 Safari/537 Edg/140.0": "Edge on Windows",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537 (KHTML, like Gecko) Chrome/140.0 Safari/537": "Chrome on macOS",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 (KHTML, like Gecko) Version/17.5 Safari/605": "Safari on macOS",
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537": "Chrome on Android",
            "curl/8.5.0": "A program",
            "": "Unknown browser",
            "\x00<script>": "Unknown browser",
        }.items():
            self.assertEqual(device_words(agent), words)
        self.assertTrue(is_handheld(IPHONE))
        self.assertFalse(is_handheld(FIREFOX))
