from __future__ import annotations

from django.core import mail
from django.test import override_settings
from django.utils import timezone

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Kind
from workstate.notifications.mail.sending import send_due_mail
from workstate.notifications.models import Delivery, DeliveryState
from workstate.notifications.news.item import Item
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase

PAGE = "/administration/mail/"


@override_settings(EMAIL_CONFIGURED=True)
class FailedMailsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.olga.is_staff = True
        cls.olga.save(update_fields=["is_staff"])
        task = create_task("Call the secret printer", by=cls.by_ana)
        tell([Item(user=cls.ana.pk, kind=Kind.REMINDER, occasion="one", workspace=task.workspace_id, task=task.pk)])
        Delivery.objects.update(
            state=DeliveryState.FAILED,
            settled_at=timezone.now(),
            reason="The mail server refused the address (550).",
            message_id="<kept@work>",
            attempts=12,
        )

    def test_they_are_listed_with_why_and_without_what_stood_in_them(self) -> None:
        self.client.force_login(self.olga)
        page = self.client.get(PAGE)
        self.assertContains(page, "refused the address (550)")
        self.assertContains(page, self.ana.email)
        self.assertNotContains(page, "secret printer")

    def test_they_are_sent_again_with_the_id_that_they_had(self) -> None:
        self.client.force_login(self.olga)
        self.assertRedirects(self.client.post(f"{PAGE}failed/"), PAGE)
        send_due_mail(timezone.now())
        (letter,) = mail.outbox
        self.assertEqual(letter.extra_headers["Message-ID"], "<kept@work>")
        self.assertEqual(Event.objects.get(verb=Verb.SERVER_MAILS_RETRIED).data, {"count": 1})
        self.assertNotContains(self.client.get(PAGE), "550")

    def test_nobody_else_may(self) -> None:
        self.client.force_login(self.mara)
        self.assertEqual(self.client.post(f"{PAGE}failed/").status_code, 404)
        self.assertEqual(Delivery.objects.get().state, DeliveryState.FAILED)
        self.assertIs(Event.objects.filter(verb=Verb.SERVER_MAILS_RETRIED).exists(), False)
