from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from workstate.core.actor import Via
from workstate.notifications.actions.marking import finish, mark_read
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Channel, How, Kind
from workstate.notifications.mail.claiming import ABANDONED, MOST_ATTEMPTS, take_letter
from workstate.notifications.mail.sending import send_due_mail
from workstate.notifications.mail.stopping import stop_address, stop_of
from workstate.notifications.models import Delivery, DeliveryState, Notification
from workstate.notifications.news.item import Item
from workstate.notifications.preferences import wishes_of
from workstate.notifications.tests.case import TellingCase
from workstate.notifications.tests.mail_server import mail_server
from workstate.projects.models import Project
from workstate.tasks.actions import complete_task, create_task
from workstate.tasks.models import Task
from workstate.testing import CastTransactionTestCase
from workstate.workspaces.models import Membership

ADDRESS = re.compile(r"http://\S+/notifications/mails/\S+/")


@override_settings(EMAIL_CONFIGURED=True, SITE_URL="http://work.example.org")
class MailCase(TellingCase):
    at: datetime

    def setUp(self) -> None:
        super().setUp()
        self.at = timezone.now() + timedelta(minutes=1)

    def tell(self, kind: Kind = Kind.ASSIGNED, *, task: Task | None = None, occasion: str = "one") -> Notification:
        task = task or self.task
        (row,) = tell(
            [
                Item(
                    user=self.ana.pk,
                    kind=kind,
                    occasion=occasion,
                    workspace=task.workspace_id,
                    actor=None if kind == Kind.REMINDER else self.mara.pk,
                    task=task.pk,
                )
            ]
        )
        return row

    def states(self) -> list[str]:
        return list(Delivery.objects.filter(channel=Channel.MAIL).order_by("pk").values_list("state", flat=True))

    @contextmanager
    def server(self, *answers: str) -> Iterator[Receiver]:
        """A mail server of our own; it answers recipients with these, and takes what comes after."""
        receiver = Receiver(list(answers))
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with (
            mail_server(receiver) as port,
            override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=30),
        ):
            yield receiver


