from __future__ import annotations

import re
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, TestCase, override_settings

from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, MAIL, person, sign_in
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.testing import PASSWORD

NEW = "a quite different one"
CHANGE = "/accounts/password/change/"
RESET = "/accounts/password/reset/"


def without_token(response: Any) -> str:
    return re.sub(
        r'(csrf-token" content|csrfmiddlewaretoken" value|server-time" content)="[^"]*"', "", response.content.decode()
    )


@override_settings(PASSWORD_HASHERS=COUNTING, **MAIL)
class PasswordTest(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()

    def two_devices(self) -> tuple[Client, Client]:
        laptop, phone = Client(), Client()
        for client in (laptop, phone):
            sign_in(client)
            self.assertEqual(client.get("/settings/").status_code, 200)
        return laptop, phone

    def reset_link(self) -> str:
        mail.outbox.clear()
        Client().post(RESET, {"email": "ana@example.org"})
        return next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)

    def follow(self, client: Client, link: str) -> str:
        """To the form whose address carries no key."""
        response = client.get(link)
        self.assertEqual(response.status_code, 302)
        self.assertTrue(response["Location"].endswith("-set-password/"))
        return str(response["Location"])

    def test_changing_it_ends_the_other_sessions_and_keeps_this_one(self) -> None:
        laptop, phone = self.two_devices()
        response = laptop.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        self.assertRedirects(response, "/settings/")
        self.assertEqual(phone.get("/settings/").status_code, 302)
        self.assertEqual(laptop.get("/settings/").status_code, 200)
        rows = UserSession.objects.filter(user=self.ana)
        self.assertEqual([row.session_key for row in rows], [laptop.session.session_key])
        self.assertEqual(Session.objects.filter(pk=phone.cookies["workstate_session"].value).count(), 0)
        self.assertEqual(sign_in(Client(), password=PASSWORD).status_code, 400)
        self.assertEqual(sign_in(Client(), password=NEW).status_code, 302)
        event = Event.objects.get(verb=Verb.ACCOUNT_PASSWORD_CHANGED)
        self.assertEqual((event.user, event.data), (self.ana, {"sessions_ended": 1}))

    def test_changing_it_is_told_by_mail(self) -> None:
        laptop, _phone = self.two_devices()
        laptop.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        self.assertEqual([m.to for m in mail.outbox], [["ana@example.org"]])
        self.assertIn("password", mail.outbox[0].subject.lower())

    def test_a_wrong_weak_or_mistyped_one_changes_nothing(self) -> None:
        self.client.force_login(self.ana)
        for fields, text in [
            ({"oldpassword": "wrong", "password1": NEW, "password2": NEW}, "not your current password"),
            ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "at least 10"),
            ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"}, "the same password"),
            ({"oldpassword": PASSWORD, "password1": "x" * 10_000, "password2": "x" * 10_000}, "256 characters"),
            ({"oldpassword": PASSWORD, "password1": "\x00" * 12, "password2": "\x00" * 12}, "Null characters"),
            ({}, "required"),
        ]:
            self.assertContains(self.client.post(CHANGE, fields), text, status_code=400)
        self.ana.refresh_from_db()
        self.assertTrue(self.ana.check_password(PASSWORD))
        self.assertFalse(Event.objects.filter(verb=Verb.ACCOUNT_PASSWORD_CHANGED).exists())

    def test_whoever_found_an_open_session_cannot_guess_the_password_in_it(self) -> None:
        self.client.force_login(self.ana)
        wrong = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        answers = [self.client.post(CHANGE, wrong).status_code for _ in range(11)]
        self.assertEqual(answers, [400] * 10 + [429])
        self.assertEqual(self.client.get("/settings/").status_code, 200)

    def test_resetting_it_ends_every_session(self) -> None:
        laptop, phone = self.two_devices()
        stranger = Client()
        form = self.follow(stranger, self.reset_link())
        self.assertContains(stranger.get(form), "Choose a new password")
        self.assertRedirects(
            stranger.post(form, {"password1": NEW, "password2": NEW}), "/accounts/password/reset/key/done/"
        )
        for client in (laptop, phone):
            self.assertEqual(client.get("/settings/").status_code, 302)
        self.assertFalse(UserSession.objects.exists())
        self.assertEqual(sign_in(stranger, password=NEW).status_code, 302)

    def test_a_link_works_once_and_not_after_another_change(self) -> None:
        link = self.reset_link()
        first = Client()
        form = self.follow(first, link)
        self.assertEqual(first.post(form, {"password1": "short", "password2": "short"}).status_code, 400)
        first.post(form, {"password1": NEW, "password2": NEW})
        self.assertContains(Client().get(link), "does not work any more")
        self.assertContains(Client().get(link[:-4] + "xyz/"), "does not work any more")

    def test_a_reset_lets_the_owner_in_past_the_lock_that_strangers_closed(self) -> None:
        for number in range(25):
            sign_in(Client(REMOTE_ADDR=f"10.0.1.{number}"), password="wrong wrong")
        owner = Client(REMOTE_ADDR="10.0.9.9")
        self.assertEqual(sign_in(owner).status_code, 429)
        form = self.follow(owner, self.reset_link())
        owner.post(form, {"password1": NEW, "password2": NEW})
        self.assertEqual(sign_in(owner, password=NEW).status_code, 302)

    def test_an_unknown_address_gets_the_same_answer_and_one_mail_too(self) -> None:
        answers = []
        for address in ("ana@example.org", "nobody@example.org"):
            mail.outbox.clear()
            response = Client().post(RESET, {"email": address}, follow=True)
            answers.append((response.redirect_chain, without_token(response), len(mail.outbox)))
        self.assertEqual(answers[0], answers[1])
        self.assertNotIn("/key/", mail.outbox[0].body)

    def test_bad_addresses_are_refused(self) -> None:
        for address in ("", "nonsense", "a\x00@example.org", "x" * 10_000 + "@example.org"):
            self.assertEqual(self.client.post(RESET, {"email": address}).status_code, 400)
        self.assertEqual(mail.outbox, [])

    @override_settings(ALLOWED_HOSTS=["*"], SITE_URL="https://work.example.org")
    def test_a_forged_host_does_not_get_into_the_mail(self) -> None:
        Client(HTTP_HOST="evil.example").post(RESET, {"email": "ana@example.org"})
        self.assertNotIn("evil.example", mail.outbox[0].body)
        self.assertIn("https://work.example.org/accounts/password/reset/key/", mail.outbox[0].body)

    @override_settings(EMAIL_CONFIGURED=False)
    def test_without_mail_the_page_says_what_to_do_and_sends_nothing(self) -> None:
        self.assertContains(self.client.get(RESET), "workstate changepassword")
        self.assertEqual(self.client.post(RESET, {"email": "ana@example.org"}).status_code, 403)
        self.assertEqual(mail.outbox, [])

    @override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    )
    def test_a_mail_server_that_is_away_is_told_alike_to_everybody(self) -> None:
        with self.assertLogs("workstate.accounts.adapter", "ERROR"):
            answers = [
                without_token(Client().post(RESET, {"email": address}, follow=True))
                for address in ("ana@example.org", "nobody@example.org")
            ]
        self.assertEqual(answers[0], answers[1])
        self.assertIn("could not be sent", answers[0])
