from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client, TestCase, override_settings
from django.utils import timezone

from workstate.accounts.actions import end_other_sessions
from workstate.accounts.keys import secret
from workstate.accounts.keys.actions import MOST_KEYS, create_key, revoke_key
from workstate.accounts.keys.models import ApiKey
from workstate.accounts.keys.scopes import ALL, EVERYTHING, clean_scopes, words
from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, PASSWORD, person, sign_in
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Conflict, Invalid

ME = "/api/v1/me/"
KEYS = "/api/v1/me/keys/"
OWN = "/api/v1/me/key/"
PAGE = "/settings/keys/"


class Program(Client):
    """A client with a key and no cookies."""

    def __init__(self, text: str) -> None:
        super().__init__(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})


class KeysCase(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()
        cls.boris = person("boris@example.org")

    def program(self, scopes: Any = EVERYTHING, **more: Any) -> tuple[Program, ApiKey]:
        key, text = create_key(self.ana, "Terminal", scopes, **more)
        return Program(text), key


class SecretTest(TestCase):
    def test_a_key_is_known_by_its_form_and_its_check(self) -> None:
        text = secret.new_key()
        self.assertTrue(secret.is_key(text))
        self.assertTrue(text.startswith("wst_"))
        other = ("1" if text[10] == "0" else "0").join((text[:10], text[11:]))
        self.assertFalse(secret.is_key(other))
        self.assertFalse(secret.is_key(text + "0"))
        self.assertFalse(secret.is_key(""))

    def test_scopes_are_put_in_order_and_writing_includes_reading(self) -> None:
        self.assertEqual(clean_scopes(["time:write", "tasks:read", "time:read"]), ["tasks:read", "time:write"])
        for wrong in ([], ["tasks"], ["tasks:delete"], ["everything"]):
            with self.subTest(scopes=wrong), self.assertRaises(Invalid):
                clean_scopes(wrong)
        self.assertEqual(words(["tasks:read", "time:write"]), ["Tasks (read only)", "Time"])
        self.assertEqual(clean_scopes(ALL), list(EVERYTHING))


class ActingTest(KeysCase):
    def test_a_key_acts_as_its_person_and_its_use_is_noted(self) -> None:
        program, key = self.program()
        self.assertEqual(program.get(ME).json()["email"], self.ana.email)
        key.refresh_from_db()
        self.assertIsNotNone(key.last_used_at)
        self.assertEqual(key.last_used_from, "127.0.0.1")

    def test_what_is_kept_is_not_the_key(self) -> None:
        key, text = create_key(self.ana, "Terminal", EVERYTHING)
        kept = str(ApiKey.objects.filter(pk=key.pk).values().get())
        self.assertNotIn(text, kept)
        self.assertIn(text[: secret.SHOWN], kept)
        self.assertNotIn(text, str(list(Event.objects.values("data"))))

    def test_revoked_over_disabled_and_invented_keys_open_nothing(self) -> None:
        program, key = self.program()
        late, over = self.program(expires_at=timezone.now() + timedelta(days=1))
        ApiKey.objects.filter(pk=over.pk).update(expires_at=timezone.now())
        self.assertEqual(late.get(ME).status_code, 401)
        self.assertEqual(Program(secret.new_key()).get(ME).status_code, 401)
        self.assertEqual(Program("wst_nonsense").get(ME).status_code, 401)
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        self.assertEqual(program.get(ME).status_code, 401)
        User.objects.filter(pk=self.ana.pk).update(is_active=True)
        self.assertEqual(program.get(ME).status_code, 200)
        revoke_key(key)
        answer = program.get(ME)
        self.assertEqual((answer.status_code, answer.json()["code"]), (401, "invalid_key"))
        self.assertIn("Bearer", answer["WWW-Authenticate"])

    def test_an_account_that_is_leaving_is_refused(self) -> None:
        program, _key = self.program()
        User.objects.filter(pk=self.ana.pk).update(deletion_due_at=timezone.now() + timedelta(days=3))
        self.assertEqual(program.get(ME).json()["code"], "account_leaving")

    def test_a_key_is_no_way_into_the_web(self) -> None:
        program, _key = self.program()
        self.assertEqual(program.get(PAGE).status_code, 302)

    def test_a_bad_key_is_refused_whoever_is_signed_in_beside_it(self) -> None:
        sign_in(self.client)
        self.assertEqual(self.client.get(ME).status_code, 200)
        wrong = {"Authorization": f"Bearer {secret.new_key()}"}
        self.assertEqual(self.client.get(ME, headers=wrong).status_code, 401)
        self.assertEqual(self.client.get(ME).status_code, 200)

    def test_a_key_beside_somebody_elses_cookie_is_its_own_person(self) -> None:
        sign_in(self.client)
        _key, text = create_key(self.boris, "Terminal", EVERYTHING)
        answer = self.client.get(ME, headers={"Authorization": f"Bearer {text}"})
        self.assertEqual(answer.json()["email"], self.boris.email)
        self.assertEqual(self.client.get(ME).json()["email"], self.ana.email)

    def test_keys_outlive_sessions(self) -> None:
        program, _key = self.program()
        end_other_sessions(self.ana, keep_session=None)
        self.assertEqual(program.get(ME).status_code, 200)

    def test_a_key_tells_of_itself_and_ends_itself(self) -> None:
        program, key = self.program(["time:read"])
        self.assertEqual(program.get(OWN).json()["scopes"], ["time:read"])
        self.assertEqual(program.delete(OWN).status_code, 204)
        self.assertEqual(program.get(OWN).status_code, 401)
        self.assertTrue(Event.objects.filter(verb=Verb.ACCOUNT_KEY_REVOKED, data__key=str(key.pk)).exists())

    def test_no_key_makes_sees_or_ends_others(self) -> None:
        program, key = self.program()
        for answer in (
            program.get(KEYS),
            program.post(KEYS, {"name": "Other", "scopes": ["time:read"]}, "application/json"),
            program.delete(f"{KEYS}{key.pk}/"),
            program.get("/api/v1/me/sessions/"),
            program.delete("/api/v1/me/sessions/"),
        ):
            self.assertEqual((answer.status_code, answer.json()["code"]), (403, "key_not_allowed"))
        self.assertEqual(ApiKey.objects.kept().count(), 1)

    def test_there_is_an_end_to_keys(self) -> None:
        ApiKey.objects.bulk_create(
            ApiKey(user=self.ana, name="Old", start="wst_", hash=str(number), scopes=["me:read"])
            for number in range(MOST_KEYS)
        )
        with self.assertRaises(Conflict):
            self.program()


class APITest(KeysCase):
    def setUp(self) -> None:
        sign_in(self.client)

    def test_a_key_is_made_listed_and_revoked(self) -> None:
        made = self.client.post(KEYS, {"name": "Terminal", "scopes": ["time:read"]}, "application/json").json()
        self.assertEqual(Program(made["key"]).get(OWN).status_code, 200)
        listed = self.client.get(KEYS)
        self.assertNotIn(made["key"], listed.content.decode())
        self.assertEqual([one["id"] for one in listed.json()["results"]], [made["id"]])
        self.assertEqual(self.client.delete(f"{KEYS}{made['id']}/").status_code, 204)
        self.assertEqual(self.client.delete(f"{KEYS}{made['id']}/").status_code, 404)
        self.assertEqual(self.client.get(KEYS).json()["results"], [])

    def test_what_cannot_be_taken_is_refused_at_its_field(self) -> None:
        past = (timezone.now() - timedelta(days=1)).isoformat()
        for field, body in {
            "name": {"name": " ", "scopes": ["time:read"]},
            "scopes": {"name": "T", "scopes": ["time:everything"]},
            "expires_at": {"name": "T", "scopes": ["time:read"], "expires_at": past},
        }.items():
            with self.subTest(field=field):
                answer = self.client.post(KEYS, body, "application/json")
                self.assertEqual((answer.status_code, answer.json()["errors"][0]["field"]), (400, field))
        self.assertFalse(ApiKey.objects.exists())

    def test_somebody_elses_key_is_not_there(self) -> None:
        key, _text = create_key(self.boris, "Terminal", EVERYTHING)
        self.assertEqual(self.client.delete(f"{KEYS}{key.pk}/").status_code, 404)
        self.assertEqual(self.client.post(f"/settings/keys/{key.pk}/").status_code, 404)
        self.assertTrue(ApiKey.objects.kept().filter(pk=key.pk).exists())


@override_settings(PASSWORD_HASHERS=COUNTING)
class PagesTest(KeysCase):
    def setUp(self) -> None:
        sign_in(self.client)

    def test_a_key_is_shown_once(self) -> None:
        typed = {"name": "My terminal", "time": "write", "tasks": "read", "lives": "30", "password": PASSWORD}
        page = self.client.post(PAGE, typed)
        self.assertEqual(page.status_code, 201)
        text = re.search(r"wst_[0-9A-Za-z]{42}", page.content.decode())
        assert text
        self.assertEqual(Program(text.group()).get(OWN).json()["scopes"], ["tasks:read", "time:write"])
        later = self.client.get(PAGE).content.decode()
        self.assertIn("My terminal", later)
        self.assertNotIn(text.group(), later)

    def test_without_the_password_no_key_is_made(self) -> None:
        page = self.client.post(PAGE, {"name": "Mine", "time": "write", "password": "wrong"})
        self.assertContains(page, "This is not your password.", status_code=400)
        self.assertContains(page, 'value="Mine"', status_code=400)
        self.assertFalse(ApiKey.objects.exists())

    def test_a_key_that_may_do_nothing_is_refused(self) -> None:
        page = self.client.post(PAGE, {"name": "Mine", "password": PASSWORD})
        self.assertContains(page, "Choose at least one thing", status_code=400)

    def test_a_button_revokes(self) -> None:
        program, key = self.program()
        self.assertRedirects(self.client.post(f"{PAGE}{key.pk}/"), PAGE)
        self.assertEqual(program.get(ME).status_code, 401)