class Receiver:
    def __init__(self, answers: list[str]) -> None:
        self.answers = answers
        self.received: list[bytes] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers and not (said := self.answers.pop(0)).startswith("250"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        return "250 OK"


class LetterTests(MailCase):
    def test_a_letter_says_what_happened_in_text_and_html_and_leads_there(self) -> None:
        self.tell()
        self.assertEqual(send_due_mail(self.at), 1)
        (letter,) = mail.outbox
        self.assertEqual(letter.to, [self.ana.email])
        self.assertEqual(letter.subject, f"Call the printer ({self.task.workspace.key_prefix}-{self.task.number})")
        html = str(letter.alternatives[0][0])  # type: ignore[union-attr]
        for said in (letter.body, html):
            self.assertIn("Mara gave you this task", said)
            self.assertIn(f"http://work.example.org/acme/tasks/{self.task.number}/", said)
        self.assertEqual(self.states(), ["sent"])

    def test_its_headers_name_it_thread_it_and_end_it_by_one_click(self) -> None:
        self.tell()
        send_due_mail(self.at)
        headers = mail.outbox[0].extra_headers
        self.assertEqual(headers["Message-ID"], Delivery.objects.get(channel="mail").message_id)
        self.assertEqual(headers["References"], f"<task.{self.task.pk}@work.example.org>")
        self.assertEqual(headers["In-Reply-To"], headers["References"])
        self.assertEqual(headers["Auto-Submitted"], "auto-generated")
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertRegex(headers["List-Unsubscribe"], r"^<http://work\.example\.org/notifications/mails/\S+/>$")

    def test_what_comes_about_one_subject_in_a_short_while_is_one_letter(self) -> None:
        other = create_task("Order paper", by=self.by_mara, project=self.website)
        self.tell(occasion="one")
        self.tell(Kind.MENTIONED, occasion="two")
        self.tell(task=other, occasion="three")
        self.assertEqual(send_due_mail(timezone.now()), 0)
        self.assertEqual(send_due_mail(self.at), 2)
        first = next(one for one in mail.outbox if one.subject.startswith("Call"))
        self.assertIn("Mara gave you this task", first.body)
        self.assertIn("Mara mentioned you", first.body)

    def test_a_reminder_does_not_wait_for_company(self) -> None:
        self.tell(Kind.REMINDER)
        self.assertEqual(send_due_mail(timezone.now()), 1)

    def test_a_title_of_markup_and_strange_characters_stays_what_it_is(self) -> None:
        Task.objects.filter(pk=self.task.pk).update(title="<b>x</b> \u202e & ünï\nBcc: eve@example.org")
        self.tell()
        send_due_mail(self.at)
        (letter,) = mail.outbox
        self.assertTrue(letter.subject.startswith("<b>x</b> \u202e & ünï Bcc: eve@example.org ("))
        self.assertEqual(letter.recipients(), [self.ana.email])
        self.assertNotIn("<b>x", str(letter.alternatives[0][0]))  # type: ignore[union-attr]


class DroppedTests(MailCase):
    def assert_dropped(self) -> None:
        self.assertEqual(send_due_mail(self.at), 0)
        self.assertEqual(mail.outbox, [])
        self.assertEqual(self.states(), ["dropped"])

    def test_what_was_read_or_done_with_in_the_app_is_not_sent(self) -> None:
        self.tell(occasion="one")
        mark_read(Notification.objects.all(), user=self.ana)
        self.assert_dropped()
        Delivery.objects.all().delete()
        self.tell(occasion="two")
        finish(Notification.objects.all(), user=self.ana)
        self.assert_dropped()

    def test_what_the_person_cannot_see_any_more_is_not_sent(self) -> None:
        self.tell()
        Project.objects.filter(pk=self.website.pk).update(everyone="")
        self.assert_dropped()

    def test_whoever_left_the_workspace_gets_nothing(self) -> None:
        self.tell()
        Membership.objects.filter(user=self.ana, workspace=self.by_ana.workspace).delete()
        self.assert_dropped()

    def test_whoever_wants_no_such_mails_any_more_gets_nothing(self) -> None:
        self.tell()
        change_preferences(self.ana, via=Via.WEB, channels={Kind.ASSIGNED: {Channel.MAIL: How.OFF}})
        self.assert_dropped()

    def test_nobody_is_reminded_of_what_is_done(self) -> None:
        self.tell(Kind.REMINDER)
        complete_task(self.task, by=self.by_ana)
        self.assert_dropped()

    def test_where_no_mail_can_be_sent_nothing_waits_for_it(self) -> None:
        self.tell()
        with override_settings(EMAIL_CONFIGURED=False):
            self.assert_dropped()


class DigestTests(MailCase):
    def setUp(self) -> None:
        super().setUp()
        other = create_task("Order paper", by=self.by_mara, project=self.website)
        self.tell(Kind.COMMENTED, occasion="one")
        self.tell(Kind.ENDED, task=other, occasion="two")
        self.hour = Delivery.objects.filter(channel="mail").order_by("due_at").values_list("due_at", flat=True)[0]

    def test_it_comes_at_the_hour_that_the_person_chose_and_once(self) -> None:
        self.assertEqual(self.hour.astimezone(self.ana.zone).hour, 8)
        self.assertEqual(send_due_mail(self.hour - timedelta(seconds=1)), 0)
        self.assertEqual(send_due_mail(self.hour + timedelta(minutes=1)), 1)
        self.assertEqual(send_due_mail(self.hour + timedelta(minutes=2)), 0)
        (letter,) = mail.outbox
        self.assertEqual(letter.subject, "2 things to know")
        self.assertIn("Call the printer", letter.body)
        self.assertIn("Order paper", letter.body)
        self.assertNotIn("References", letter.extra_headers)

    def test_after_days_of_downtime_it_is_one(self) -> None:
        Delivery.objects.filter(notification__occasion="two").update(due_at=self.hour + timedelta(days=1))
        self.assertEqual(send_due_mail(self.hour + timedelta(days=3)), 1)

    def test_without_anything_to_say_there_is_none(self) -> None:
        mark_read(Notification.objects.all(), user=self.ana)
        self.assertEqual(send_due_mail(self.hour + timedelta(minutes=1)), 0)
        self.assertEqual(self.states(), ["dropped", "dropped"])


class ServerTests(MailCase):
    """What a real mail server answers."""

    def test_it_gets_the_letter_whole(self) -> None:
        self.tell()
        with self.server() as server:
            self.assertEqual(send_due_mail(self.at), 1)
        (received,) = server.received
        self.assertIn(b"multipart/alternative", received)
        self.assertIn(Delivery.objects.get(channel="mail").message_id.encode(), received)

    def test_an_address_that_is_refused_for_good_is_given_up_and_says_why(self) -> None:
        self.tell()
        with self.server("550 No such user"):
            self.assertEqual(send_due_mail(self.at), 0)
        self.assertEqual(self.states(), ["failed"])
        self.assertEqual(Delivery.objects.get(channel="mail").reason, "The mail server refused the address (550).")

    def test_an_address_that_is_refused_for_now_is_tried_again_as_the_same_letter(self) -> None:
        self.tell()
        with self.server("451 Try later") as server:
            self.assertEqual(send_due_mail(self.at), 0)
            waiting = Delivery.objects.get(channel="mail")
            self.assertEqual(waiting.state, DeliveryState.WAITING)
            self.assertGreater(waiting.due_at, timezone.now() + timedelta(seconds=90))
            self.assertEqual(send_due_mail(waiting.due_at), 1)
        self.assertIn(waiting.message_id.encode(), server.received[0])

    def test_a_server_that_is_away_is_not_asked_for_every_letter(self) -> None:
        other = create_task("Order paper", by=self.by_mara, project=self.website)
        self.tell(occasion="one")
        self.tell(task=other, occasion="two")
        backend = "django.core.mail.backends.smtp.EmailBackend"
        # Port 9 of this machine: nothing answers there.
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9, EMAIL_TIMEOUT=5):
            self.assertEqual(send_due_mail(self.at), 0)
        self.assertEqual(
            list(Delivery.objects.filter(channel="mail").order_by("pk").values_list("attempts", flat=True)), [1, 0]
        )
        self.assertEqual(self.states(), ["waiting", "waiting"])

    def test_after_days_it_is_given_up(self) -> None:
        self.tell()
        Delivery.objects.filter(channel="mail").update(attempts=MOST_ATTEMPTS - 1)
        with self.server("451 Try later"):
            send_due_mail(self.at)
        self.assertEqual(self.states(), ["failed"])


