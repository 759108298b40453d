from __future__ import annotations

from datetime import datetime, timedelta

from django.core import mail
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.notifications.actions.reminding import remind
from workstate.notifications.mail.sending import send_due_mail
from workstate.notifications.models import Notification
from workstate.notifications.tests.case import TellingCase
from workstate.projects.actions.sharing import set_everyone
from workstate.tasks.actions import Remind, set_reminders


class ReminderCardTests(TellingCase):
    """What stands on every page when a reminder has come."""

    def setUp(self) -> None:
        super().setUp()
        at = timezone.now() + timedelta(hours=1)
        set_reminders(self.task, [Remind(at=at)], by=self.by_ana)
        remind(at)
        self.row = Notification.objects.get(user=self.ana)
        self.client.force_login(self.ana)

    def address(self, name: str) -> str:
        return reverse(f"notifications:{name}", args=[self.row.pk])

    def card(self) -> bool:
        """Whether it stands on a page; the card fetched alone must say the same."""
        mark = f"reminder-card-{self.row.pk}"
        page = self.client.get(reverse("views:today", args=["acme"])).content.decode()
        alone = self.client.get(reverse("notifications:reminders")).content.decode()
        self.assertEqual(mark in page, mark in alone)
        return mark in page and "Call the printer" in page

    def test_it_stands_on_a_page_until_it_is_done_with(self) -> None:
        self.assertIs(self.card(), True)
        self.assertEqual(self.client.post(self.address("finish"), headers={"HX-Request": "true"}).status_code, 204)
        self.assertIs(self.card(), False)
        # By this event all of the person's other pages look again.
        self.assertTrue(Event.objects.filter(verb=Verb.NOTIFICATION_CHANGED, user=self.ana).exists())

    def test_it_is_put_off_to_a_moment_that_one_picks(self) -> None:
        day = (timezone.now() + timedelta(days=2)).astimezone(self.ana.zone).date()
        answer = self.client.post(self.address("snooze"), {"until": "at", "at": f"{day}T14:30"})
        self.assertRedirects(answer, reverse("notifications:centre"))
        self.row.refresh_from_db()
        picked = datetime.combine(day, datetime.min.time().replace(hour=14, minute=30), self.ana.zone)
        self.assertEqual(self.row.snoozed_until, picked)
        self.assertIs(self.card(), False)
        self.client.delete(self.address("snooze"))
        self.assertIs(self.card(), True)

    def test_what_is_no_moment_to_come_is_refused_with_words_and_changes_nothing(self) -> None:
        for typed in ("", "tomorrow", "2020-01-01T10:00", "9999-12-31T23:59", "0001-01-01T00:00", "\x00", "x" * 10_000):
            with self.subTest(typed[:20]):
                answer = self.client.post(self.address("snooze"), {"until": "at", "at": typed})
                self.assertContains(answer, "at-error", status_code=400)
        self.row.refresh_from_db()
        self.assertIsNone(self.row.snoozed_until)

    def test_it_goes_when_its_task_goes_out_of_sight(self) -> None:
        set_everyone(self.website, "", by=self.by_mara)
        self.assertIs(self.card(), False)
        for name in ("finish", "snooze"):
            self.assertEqual(self.client.post(self.address(name)).status_code, 404)

    def test_anothers_is_not_there(self) -> None:
        self.client.force_login(self.mara)
        self.assertIs(self.card(), False)
        self.assertEqual(self.client.get(self.address("snooze")).status_code, 404)
        self.assertEqual(self.client.post(self.address("finish")).status_code, 404)

    @override_settings(EMAIL_CONFIGURED=True, SITE_URL="http://work.example.org")
    def test_the_mail_leads_to_where_it_is_put_off_and_looking_there_changes_nothing(self) -> None:
        send_due_mail(timezone.now() + timedelta(hours=2))
        (letter,) = mail.outbox
        self.assertIn(f"http://work.example.org{self.address('snooze')}", letter.body)
        self.assertContains(self.client.get(self.address("snooze")), "Until tomorrow")
        self.row.refresh_from_db()
        self.assertIsNone(self.row.snoozed_until)
        self.client.logout()
        self.assertEqual(self.client.get(self.address("snooze")).status_code, 302)
