"""Reports by mail: sent once, whatever happens meanwhile; what stands in them; and how they end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest import mock

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client, override_settings
from django.urls import reverse

from workstate.activity.models import Event
from workstate.billing.actions.rates import set_rate
from workstate.core.actor import Role
from workstate.core.errors import Conflict
from workstate.reports import jobs
from workstate.reports.actions import saved as saving
from workstate.reports.actions import schedules as scheduling
from workstate.reports.actions.deliveries import MOST_ATTEMPTS, claim_due, send_test, take_delivery
from workstate.reports.actions.delivering import deliver
from workstate.reports.models import Frequency, ReportDelivery, ReportMail, ReportSchedule
from workstate.reports.tests.mail_server import mail_server
from workstate.reports.tests.saved_world import EARNED, SavedWorld
from workstate.reports.tests.test_schedules import at
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once
from workstate.workspaces.models import Membership

SMTP = "django.core.mail.backends.smtp.EmailBackend"
DUE = "2026-11-23T07:00"  # 08:00 in Berlin


def run() -> list[ReportDelivery]:
    """What beat and the workers do in a minute, one after the other."""
    with mock.patch.object(jobs.send_delivery, "apply_async"):
        jobs.send_due_reports()
    from workstate.core.clock import now

    return [made for one in ReportDelivery.objects.waiting(now()) if (made := deliver(one.pk))]


@override_settings(EMAIL_CONFIGURED=True, SITE_URL="https://work.example", EMAIL_REPLY_TO="")
class MailCase(SavedWorld, CastTestCase):
    def setUp(self) -> None:
        self.track()
        with at("2026-11-22T12:00"):
            self.schedule = self.scheduled(self.saved(self.by_mara), self.by_mara, **self.plan())

    def plan(self) -> dict[str, Any]:
        return {}

    def sent(self, moment: str = DUE) -> list[EmailMultiAlternatives]:
        mail.outbox.clear()
        with at(moment):
            run()
        return list(mail.outbox)  # type: ignore[arg-type]


class OnceTests(MailCase):
    def test_it_goes_out_at_its_time_and_not_again(self) -> None:
        self.assertEqual(self.sent("2026-11-23T06:59"), [])
        (message,) = self.sent()
        self.assertEqual(message.to, ["mara@example.org"])
        self.assertEqual(self.sent("2026-11-23T07:01"), [])
        self.schedule.refresh_from_db()
        self.assertEqual(str(self.schedule.next_at), "2026-11-24 07:00:00+00:00")
        self.assertEqual(Event.objects.filter(verb="report_delivery.sent").count(), 1)

    def test_what_was_missed_is_one_mail_that_says_so_and_is_of_its_own_days(self) -> None:
        saving.change_report(self.schedule.report, by=self.by_mara, parameters={"period": "yesterday"})
        (message,) = self.sent("2026-11-26T20:00")
        self.assertIn("This is late: it was due on Thu 26.11.2026, 08:00", message.body)
        self.assertIn("Wed 25 Nov", message.subject)
        self.assertEqual(ReportDelivery.objects.count(), 1)
        self.schedule.refresh_from_db()
        self.assertEqual(str(self.schedule.next_at), "2026-11-27 07:00:00+00:00")

    def test_what_died_after_the_claim_is_taken_up_again(self) -> None:
        with at(DUE), mock.patch.object(jobs.send_delivery, "apply_async", side_effect=OSError("no broker")):
            claim_due()
            delivery = ReportDelivery.objects.get()
            self.assertIsNotNone(take_delivery(delivery.pk))  # and then the worker is killed
            self.assertIsNone(take_delivery(delivery.pk))
        self.assertEqual(self.sent("2026-11-23T07:09"), [])
        self.assertEqual(len(self.sent("2026-11-23T07:10")), 1)
        self.assertEqual(self.sent("2026-11-23T08:10"), [])

    def test_a_server_that_is_away_is_tried_for_a_day_with_the_same_message_id(self) -> None:
        ids, tries = set(), 0

        def refuse(message: EmailMultiAlternatives) -> None:
            ids.add(message.extra_headers["Message-ID"])
            raise ConnectionRefusedError

        instant = datetime.fromisoformat(DUE).replace(tzinfo=UTC)
        with mock.patch.object(EmailMultiAlternatives, "send", refuse, create=True):
            for _minute in range(0, 30 * 60, 10):
                before = ReportDelivery.objects.filter(is_test=False).first()
                with at(instant.strftime("%Y-%m-%dT%H:%M")):
                    if instant < datetime.fromisoformat("2026-11-24T06:50").replace(tzinfo=UTC):
                        run()
                after = ReportDelivery.objects.first()
                tries += bool(after and (before is None or after.attempts > before.attempts))
                instant += timedelta(minutes=10)
        delivery = ReportDelivery.objects.get()
        self.assertEqual((tries, delivery.attempts, len(ids)), (MOST_ATTEMPTS, MOST_ATTEMPTS, 1))
        self.assertIsNotNone(delivery.finished_at)
        self.assertIn("The mail server did not take it", delivery.failure)
        self.assertEqual(Event.objects.filter(verb="report_delivery.failed").count(), 1)
        self.client.force_login(self.mara)
        page = self.client.get(f"/acme/reports/saved/{self.schedule.report_id}/schedules/")
        self.assertContains(page, "The mail server did not take it")

    def test_it_stops_with_its_maker_and_with_its_report(self) -> None:
        saving.delete_report(self.schedule.report, by=self.by_mara)
        self.assertEqual(self.sent(), [])
        saving.restore_report(self.schedule.report, by=self.by_mara)
        Membership.objects.filter(user=self.mara).delete()
        self.assertEqual(self.sent("2026-11-24T07:00"), [])
        self.schedule.refresh_from_db()
        self.assertIsNotNone(self.schedule.paused_at)

    def test_who_leaves_between_claim_and_sending_sends_nothing(self) -> None:
        with at(DUE):
            claim_due()
            Membership.objects.filter(user=self.mara).delete()
            deliver(ReportDelivery.objects.get().pk)
        self.assertEqual(mail.outbox, [])
        self.assertIn("no longer shares", ReportDelivery.objects.get().failure)

    def test_a_server_without_mail_keeps_that_it_sent_nothing(self) -> None:
        with override_settings(EMAIL_CONFIGURED=False):
            self.assertEqual(self.sent(), [])
            with self.assertRaises(Conflict):
                send_test(self.schedule, by=self.by_mara)
        self.assertEqual(ReportDelivery.objects.get().failure, "This server sends no mail yet.")

    def test_what_was_given_up_is_told_at_the_schedule_and_sent_again_by_its_maker(self) -> None:
        refused = {"mara@example.org": (550, b"No such person")}
        with mock.patch.object(EmailMultiAlternatives, "send", side_effect=SMTPRecipientsRefused(refused)):
            self.sent()
        event = Event.objects.get(verb="report_delivery.failed")
        self.assertEqual((event.user, event.data["schedule"]), (self.mara, str(self.schedule.pk)))
        page = reverse("reports:saved-schedules", args=["acme", self.schedule.report_id])
        again = reverse("reports:saved-schedule-delivery", args=["acme", self.schedule.report_id, self.schedule.pk])
        self.client.force_login(self.mara)
        shown = self.client.get(page)
        for words in ("not sent.</strong>", "Given up", "The mail server refused the address (550).", "Send now"):
            self.assertContains(shown, words)

        mail.outbox.clear()
        with at("2026-11-23T09:00"):
            self.assertEqual(self.client.post(again).status_code, 302)
            run()
            self.assertEqual([message.to for message in mail.outbox], [["mara@example.org"]])
            # Once: there is nothing left to send.
            self.assertEqual(self.client.post(again).status_code, 409)
            run()
        self.assertEqual(len(mail.outbox), 1)
        self.assertNotContains(self.client.get(page), "Send now")
        self.assertTrue(Event.objects.filter(verb="report_delivery.retried").exists())

    def test_a_test_goes_to_its_maker_alone_and_moves_nothing(self) -> None:
        before = self.schedule.next_at
        with at("2026-11-22T13:00"):
            delivery = send_test(self.schedule, by=self.by_mara)
            deliver(delivery.pk)
        (message,) = mail.outbox
        self.assertEqual(message.to, ["mara@example.org"])
        self.assertTrue(message.subject.startswith("Test: Client hours"))
        self.assertNotIn("List-Unsubscribe", message.extra_headers)
        self.schedule.refresh_from_db()
        self.assertEqual(self.schedule.next_at, before)


class ContentTests(MailCase):
    def plan(self) -> dict[str, Any]:
        return {"addresses": ("client@example.com",), "formats": ("csv", "xlsx"), "note": "Dear <client>,\nhere it is."}

    def by_address(self, moment: str = DUE) -> dict[str, EmailMultiAlternatives]:
        return {message.to[0]: message for message in self.sent(moment)}

    def test_text_html_and_files_say_the_same(self) -> None:
        message = self.by_address()["client@example.com"]
        self.assertEqual(message.subject, "Client hours · March 2026")
        html = str(message.alternatives[0][0])
        for part in (message.body, html):
            self.assertIn("Website", part)
            self.assertIn("7:00", part)
            self.assertIn("Every day at 08:00", part)
        self.assertIn("Dear &lt;client&gt;,", html)
        self.assertIn("Dear <client>,", message.body)
        names = [attachment[0] for attachment in message.attachments]
        self.assertEqual([name.rpartition(".")[2] for name in names], ["csv", "xlsx"])
        self.assertEqual(message.extra_headers["Auto-Submitted"], "auto-generated")
        self.assertEqual(message.from_email, "Workstate <workstate@localhost>")

    def test_nobody_learns_of_the_others_and_who_is_outside_gets_no_way_in(self) -> None:
        messages = self.by_address()
        outside = messages["client@example.com"].message().as_string()
        self.assertNotIn("mara@example.org", outside)
        self.assertNotIn("/acme/", str(messages["client@example.com"].alternatives[0][0]))
        self.assertIn("/acme/reports/", messages["mara@example.org"].body)

    def test_without_rates_no_part_holds_an_amount_and_costs_never_do(self) -> None:
        set_rate(by=self.by_mara, amount=Decimal("33.33"), kind="cost", currency="CHF")
        for message in self.by_address().values():
            for part in (message.body, str(message.alternatives[0][0]), str(message.attachments)):
                for secret in (EARNED, "123.45", "CHF", "Amount", "233.31"):
                    self.assertNotIn(secret, part)
        ReportSchedule.objects.update(with_rates=True)
        message = self.by_address("2026-11-24T07:00")["client@example.com"]
        self.assertIn(EARNED, message.body)
        self.assertIn(EARNED, str(message.attachments))
        self.assertNotIn("233.31", message.body + str(message.attachments))
        # Whoever no longer sees amounts sends none, and nothing to people outside.
        Membership.objects.filter(user=self.mara).update(role=Role.MEMBER)
        messages = self.by_address("2026-11-25T07:00")
        self.assertEqual(list(messages), ["mara@example.org"])
        self.assertNotIn(EARNED, messages["mara@example.org"].body + str(messages["mara@example.org"].attachments))

    def test_names_make_no_headers(self) -> None:
        self.schedule.report.name = "Hours\r\nBcc: victim@example.com\r\n\r\nBody"
        self.schedule.report.save(update_fields=["name"])
        message = self.by_address()["client@example.com"].message()
        self.assertNotIn("Bcc", message)
        subject = str(make_header(decode_header(message["Subject"])))
        self.assertEqual(subject, "Hours Bcc: victim@example.com Body · March 2026")

    def test_one_click_ends_the_mails_to_this_address_alone(self) -> None:
        message = self.by_address()["client@example.com"]
        headers = message.extra_headers
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        url = re.fullmatch(r"<https://work\.example(/shared/mails/[^>]+)>", headers["List-Unsubscribe"])
        assert url
        anybody = Client(enforce_csrf_checks=True)
        page = anybody.get(url[1])
        self.assertContains(page, "No more of these mails?")
        self.assertEqual(len(self.by_address("2026-11-24T07:00")), 2)
        self.assertEqual(anybody.post(url[1], {"List-Unsubscribe": "One-Click"}).status_code, 200)
        self.assertEqual(anybody.post(url[1]).status_code, 200)
        self.assertEqual(list(self.by_address("2026-11-25T07:00")), ["mara@example.org"])
        other = "B" if url[1].endswith("A/") else "A"
        for forged in (
            f"{url[1][:-2]}{other}/",
            "/shared/mails/x/",
            "/shared/mails/00000000000000000000000000000000:x/",
        ):
            self.assertEqual(anybody.post(forged).status_code, 404)

    def test_a_real_server_gets_it_and_what_it_refuses_for_good_is_not_tried_again(self) -> None:
        with mail_server() as server:
            server.refused["client@example.com"] = 550
            options = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.port}
            with override_settings(**options):
                self.sent()
                ((to, raw),) = server.mails
                self.sent("2026-11-23T07:30")
                self.assertEqual(len(server.mails), 1)
        self.assertEqual(to, "mara@example.org")
        message = message_from_bytes(raw, policy=policy.default)
        self.assertEqual(message["Message-ID"], ReportMail.objects.get(sent_at__isnull=False).message_id)
        body = message.get_body(("plain",))
        assert body
        self.assertIn("Website", body.get_content())
        self.assertEqual(len(list(message.iter_attachments())), 2)
        self.assertIn("550", ReportDelivery.objects.get().failure)


@override_settings(EMAIL_CONFIGURED=True)
class SchedulersTests(SavedWorld, CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        with at("2026-11-22T12:00"):
            for number in range(10):
                saved = self.saved(self.by_mara, f"Report {number}")
                self.scheduled(saved, self.by_mara, frequency=Frequency.DAILY)

    def test_several_schedulers_and_workers_send_each_of_ten_once(self) -> None:
        with at(DUE), mock.patch.object(jobs.send_delivery, "apply_async"):
            claims = at_once(*[jobs.send_due_reports] * 4)
            self.assertEqual(sum(claim for claim in claims if isinstance(claim, int)), 10)
            deliveries = list(ReportDelivery.objects.values_list("pk", flat=True))
            self.assertEqual(len(deliveries), 10)

            def work() -> None:
                for pk in deliveries:
                    deliver(pk)

            self.assertEqual(at_once(*[work] * 4), [None] * 4)
        self.assertEqual(len(mail.outbox), 10)
        self.assertEqual(len({message.extra_headers["Message-ID"] for message in mail.outbox}), 10)

    def test_whoever_ends_mails_while_they_go_out_is_waited_for(self) -> None:
        with at(DUE), mock.patch.object(jobs.send_delivery, "apply_async"):
            jobs.send_due_reports()
            for recipient in [one.recipients.get() for one in ReportSchedule.objects.all()]:
                scheduling.stop_mails(recipient)
            for pk in ReportDelivery.objects.values_list("pk", flat=True):
                deliver(pk)
        self.assertEqual(mail.outbox, [])
