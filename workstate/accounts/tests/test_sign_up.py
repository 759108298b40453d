from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, TestCase, override_settings

from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, MAIL, SIGN_UP, CountingHasher, person, sign_in
from workstate.activity.models import Event
from workstate.testing import PASSWORD
from workstate.workspaces.models import Workspace

NEW = {"name": "Ana Keller", "email": "ana@example.org", "password1": PASSWORD, "time_zone": "Europe/Lisbon"}


@override_settings(PASSWORD_HASHERS=COUNTING)
class SignUpTest(TestCase):
    def assert_nothing_written(self, response: object, status: int = 400, text: str = "") -> None:
        self.assertContains(response, text, status_code=status)  # type: ignore[arg-type]
        self.assertEqual((User.objects.count(), Workspace.objects.count(), Event.objects.count()), self.before)

    def setUp(self) -> None:
        self.before = (0, 0, 0)

    def test_the_first_account_administers_the_server_and_lands_on_today(self) -> None:
        self.assertContains(self.client.get(SIGN_UP), "first account")
        response = self.client.post(SIGN_UP, NEW, follow=True)
        ana = User.objects.get()
        self.assertTrue(ana.is_staff and ana.is_superuser)
        self.assertEqual(ana.time_zone, "Europe/Lisbon")
        self.assertEqual(response.request["PATH_INFO"], "/ana-keller/today/")
        self.assertEqual(Workspace.objects.get().personal_to, ana)

    def test_the_second_account_does_not(self) -> None:
        person("first@example.org")
        self.client.post(SIGN_UP, NEW)
        self.assertFalse(User.objects.get(email="ana@example.org").is_staff)

    def test_an_unknown_zone_turns_nobody_away(self) -> None:
        for number, zone in enumerate(("Mars/Olympus", "", "x" * 10_000, "../etc/passwd")):
            Client().post(SIGN_UP, {**NEW, "email": f"a{number}@example.org", "time_zone": zone})
        self.assertEqual(set(User.objects.values_list("time_zone", flat=True)), {"UTC"})
        self.assertEqual(User.objects.count(), 4)

    def test_bad_input_is_named_at_its_field_and_writes_nothing(self) -> None:
        for change, text in [
            ({"name": ""}, "This field is required"),
            ({"name": " \t "}, "This field is required"),
            ({"name": "x" * 10_000}, "at most 120 characters"),
            ({"name": "Ana\x00"}, "Null characters are not allowed"),
            ({"name": "Ana \u202egro.elpmaxe"}, "invisible control characters"),
            ({"email": "no address"}, "Enter a valid email address"),
            ({"email": "x" * 10_000 + "@example.org"}, "Enter a valid email address"),
            ({"email": "a\x00@example.org"}, "Null characters are not allowed"),
            ({"password1": ""}, "This field is required"),
            ({"password1": "short"}, "at least 10 characters"),
            ({"password1": "1234567890"}, "too common"),
            ({"password1": "ana@example.org"}, "too similar"),
            ({"password1": "x" * 10_000}, "256 characters or fewer"),
            ({"password1": "correct horse\x00battery"}, "Null characters are not allowed"),
        ]:
            with self.subTest(change=str(change)[:60]):
                self.assert_nothing_written(self.client.post(SIGN_UP, NEW | change), text=text)

    def test_a_taken_address_is_said_where_no_mail_can_be_sent(self) -> None:
        person()
        self.before = (1, 1, Event.objects.count())
        self.assert_nothing_written(
            self.client.post(SIGN_UP, NEW | {"email": "ANA@Example.org"}), text="There is an account"
        )

    @override_settings(SIGN_UP="closed")
    def test_closed_sign_up_lets_only_the_first_person_in(self) -> None:
        self.assertEqual(self.client.get(SIGN_UP).status_code, 200)
        self.client.post(SIGN_UP, NEW)
        self.assertEqual(User.objects.count(), 1)
        self.before = (1, 1, Event.objects.count())
        stranger = Client()
        self.assertContains(stranger.get(SIGN_UP), "New accounts are made by the administrator", status_code=403)
        self.assert_nothing_written(
            stranger.post(SIGN_UP, NEW | {"email": "b@example.org"}), status=403, text="Sign-up is closed"
        )
        self.assertNotContains(stranger.get("/accounts/login/"), "Create an account")

    @override_settings(SIGN_UP="invitation")
    def test_sign_up_by_invitation_says_so(self) -> None:
        person()
        self.assertContains(self.client.get(SIGN_UP), "by invitation", status_code=403)

    def test_one_address_on_the_net_cannot_make_accounts_without_end(self) -> None:
        person()
        answers = [self.client.post(SIGN_UP, {"email": "x"}).status_code for _ in range(21)]
        self.assertEqual(answers, [400] * 20 + [429])
        self.assertEqual(Client(REMOTE_ADDR="10.0.0.9").post(SIGN_UP, {"email": "x"}).status_code, 400)


@override_settings(PASSWORD_HASHERS=COUNTING, **MAIL)
class SignUpWithMailTest(TestCase):
    def test_the_address_is_confirmed_before_anybody_gets_in(self) -> None:
        response = self.client.post(SIGN_UP, NEW)
        self.assertRedirects(response, "/accounts/confirm-email/")
        self.assertRedirects(self.client.get("/"), "/accounts/login/?next=/", fetch_redirect_response=False)
        link = next(word for word in mail.outbox[0].body.split() if "/accounts/confirm-email/" in word)
        page = self.client.get(link)
        self.assertContains(page, "Is ana@example.org yours?")
        self.assertFalse(EmailAddress.objects.get().verified, "A GET has confirmed it.")
        self.client.post(link)
        self.assertTrue(EmailAddress.objects.get().verified)
        self.assertRedirects(sign_in(self.client), "/", fetch_redirect_response=False)

    def test_a_link_that_is_broken_or_used_says_what_to_do(self) -> None:
        self.assertContains(self.client.get("/accounts/confirm-email/broken:key/"), "does not work any more")
        self.assertEqual(self.client.post("/accounts/confirm-email/broken:key/").status_code, 404)

    def test_a_taken_address_gets_the_same_answer_and_costs_the_hasher_as_much(self) -> None:
        person("boris@example.org")
        answers = []
        for address in ("new@example.org", "boris@example.org"):
            CountingHasher.asked = 0
            response = Client().post(SIGN_UP, NEW | {"email": address})
            answers.append((response.status_code, response["Location"], CountingHasher.asked))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0][2], 1)
        self.assertEqual(User.objects.count(), 2)
        self.assertEqual([m.to for m in mail.outbox], [["new@example.org"], ["boris@example.org"]])
        self.assertIn("already", mail.outbox[1].body)

    def test_nobody_can_fill_a_mailbox_from_our_forms(self) -> None:
        person()
        for number in range(12):
            Client(REMOTE_ADDR=f"10.0.0.{number}").post(SIGN_UP, NEW)
        self.assertEqual(len(mail.outbox), 4)
