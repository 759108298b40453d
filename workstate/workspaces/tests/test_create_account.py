from __future__ import annotations

import io
import sys
from typing import Any
from unittest import mock

from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, MAIL, sign_in
from workstate.testing import PASSWORD
from workstate.workspaces.models import Workspace


@override_settings(PASSWORD_HASHERS=COUNTING)
class CreateAccountTest(TestCase):
    def run_command(self, *arguments: str, password: str = PASSWORD, **options: Any) -> str:
        out = io.StringIO()
        with mock.patch.object(sys, "stdin", io.StringIO(password + "\n")):
            call_command("create_account", *arguments, password_stdin=True, stdout=out, **options)
        return out.getvalue()

    def test_it_makes_an_account_that_can_sign_in(self) -> None:
        said = self.run_command("Ana@Example.org", name="Ana Keller", time_zone="Europe/Berlin")
        ana = User.objects.get()
        self.assertEqual((ana.email, ana.name, ana.time_zone), ("ana@example.org", "Ana Keller", "Europe/Berlin"))
        self.assertEqual(Workspace.objects.get().personal_to, ana)
        self.assertIn("ana@example.org", said)
        self.assertRedirects(sign_in(self.client), "/", fetch_redirect_response=False)

    def test_only_the_first_and_those_so_named_administer(self) -> None:
        self.run_command("first@example.org")
        self.run_command("second@example.org")
        self.run_command("third@example.org", admin=True)
        self.assertEqual(
            dict(User.objects.values_list("email", "is_staff")),
            {"first@example.org": True, "second@example.org": False, "third@example.org": True},
        )

    @override_settings(**MAIL)
    def test_an_administrator_vouches_for_the_address(self) -> None:
        self.run_command("ana@example.org")
        self.assertTrue(EmailAddress.objects.get().verified)
        self.assertRedirects(sign_in(self.client), "/", fetch_redirect_response=False)

    def test_what_cannot_be_is_said_and_writes_nothing(self) -> None:
        self.run_command("ana@example.org")
        before = (User.objects.count(), Workspace.objects.count())
        for email, options, password, text in [
            ("ana@example.org", {}, PASSWORD, "There is an account with this address"),
            ("ANA@example.org", {}, PASSWORD, "There is an account with this address"),
            ("nonsense", {}, PASSWORD, "not an e-mail address"),
            ("b\x00@example.org", {}, PASSWORD, "control characters"),
            ("b@example.org", {"time_zone": "Mars/Olympus"}, PASSWORD, "no time zone of that name"),
            ("b@example.org", {"name": "x" * 10_000}, PASSWORD, "120 characters"),
            ("b@example.org", {"name": "B\u202e"}, PASSWORD, "control characters"),
            ("b@example.org", {}, "", "The password is empty"),
            ("b@example.org", {}, "short", "at least 10"),
            ("b@example.org", {}, "1234567890", "too common"),
            ("b@example.org", {}, "b@example.org", "too similar"),
            ("b@example.org", {}, "x" * 10_000, "more than 256"),
        ]:
            with self.subTest(text=text, email=email), self.assertRaises(CommandError) as refused:
                self.run_command(email, password=password, **options)
            self.assertIn(text, str(refused.exception))
        self.assertEqual((User.objects.count(), Workspace.objects.count()), before)

    def test_without_a_terminal_the_password_must_be_piped(self) -> None:
        with mock.patch.object(sys, "stdin", io.StringIO("")), self.assertRaises(CommandError) as refused:
            call_command("create_account", "ana@example.org")
        self.assertIn("--password-stdin", str(refused.exception))
