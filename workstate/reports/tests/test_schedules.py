"""Schedules: who makes them, to whom they go, and how they follow their maker's clock."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from unittest import mock
from uuid import uuid4

from django.test import override_settings
from django.urls import reverse

from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.reports.actions import schedules as actions
from workstate.reports.actions.deliveries import follow_zones
from workstate.reports.actions.schedules import Plan
from workstate.reports.models import FileFormat, Frequency, ReportRecipient, ReportSchedule
from workstate.reports.tests.saved_world import SavedWorld
from workstate.testing import CastTestCase

MONDAY = Plan(Frequency.WEEKLY, time(8), weekday=0)


def at(text: str) -> mock._patch[mock.Mock]:
    """The clock of this server shows an instant of UTC."""
    return mock.patch("django.utils.timezone.now", return_value=datetime.fromisoformat(text).replace(tzinfo=UTC))


class ScheduleTests(SavedWorld, CastTestCase):
    def test_it_comes_by_the_clock_of_its_maker(self) -> None:
        with at("2026-11-23T12:00"):
            schedule = self.scheduled(
                self.saved(self.by_ana), self.by_ana, frequency=Frequency.WEEKLY, weekday=0, at=time(8)
            )
        self.assertEqual((schedule.zone, str(schedule.next_at)), ("Europe/Berlin", "2026-11-30 07:00:00+00:00"))

    def test_it_follows_its_maker_to_another_clock_and_leaves_out_no_week(self) -> None:
        with at("2026-11-23T12:00"):
            schedule = self.scheduled(
                self.saved(self.by_ana), self.by_ana, frequency=Frequency.WEEKLY, weekday=0, at=time(8)
            )
        for zone, comes in (
            ("America/New_York", "2026-11-30 13:00:00+00:00"),
            ("Asia/Tokyo", "2026-11-29 23:00:00+00:00"),
            ("Europe/Berlin", "2026-11-30 07:00:00+00:00"),
        ):
            self.ana.time_zone = zone
            self.ana.save(update_fields=["time_zone"])
            with at("2026-11-30T08:00"):  # when it is over in two of them: the occasion stays this Monday's
                self.assertEqual(follow_zones(), 1)
                self.assertEqual(follow_zones(), 0)
            schedule.refresh_from_db()
            self.assertEqual((schedule.zone, str(schedule.next_at)), (zone, comes))

    def test_only_whoever_saved_the_report_schedules_it(self) -> None:
        saved = self.saved(self.by_ana, is_shared=True)
        for actor in (self.by_olga, self.by_mara, self.by_gil, self.by_boris):
            with self.subTest(actor=actor.user.name), self.assertRaises(NotAllowed):
                self.scheduled(saved, actor)
        with self.assertRaises(NotAllowed):
            self.scheduled(self.saved(self.by_gil), self.by_gil)
        with self.assertRaises(NotAllowed):
            self.scheduled(saved, self.by_ana, with_rates=True)
        self.assertFalse(ReportSchedule.objects.exists())

    def test_members_send_to_members_and_administrators_to_anybody(self) -> None:
        saved = self.saved(self.by_ana)
        schedule = self.scheduled(
            saved, self.by_ana, people=(self.mara.pk, self.olga.pk), addresses=("ANA@example.org",)
        )
        self.assertEqual(
            set(schedule.recipients.values_list("user", flat=True)), {self.mara.pk, self.olga.pk, self.ana.pk}
        )
        with self.assertRaises(NotAllowed):
            self.scheduled(saved, self.by_ana, addresses=("client@example.com",))
        with self.assertRaises(NotAllowed):
            self.scheduled(saved, self.by_ana, people=(self.gil.pk,))
        with self.assertRaises(Invalid):
            self.scheduled(saved, self.by_ana, people=(self.boris.pk,))
        own = self.saved(self.by_mara)
        schedule = self.scheduled(own, self.by_mara, people=(self.gil.pk,), addresses=("Client@Example.com",))
        self.assertEqual(set(schedule.recipients.values_list("email", flat=True)), {"", "client@example.com"})

    def test_bad_plans_are_refused_at_their_field(self) -> None:
        saved = self.saved(self.by_mara)
        plans: dict[str, dict[str, Any]] = {
            "weekday": {"frequency": Frequency.WEEKLY},
            "day_of_month": {"frequency": Frequency.MONTHLY, "day_of_month": 32},
            "note": {"note": "x" * 2001},
            "people": {"people": ()},
            "addresses": {"addresses": ("a@b.example\r\nBcc: x@y.example",)},
        }
        for field, options in plans.items():
            with self.subTest(field=field), self.assertRaises(Invalid) as refusal:
                self.scheduled(saved, self.by_mara, **options)
            self.assertIn(field, refusal.exception.message_dict)
        with self.assertRaises(Invalid):
            self.scheduled(saved, self.by_mara, addresses=tuple(f"a{number}@example.com" for number in range(20)))
        self.assertFalse(ReportSchedule.objects.exists())

    def test_the_same_id_again_answers_with_the_first(self) -> None:
        saved, pk = self.saved(self.by_ana), uuid4()
        plan = Plan(Frequency.DAILY, people=(self.ana.pk,))
        first = actions.create_schedule(saved, plan, by=self.by_ana, id=pk)
        self.assertEqual(actions.create_schedule(saved, plan, by=self.by_ana, id=pk), first)
        self.assertEqual(ReportRecipient.objects.count(), 1)

    def test_what_is_paused_or_deleted_has_no_next_time(self) -> None:
        schedule = self.scheduled(self.saved(self.by_ana), self.by_ana)
        self.assertIsNone(actions.pause_schedule(schedule, by=self.by_ana).next_at)
        with self.assertRaises(NotAllowed):
            actions.resume_schedule(schedule, by=self.by_mara)
        self.assertIsNotNone(actions.resume_schedule(schedule, by=self.by_ana).next_at)
        self.assertIsNone(actions.delete_schedule(schedule, by=self.by_ana).next_at)
        with self.assertRaises(Conflict):
            actions.pause_schedule(schedule, by=self.by_ana)
        self.assertIsNotNone(actions.restore_schedule(schedule, by=self.by_ana).next_at)

    def test_what_an_administrator_stopped_its_maker_does_not_set_going(self) -> None:
        schedule = self.scheduled(self.saved(self.by_ana), self.by_ana)
        actions.pause_schedule(schedule, by=self.by_mara)
        with self.assertRaises(NotAllowed):
            actions.resume_schedule(schedule, by=self.by_ana)
        self.assertIsNotNone(actions.resume_schedule(schedule, by=self.by_mara).next_at)
        actions.delete_schedule(schedule, by=self.by_mara)
        with self.assertRaises(NotAllowed):
            actions.restore_schedule(schedule, by=self.by_ana)
        self.assertIsNotNone(actions.restore_schedule(schedule, by=self.by_mara).next_at)

    def test_nobody_fills_mailboxes_by_moving_a_time_on_and_on(self) -> None:
        schedule = self.scheduled(self.saved(self.by_ana), self.by_ana)
        with self.assertRaises(Invalid):
            for minute in range(40):
                plan = Plan(Frequency.DAILY, at=time(9, minute), people=(self.ana.pk,))
                actions.change_schedule(schedule, plan, by=self.by_ana)

    def test_whoever_wants_no_more_is_not_added_again(self) -> None:
        schedule = self.scheduled(self.saved(self.by_mara), self.by_mara, addresses=("client@example.com",))
        client = schedule.recipients.get(email="client@example.com")
        actions.stop_mails(client)
        own = Plan(Frequency.DAILY, people=(self.mara.pk,))
        actions.change_schedule(schedule, own, by=self.by_mara)
        again = Plan(Frequency.DAILY, people=(self.mara.pk,), addresses=("client@example.com",))
        actions.change_schedule(schedule, again, by=self.by_mara)
        client.refresh_from_db()
        self.assertIsNotNone(client.stopped_at)
        with self.assertRaises(NotAllowed):
            actions.want_mails(client, by=self.by_mara)


class SchedulePagesTests(SavedWorld, CastTestCase):
    def setUp(self) -> None:
        self.report = self.saved(self.by_ana)
        self.client.force_login(self.ana)
        self.url = reverse("reports:saved-schedules", args=["acme", self.report.pk])
        self.body = {
            "id": str(uuid4()),
            "frequency": "weekly",
            "weekday": "0",
            "day_of_month": "1",
            "at": "08:00",
            "formats": ["pdf", "csv"],
            "people": [str(self.ana.pk), str(self.mara.pk)],
            "note": "For you.",
        }

    def test_a_form_makes_a_schedule_and_the_page_says_it_in_words(self) -> None:
        with at("2026-11-23T12:00"):
            self.assertEqual(self.client.post(self.url, self.body).status_code, 302)
            page = self.client.get(self.url)
        self.assertContains(page, "Every Monday at 08:00")
        self.assertContains(page, "Next: Mon 30.11.2026, 08:00")
        schedule = ReportSchedule.objects.get()
        self.assertEqual(schedule.formats, [FileFormat.CSV, FileFormat.PDF])
        one = reverse("reports:saved-schedule", args=["acme", self.report.pk, schedule.pk])
        self.assertContains(self.client.get(one), "For you.")
        changed = {**self.body, "frequency": "monthly", "day_of_month": "31"}
        self.assertEqual(self.client.post(one, changed).status_code, 302)
        self.assertContains(self.client.get(self.url), "On the last day of every month at 08:00")

    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(self) -> None:
        refused = self.client.post(self.url, {**self.body, "at": "25:00"})
        self.assertContains(refused, "For you.", status_code=400)
        refused = self.client.post(self.url, {**self.body, "people": []})
        self.assertContains(refused, "Choose who gets it.", status_code=400)
        refused = self.client.post(self.url, {**self.body, "people": [str(self.boris.pk)]})
        self.assertEqual(refused.status_code, 400)
        self.assertFalse(ReportSchedule.objects.exists())

    def test_a_server_without_mail_says_so(self) -> None:
        words = "This server sends no mail yet."
        with override_settings(EMAIL_CONFIGURED=False):
            self.assertContains(self.client.get(self.url), words)
        with override_settings(EMAIL_CONFIGURED=True):
            self.assertNotContains(self.client.get(self.url), words)

    def test_whoever_gets_mails_ends_them_and_wants_them_again_on_a_page_of_their_own(self) -> None:
        schedule = self.scheduled(self.report, self.by_ana, people=(self.mara.pk,))
        recipient = schedule.recipients.get()
        self.client.force_login(self.mara)
        page = reverse("reports:saved-mails", args=["acme"])
        one = reverse("reports:saved-mail", args=["acme", recipient.pk])
        self.assertContains(self.client.get(page), "Every day at 08:00, sent by Ana Keller")
        self.client.delete(one)
        self.assertContains(self.client.get(page), "You ended these mails")
        self.client.post(one)
        recipient.refresh_from_db()
        self.assertIsNone(recipient.stopped_at)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.delete(one).status_code, 404)