class CrashTests(MailCase):
    def test_a_letter_whose_worker_died_goes_out_with_the_same_id_and_no_earlier_than_sure(self) -> None:
        self.tell()
        taken = take_letter(self.at)
        assert taken
        self.assertEqual(send_due_mail(self.at + timedelta(minutes=1)), 0)
        self.assertEqual(send_due_mail(self.at + ABANDONED), 1)
        self.assertEqual(mail.outbox[0].extra_headers["Message-ID"], taken.message_id)

    def test_what_came_after_the_letter_was_taken_goes_in_another(self) -> None:
        self.tell(occasion="one")
        take_letter(self.at)
        self.tell(Kind.MENTIONED, occasion="two")
        self.assertEqual(send_due_mail(self.at), 1)
        self.assertNotIn("gave you", mail.outbox[0].body)


@override_settings(EMAIL_CONFIGURED=True)
class SeveralWorkersTests(CastTransactionTestCase):
    def test_a_letter_is_taken_whole_and_nobody_takes_the_rest_of_it(self) -> None:
        task = create_task("Call the printer", by=self.by_ana)
        for occasion in ("one", "two"):
            item = Item(self.ana.pk, Kind.REMINDER, occasion, workspace=task.workspace_id, task=task.pk)
            tell([item])
        with transaction.atomic():
            taken = take_letter(timezone.now())
            assert taken
            self.assertEqual(len(taken.deliveries), 2)
            self.assertEqual(self.elsewhere(), 0)
        self.assertEqual(self.elsewhere(), 0)

    def elsewhere(self) -> int:
        """How many letters another worker sends at this moment."""

        def work() -> int:
            try:
                return send_due_mail()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result()


class StoppingTests(MailCase):
    def address(self) -> str:
        self.tell()
        send_due_mail(self.at)
        found = ADDRESS.search(str(mail.outbox[0].body))
        assert found
        return found.group().removeprefix("http://work.example.org")

    def is_on(self, kind: Kind) -> bool:
        return wishes_of(self.ana).is_on(kind, Channel.MAIL)

    def test_one_click_of_a_mail_program_ends_the_mails_of_that_kind_alone(self) -> None:
        answer = self.client.post(self.address(), {"List-Unsubscribe": "One-Click"})
        self.assertContains(answer, "No more mails")
        self.assertIs(self.is_on(Kind.ASSIGNED), False)
        self.assertIs(self.is_on(Kind.MENTIONED), True)

    def test_looking_at_the_page_ends_nothing(self) -> None:
        self.assertContains(self.client.get(self.address()), "No more of these mails?")
        self.assertIs(self.is_on(Kind.ASSIGNED), True)

    def test_all_mails_end_for_the_addressee_who_is_signed_in_and_for_nobody_else(self) -> None:
        address = self.address()
        for other in (None, self.mara):
            if other:
                self.client.force_login(other)
            self.assertNotContains(self.client.get(address), "no mails at all")
            self.client.post(address, {"what": "all"})
            self.assertIs(self.is_on(Kind.MENTIONED), True)
        self.client.force_login(self.ana)
        self.assertContains(self.client.get(address), "no mails at all")
        self.client.post(address, {"what": "all"})
        self.assertEqual([kind for kind in Kind if self.is_on(kind)], [])
        self.assertIs(wishes_of(self.ana).is_on(Kind.ASSIGNED, Channel.APP), True)

    def test_an_address_that_somebody_made_up_ends_nothing(self) -> None:
        address = self.address()
        self.assertEqual(self.client.post(address.replace("assigned", "mentioned")).status_code, 404)
        self.assertIs(self.is_on(Kind.MENTIONED), True)
        self.assertIsNone(stop_of("x"))
        self.assertIsNotNone(stop_of(stop_address(self.ana, [Kind.ENDED]).rstrip("/").rsplit("/", 1)[1]))
