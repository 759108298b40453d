from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client, TestCase
from django.utils import timezone

from workstate.accounts.keys import devices
from workstate.accounts.keys.models import ApiKey, DeviceRequest
from workstate.accounts.tests.entering import person, sign_in

ASK = "/api/v1/device/authorization/"
TAKE = "/api/v1/device/token/"
PAGE = "/settings/device/"


class DeviceGrantTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()

    def setUp(self) -> None:
        self.program = Client(enforce_csrf_checks=True)
        sign_in(self.client)

    def ask(self, **body: Any) -> dict[str, Any]:
        answer = self.program.post(ASK, {"client": "Terminal", **body}, "application/json")
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer.json()  # type: ignore[no-any-return]

    def take(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        DeviceRequest.objects.update(polled_at=None)
        answer = self.program.post(TAKE, {"device_code": asked["device_code"]}, "application/json")
        return answer.status_code, answer.json()

    def code_of(self, asked: dict[str, Any]) -> str:
        status, told = self.take(asked)
        self.assertEqual((status, told["error"]), (400, told["code"]))
        return str(told["code"])

    def test_what_is_allowed_gets_a_key_once(self) -> None:
        asked = self.ask(scopes=["time:write", "tasks:read"])
        self.assertEqual(self.code_of(asked), "authorization_pending")
        page = self.client.get(asked["verification_uri_complete"])
        self.assertContains(page, asked["user_code"])
        self.assertContains(page, "Terminal")
        self.assertContains(page, "Tasks (read only)")
        self.assertFalse(ApiKey.objects.exists())
        self.client.post(PAGE, {"code": asked["user_code"], "answer": "allow"})
        status, told = self.take(asked)
        self.assertEqual((status, told["token_type"]), (200, "Bearer"))
        key = ApiKey.objects.get()
        self.assertEqual((key.user, key.scopes), (self.ana, ["tasks:read", "time:write"]))
        me = self.program.get("/api/v1/me/key/", headers={"Authorization": f"Bearer {told['access_token']}"})
        self.assertEqual(me.status_code, 200)
        self.assertEqual(self.code_of(asked), "expired_token")
        self.assertEqual(ApiKey.objects.count(), 1)

    def test_forms_are_taken_as_the_rfc_sends_them(self) -> None:
        asked = self.ask()
        self.client.post(PAGE, {"code": asked["user_code"].lower(), "answer": "allow"})
        form = {
            "device_code": asked["device_code"],
            "client_id": "terminal",
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        }
        kind = "application/x-www-form-urlencoded"
        self.assertEqual(self.program.post(TAKE, urlencode(form), content_type=kind).status_code, 200)

    def test_what_is_denied_gets_none(self) -> None:
        asked = self.ask()
        self.client.post(PAGE, {"code": asked["user_code"], "answer": "deny"})
        self.assertEqual(self.code_of(asked), "access_denied")
        self.assertContains(
            self.client.post(PAGE, {"code": asked["user_code"], "answer": "allow"}), "No program waits", status_code=404
        )
        self.assertEqual(self.code_of(asked), "access_denied")
        self.assertFalse(ApiKey.objects.exists())

    def test_a_code_holds_for_ten_minutes(self) -> None:
        asked = self.ask()
        past = timezone.now() - devices.LASTS
        DeviceRequest.objects.update(created_at=past - timedelta(seconds=1), expires_at=past)
        self.assertEqual(self.client.post(PAGE, {"code": asked["user_code"], "answer": "allow"}).status_code, 404)
        self.assertEqual(self.code_of(asked), "expired_token")

    def test_a_program_in_a_hurry_is_told_to_slow_down(self) -> None:
        asked = self.ask()
        body = {"device_code": asked["device_code"]}
        first, second = (self.program.post(TAKE, body, "application/json").json()["code"] for _ in range(2))
        self.assertEqual((first, second), ("authorization_pending", "slow_down"))

    def test_whoever_allowed_it_and_was_disabled_since_gives_nothing(self) -> None:
        asked = self.ask()
        self.client.post(PAGE, {"code": asked["user_code"], "answer": "allow"})
        type(self.ana).objects.update(is_active=False)
        self.assertEqual(self.code_of(asked), "access_denied")

    def test_looking_allows_nothing(self) -> None:
        asked = self.ask()
        self.client.get(asked["verification_uri_complete"] + "&answer=allow")
        self.assertEqual(self.code_of(asked), "authorization_pending")

    def test_codes_are_not_guessed_without_end(self) -> None:
        answers = [self.client.get(PAGE, {"code": "BBBBBBBB"}).status_code for _ in range(devices.TYPING.amount + 1)]
        self.assertEqual((answers[0], answers[-1]), (404, 429))

    def test_nobody_asks_without_end(self) -> None:
        for _ in range(devices.ASKING.amount):
            self.ask()
        answer = self.program.post(ASK, {"client": "Terminal"}, "application/json")
        self.assertEqual((answer.status_code, answer.json()["code"]), (429, "too_many_requests"))
        self.assertIn("Retry-After", answer)

    def test_unknown_scopes_are_refused(self) -> None:
        answer = self.program.post(ASK, {"client": "Terminal", "scopes": ["all"]}, "application/json")
        self.assertEqual(answer.json()["errors"][0]["field"], "scopes")
