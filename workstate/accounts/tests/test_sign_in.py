from __future__ import annotations

from django.conf import settings
from django.test import Client, TestCase, override_settings

from workstate.accounts.models import User
from workstate.accounts.tests.entering import CABLE_CUT, COUNTING, SIGN_IN, CountingHasher, person, sign_in
from workstate.testing import PASSWORD


@override_settings(PASSWORD_HASHERS=COUNTING)
class SignInTest(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()

    def test_remembered_devices_keep_their_cookie_others_lose_it_with_the_window(self) -> None:
        for remember, age in [({}, ""), ({"remember": "on"}, settings.SESSION_COOKIE_AGE)]:
            client = Client()
            self.assertRedirects(sign_in(client, **remember), "/", fetch_redirect_response=False)
            self.assertEqual(client.cookies[settings.SESSION_COOKIE_NAME]["max-age"], age)

    def test_it_goes_on_where_the_person_wanted_to_go_but_only_here(self) -> None:
        for wish, goes in [
            ("/ana-keller/inbox/", "/ana-keller/inbox/"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("http:///evil.example", "/"),
            ("\x00//evil.example", "/"),
        ]:
            with self.subTest(wish=wish):
                response = sign_in(Client(), next=wish)
                self.assertRedirects(response, goes, fetch_redirect_response=False)

    def test_the_session_gets_a_new_key(self) -> None:
        self.client.get(SIGN_IN)
        session = self.client.session
        session["planted"] = "by somebody"
        session.save()
        planted = str(session.session_key)
        self.client.cookies[settings.SESSION_COOKIE_NAME] = planted
        sign_in(self.client)
        self.assertNotEqual(self.client.session.session_key, planted)
        stranger = Client()
        stranger.cookies[settings.SESSION_COOKIE_NAME] = planted
        self.assertEqual(stranger.get("/settings/").status_code, 302)

    def test_a_form_without_its_token_is_refused(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        for path in (SIGN_IN, "/accounts/signup/", "/accounts/password/reset/", "/accounts/logout/"):
            self.assertEqual(
                strict.post(path, {"login": "ana@example.org", "password": PASSWORD}).status_code, 403, path
            )

    def test_signing_out_takes_a_post(self) -> None:
        self.client.force_login(self.ana)
        self.assertContains(self.client.get("/accounts/logout/"), "Sign out?")
        self.assertEqual(self.client.get("/settings/").status_code, 200)
        self.assertRedirects(self.client.post("/accounts/logout/"), SIGN_IN)
        self.assertEqual(self.client.get("/settings/").status_code, 302)

    def test_an_unknown_address_gets_the_same_answer_and_costs_the_hasher_as_much(self) -> None:
        answers = []
        for address in ("ana@example.org", "nobody@example.org"):
            CountingHasher.asked = 0
            response = sign_in(Client(), address, "not the password")
            text = response.content.decode().replace(address, "…")
            answers.append((response.status_code, len(text), CountingHasher.asked))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual((answers[0][0], answers[0][2]), (400, 1))

    def test_somebody_switched_off_does_not_get_in(self) -> None:
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        self.assertRedirects(sign_in(self.client), "/accounts/inactive/")
        self.assertEqual(self.client.get("/settings/").status_code, 302)

    def test_bad_input_is_refused_at_its_field(self) -> None:
        for fields in (
            {"login": "", "password": PASSWORD},
            {"login": "ana@example.org", "password": ""},
            {"login": "ana\x00@example.org", "password": PASSWORD},
            {"login": "ana@example.org", "password": "\x00"},
            {"login": "x" * 10_000, "password": PASSWORD},
            {"login": "ana@example.org", "password": "x" * 10_000},
            {},
        ):
            self.assertEqual(self.client.post(SIGN_IN, fields).status_code, 400, str(fields)[:60])

    @override_settings(CACHES=CABLE_CUT)
    def test_one_signs_in_and_works_while_valkey_is_away(self) -> None:
        self.assertRedirects(sign_in(self.client), "/", fetch_redirect_response=False)
        self.assertEqual(self.client.get("/settings/").status_code, 200)

    def test_everything_else_asks_to_sign_in_first(self) -> None:
        for path in (
            "/", "/settings/", "/settings/appearance/", "/settings/devices/1/", "/accounts/sessions/",
            "/accounts/password/change/", "/accounts/password/set/", "/workspaces/new/", "/workspaces/sample/",
            "/ana-keller/today/", "/ana-keller/demo/",
        ):  # fmt: skip
            for method in ("get", "post", "delete"):
                response = getattr(Client(), method)(path)
                self.assertRedirects(response, f"{SIGN_IN}?next={path}", fetch_redirect_response=False)
