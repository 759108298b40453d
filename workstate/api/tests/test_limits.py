from __future__ import annotations

from uuid import uuid4

from django.test import Client, TestCase, override_settings

from workstate.accounts.keys.actions import create_key
from workstate.accounts.keys.scopes import EVERYTHING
from workstate.accounts.tests.entering import person, sign_in
from workstate.accounts.tests.test_keys import Program
from workstate.api import limits

ME = "/api/v1/me/"


@override_settings(API_LIMITS={"key": 3, "person": 4, "address": 2})
class LimitsTest(TestCase):
    def setUp(self) -> None:
        limits._Absence.until = 0
        self.ana = person(f"{uuid4().hex}@example.org")
        self.program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])

    def test_what_is_left_is_told_and_what_is_too_much_refused(self) -> None:
        answers = [self.program.get(ME) for _ in range(4)]
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 200, 429])
        self.assertEqual([answer["RateLimit"].split(";")[1] for answer in answers], ["r=2", "r=1", "r=0", "r=0"])
        self.assertEqual(answers[0]["RateLimit-Policy"], '"key";q=3;w=60')
        refused = answers[3]
        self.assertEqual(refused["Content-Type"], "application/problem+json")
        self.assertEqual(refused.json()["code"], "too_many_requests")
        self.assertTrue(0 < int(refused["Retry-After"]) <= 20)

    def test_keys_are_counted_apart_and_from_their_person(self) -> None:
        other = Program(create_key(self.ana, "Other", EVERYTHING)[1])
        for _ in range(4):
            self.program.get(ME)
        self.assertEqual(self.program.get(ME).status_code, 429)
        self.assertEqual(other.get(ME).status_code, 200)
        browser = Client()
        browser.force_login(self.ana)
        self.assertEqual(browser.get(ME)["RateLimit-Policy"], '"person";q=4;w=60')

    @override_settings(TRUSTED_PROXIES=1, ALLAUTH_TRUSTED_PROXY_COUNT=1)
    def test_addresses_are_those_the_trusted_proxy_saw(self) -> None:
        here, there = (f"203.0.113.{number}" for number in (7, 8))
        limits.get_redis_connection("default").delete(*(f"workstate:limit:address:{one}" for one in (here, there)))

        def asked(said: str) -> int:
            return Client().get(ME, headers={"X-Forwarded-For": said}).status_code

        # What the caller writes before it is not believed.
        self.assertEqual([asked(f"198.51.100.{n}, {here}") for n in range(3)], [401, 401, 429])
        self.assertEqual(asked(there), 401)

    def test_pages_are_not_counted(self) -> None:
        self.assertNotIn("RateLimit", self.client.get("/accounts/login/"))

    def test_without_valkey_nobody_is_refused_nor_waits(self) -> None:
        gone = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
        with override_settings(CACHES=gone), self.assertLogs("workstate.api.limits", "WARNING") as said:
            answers = [self.program.get(ME) for _ in range(5)]
        self.assertEqual({answer.status_code for answer in answers}, {200})
        self.assertNotIn("RateLimit", answers[0])
        self.assertEqual(len(said.output), 1)


class SignedInTest(TestCase):
    def test_no_limit_is_no_limit(self) -> None:
        person()
        sign_in(self.client)
        with override_settings(API_LIMITS={"person": 0}):
            self.assertNotIn("RateLimit", self.client.get(ME))
