"""Webhooks: who hears of what, and what becomes of a message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from workstate.accounts.keys.actions import create_key
from workstate.accounts.keys.scopes import EVERYTHING
from workstate.accounts.tests.test_keys import Program
from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.core.actor import Role, Via
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.integrations.webhooks import actions
from workstate.integrations.webhooks.claiming import ABANDONED, MOST_ATTEMPTS, take, wait_after
from workstate.integrations.webhooks.handlers import queue
from workstate.integrations.webhooks.models import Webhook, WebhookDelivery, WebhookState
from workstate.integrations.webhooks.sending import send_due
from workstate.integrations.webhooks.tests.receiver import answering, receiver, redirecting, resetting
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.projects.actions import create_project
from workstate.tasks.actions import complete_task, create_task
from workstate.testing import Cast
from workstate.workspaces.actions import change_role

PUBLIC = "https://hooks.example.com/work"


def relay() -> None:
    while relay_next():
        pass


class WebhookCase(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.gather()
        cls.webhook = actions.create_webhook(PUBLIC, by=cls.by_mara)
        relay()
        WebhookDelivery.objects.all().delete()
        cls.before = Event.objects.latest("pk").pk

    def told(self) -> list[str]:
        relay()
        return list(WebhookDelivery.objects.order_by("pk").values_list("verb", flat=True))

    def to(self, url: str) -> None:
        Webhook.objects.filter(pk=self.webhook.pk).update(url=url)
        self.webhook.refresh_from_db()

    def sent(self) -> WebhookDelivery:
        return WebhookDelivery.objects.get()

    def later(self) -> int:
        """Send as if all waiting were over."""
        Webhook.objects.update(paused_until=None)
        return send_due(timezone.now() + timedelta(days=30))


class HearingTest(WebhookCase):
    def test_what_happens_is_told_once_however_often_it_is_relayed(self) -> None:
        project = create_project("Website", by=self.by_mara)
        task = create_task("Call", by=self.by_mara, project=project)
        complete_task(task, by=self.by_mara)
        relay()
        queue(list(Event.objects.filter(pk__gt=self.before)))
        self.assertEqual(self.told(), ["project.created", "task.created", "task.completed"])

    def test_every_verb_by_every_face_is_told_once(self) -> None:
        task = create_task("Call", by=self.by_mara, project=create_project("Website", by=self.by_mara))
        relay()
        WebhookDelivery.objects.all().delete()
        made = [
            Event.objects.create(
                workspace=self.by_mara.workspace,
                verb=verb,
                subject_type="tasks.task",
                subject_id=str(task.pk),
                user=self.mara,
                via=via,
            )
            for verb in Verb
            for via in Via
        ]
        queue(made)
        queue(made[::-1])
        told = WebhookDelivery.objects.values_list("event", flat=True)
        self.assertEqual(sorted(told, key=str), sorted((event.pk for event in made), key=str))

    def test_only_the_chosen_verbs_are_told(self) -> None:
        actions.change_webhook(self.webhook, by=self.by_mara, verbs=["task.completed"])
        task = create_task("Call", by=self.by_mara, project=create_project("Website", by=self.by_mara))
        complete_task(task, by=self.by_mara)
        self.assertEqual(self.told(), ["task.completed"])

    def test_the_inbox_of_another_is_not_told(self) -> None:
        create_task("Secret", by=self.by_ana)
        self.assertEqual(self.told(), [])
        create_task("My own", by=self.by_mara)
        self.assertEqual(self.told(), ["task.created"])

    def test_what_is_personal_to_another_is_not_told(self) -> None:
        event = Event.objects.create(
            workspace=self.by_mara.workspace,
            verb=Verb.NOTIFICATION_MADE,
            subject_type="accounts.user",
            subject_id=str(self.ana.pk),
            user=self.ana,
            via=Via.SYSTEM,
        )
        queue([event])
        self.assertEqual(WebhookDelivery.objects.count(), 0)

    def test_another_workspace_is_not_told(self) -> None:
        create_project("Elsewhere", by=self.by_boris)
        self.assertEqual(self.told(), [])

    def test_whose_maker_does_not_run_the_workspace_any_more_is_told_nothing(self) -> None:
        membership = self.mara.memberships.get(workspace=self.by_mara.workspace)
        change_role(membership, role=Role.MEMBER, by=self.by_olga)
        relay()
        WebhookDelivery.objects.all().delete()
        create_project("Website", by=self.by_olga)
        self.assertEqual(self.told(), [])

    def test_what_waits_is_not_sent_once_its_maker_runs_the_workspace_no_more_or_is_disabled(self) -> None:
        create_project("Website", by=self.by_mara)
        relay()
        with receiver(answering(200)) as there:
            self.to(there.url)
            self.mara.is_active = False
            self.mara.save(update_fields=["is_active"])
            self.assertEqual(send_due(), 0)
            self.mara.is_active = True
            self.mara.save(update_fields=["is_active"])
            membership = self.mara.memberships.get(workspace=self.by_mara.workspace)
            change_role(membership, role=Role.MEMBER, by=self.by_olga)
            self.assertEqual(send_due(), 0)
            self.assertEqual(there.server.heard, [])

    def test_many_events_cost_as_much_as_one(self) -> None:
        project = create_project("Website", by=self.by_mara)
        for number in range(8):
            create_task(f"Task {number}", by=self.by_mara, project=project)
        events = list(Event.objects.filter(verb="task.created").order_by("pk"))
        with CaptureQueriesContext(connection) as one:
            queue(events[:1])
        with CaptureQueriesContext(connection) as many:
            queue([Event.objects.get(pk=event.pk) for event in events[1:]])
        self.assertEqual(len(many) - len(events[1:]), len(one))

    def test_a_message_says_what_happened_to_what_by_whom(self) -> None:
        project = create_project("Website", by=self.by_mara)
        task = create_task("Call", by=self.by_mara, project=project)
        relay()
        body = WebhookDelivery.objects.get(verb="task.created").body
        self.assertJSONEqual(
            body,
            {
                "type": "task.created",
                "timestamp": Event.objects.get(verb="task.created").happened_at.isoformat()[:23] + "Z",
                "data": {
                    "event": Event.objects.get(verb="task.created").pk,
                    "workspace": {"id": str(self.by_mara.workspace.pk), "slug": "acme"},
                    "subject": {"type": "task", "id": str(task.pk), "number": task.number, "name": "Call"},
                    "project": str(project.pk),
                    "task": str(task.pk),
                    "person": {"id": str(self.mara.pk), "name": self.mara.name},
                    "via": "web",
                    "batch": None,
                    "details": Event.objects.get(verb="task.created").data,
                },
            },
        )

    def test_a_webhook_is_not_told_the_address_of_another(self) -> None:
        actions.create_webhook("https://hooks.example.com/secret-part", by=self.by_olga)
        relay()
        told = WebhookDelivery.objects.get(webhook=self.webhook)
        self.assertEqual(told.verb, "webhook.created")
        self.assertNotIn("secret-part", told.body)


class SendingTest(WebhookCase):
    def setUp(self) -> None:
        create_project("Website", by=self.by_mara)
        relay()

    def test_what_is_taken_is_signed_and_sent_once(self) -> None:
        with receiver(answering(200)) as there:
            self.to(there.url)
            self.assertEqual(send_due(), 1)
            self.assertEqual(send_due(), 0)
            [(message_id, body)] = there.messages(self.webhook.secret)
            self.assertEqual((message_id, body["type"]), (self.sent().message_id, "project.created"))
            with self.assertRaises(WebhookVerificationError):
                there.messages("whsec_" + "A" * 43 + "=")
        self.assertEqual((self.sent().state, self.sent().tries[0]["status"]), (WebhookState.SENT, 200))

    def test_a_new_secret_holds_beside_the_former_for_a_day(self) -> None:
        former = self.webhook.secret
        with receiver(answering(200)) as there:
            self.to(there.url)
            actions.rotate_secret(self.webhook, by=self.by_mara)
            send_due()
            self.webhook.refresh_from_db()
            self.assertEqual(len(there.messages(former)), 1)
            self.assertEqual(len(there.messages(self.webhook.secret)), 1)
            Webhook.objects.update(former_until=timezone.now())
            create_project("Another", by=self.by_mara)
            relay()
            send_due()
            with self.assertRaises(WebhookVerificationError):
                there.messages(former)

    def test_a_refusal_is_tried_again_with_the_same_id(self) -> None:
        with receiver(answering(500)) as there:
            self.to(there.url)
            self.assertEqual(send_due(), 0)
            self.assertEqual(self.sent().state, WebhookState.WAITING)
            self.assertEqual(send_due(), 0, "it waits")
            self.later()
            self.assertEqual(len({one for one, _body in there.messages(self.webhook.secret)}), 1)
            self.assertGreaterEqual(len(there.server.heard), 2)

    def test_a_redirect_and_a_reset_are_failures_and_lead_nowhere(self) -> None:
        for say in (redirecting, resetting):
            with self.subTest(say=say.__name__), receiver(say) as there:
                self.to(there.url)
                WebhookDelivery.objects.update(state=WebhookState.WAITING, due_at=timezone.now())
                Webhook.objects.update(paused_until=None)
                self.assertEqual(send_due(), 0)
                self.assertEqual(self.sent().state, WebhookState.WAITING)
                self.assertIsNotNone(Webhook.objects.get().failing_since)

    @override_settings(OUTGOING_ALLOWED=[], OUTGOING_HTTP=False)
    def test_an_inner_address_is_not_asked(self) -> None:
        self.to("https://127.0.0.1/hook")
        self.assertEqual(send_due(), 0)
        self.assertIsNone(self.sent().tries[0]["status"])
        self.assertIn("not a public one", self.sent().tries[0]["said"])

    def test_after_the_last_attempt_it_is_given_up_and_can_be_sent_again(self) -> None:
        with receiver(answering(400)) as there:
            self.to(there.url)
            for _turn in range(MOST_ATTEMPTS):
                Webhook.objects.update(failing_since=None)
                WebhookDelivery.objects.update(due_at=timezone.now())
                send_due()
            self.assertEqual(self.sent().state, WebhookState.FAILED)
        with receiver(answering(200)) as there:
            self.to(there.url)
            self.assertEqual(actions.replay_failed(self.webhook, by=self.by_mara), 1)
            self.assertEqual(send_due(), 1)
            [(message_id, _body)] = there.messages(self.webhook.secret)
            self.assertEqual(message_id, WebhookDelivery.objects.get(verb="project.created").message_id)

    def test_waits_double_up_to_three_days(self) -> None:
        waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
        self.assertTrue(
            all(timedelta(seconds=48) * 2**n <= wait <= timedelta(seconds=72) * 2**n for n, wait in enumerate(waits))
        )
        nominal = sum((timedelta(minutes=1) * 2**n for n in range(len(waits))), timedelta())
        self.assertTrue(timedelta(days=2.5) < nominal < timedelta(days=3.5))

    def test_one_that_is_gone_is_switched_off_and_its_maker_is_told(self) -> None:
        with receiver(answering(410)) as there:
            self.to(there.url)
            send_due()
        self.webhook.refresh_from_db()
        self.assertEqual(self.webhook.disabled_reason, "gone")
        relay()
        told = Notification.objects.get(kind=Kind.WEBHOOK_OFF)
        self.assertEqual((told.user, told.subject), (self.mara, f"webhook.{self.webhook.pk}"))
        create_project("Unheard", by=self.by_mara)
        relay()
        self.assertEqual(WebhookDelivery.objects.count(), 1)

    def test_one_that_has_taken_nothing_for_three_days_is_switched_off(self) -> None:
        with receiver(answering(503)) as there:
            self.to(there.url)
            send_due()
            Webhook.objects.update(paused_until=None, failing_since=timezone.now() - timedelta(days=3))
            WebhookDelivery.objects.update(due_at=timezone.now())
            send_due()
        self.webhook.refresh_from_db()
        self.assertEqual(self.webhook.disabled_reason, "dead")

    def test_what_waited_is_sent_when_it_is_switched_on_again(self) -> None:
        actions.disable_webhook(self.webhook, by=self.by_mara)
        with receiver(answering(200)) as there:
            self.to(there.url)
            self.assertEqual(send_due(), 0)
            actions.enable_webhook(self.webhook, by=self.by_mara)
            self.assertEqual(send_due(), 1)

    def test_one_that_answers_again_is_failing_no_longer(self) -> None:
        Webhook.objects.update(failing_since=timezone.now(), failures=3)
        with receiver(answering(204)) as there:
            self.to(there.url)
            self.assertEqual(send_due(), 1)
        self.webhook.refresh_from_db()
        self.assertEqual((self.webhook.failing_since, self.webhook.failures), (None, 0))

    def test_one_that_does_not_answer_holds_up_no_other(self) -> None:
        other = actions.create_webhook(PUBLIC, by=self.by_mara)
        for number in range(5):
            create_project(f"Project {number}", by=self.by_mara)
        relay()
        with receiver(resetting) as silent, receiver(answering(200)) as well:
            self.to(silent.url)
            Webhook.objects.filter(pk=other.pk).update(url=well.url)
            send_due()
            self.assertEqual(len(silent.server.heard), 1, "one attempt tells enough")
            self.assertEqual(len(well.server.heard), WebhookDelivery.objects.filter(webhook=other).count())

    def test_what_a_worker_held_when_it_died_is_sent_by_another(self) -> None:
        with receiver(answering(200)) as there:
            self.to(there.url)
            taken = take(timezone.now())
            self.assertEqual(len(taken), 1)
            self.assertEqual(send_due(), 0)
            WebhookDelivery.objects.update(claimed_at=timezone.now() - ABANDONED)
            self.assertEqual(send_due(), 1)

    def test_the_log_forgets_what_is_settled_and_old(self) -> None:
        WebhookDelivery.objects.update(settled_at=timezone.now() - actions.KEPT, state=WebhookState.SENT)
        self.assertEqual(actions.clear_deliveries(), 1)


class RunningTest(WebhookCase):
    def test_an_inner_address_and_an_unknown_verb_are_refused(self) -> None:
        for values, field in (
            ({"url": "https://127.0.0.1/"}, "url"),
            ({"url": "http://example.com/"}, "url"),
            ({"url": PUBLIC, "verbs": ["task.eaten"]}, "verbs"),
        ):
            with self.subTest(values=values), self.assertRaises(Invalid) as refused:
                actions.create_webhook(by=self.by_mara, **values)
            self.assertIn(field, refused.exception.message_dict)

    def test_whoever_does_not_run_the_workspace_makes_none(self) -> None:
        with self.assertRaises(NotAllowed):
            actions.create_webhook(PUBLIC, by=self.by_ana)
        self.assertEqual(Webhook.objects.count(), 1)

    def test_another_administrator_leads_it_nowhere_and_reads_nothing_of_it_but_ends_it(self) -> None:
        create_task("My own inbox", by=self.by_mara)
        relay()
        [delivery] = WebhookDelivery.objects.all()
        for act in (
            lambda: actions.change_webhook(self.webhook, by=self.by_olga, url="https://hooks.example.com/olga"),
            lambda: actions.rotate_secret(self.webhook, by=self.by_olga),
            lambda: actions.replay(delivery, by=self.by_olga),
            lambda: actions.test_webhook(self.webhook, by=self.by_olga),
        ):
            with self.assertRaises(NotAllowed):
                act()
        self.client.force_login(self.olga)
        page = self.client.get(f"/acme/settings/webhooks/{self.webhook.pk}/")
        self.assertContains(page, "Switch off")
        self.assertNotContains(page, "My own inbox")
        self.assertNotContains(page, self.webhook.secret)
        actions.disable_webhook(self.webhook, by=self.by_olga)
        actions.delete_webhook(self.webhook, by=self.by_olga)

    def test_deleted_it_hears_nothing_and_can_be_brought_back(self) -> None:
        actions.delete_webhook(self.webhook, by=self.by_mara)
        create_project("Website", by=self.by_mara)
        self.assertEqual(self.told(), [])
        with self.assertRaises(Conflict):
            actions.test_webhook(self.webhook, by=self.by_mara)
        actions.restore_webhook(self.webhook, by=self.by_mara)
        relay()
        WebhookDelivery.objects.all().delete()
        create_project("Heard", by=self.by_mara)
        self.assertEqual(self.told(), ["project.created"])

    def test_a_test_is_sent_and_stands_in_the_log(self) -> None:
        with receiver(answering(200)) as there:
            self.to(there.url)
            actions.test_webhook(self.webhook, by=self.by_mara)
            self.assertEqual(send_due(), 1)
            [(_id, body)] = there.messages(self.webhook.secret)
        self.assertEqual(body["type"], "webhook.test")


class ProgramTest(WebhookCase):
    def ask(self, method: str, path: str, body: Any = None) -> Any:
        program = Program(create_key(self.mara, "Terminal", EVERYTHING)[1])
        url = f"/api/v1/workspaces/acme/webhooks/{path}"
        return getattr(program, method)(url, body, content_type="application/json")

    def test_a_program_makes_one_and_is_told_its_secret_once(self) -> None:
        made = self.ask("post", "", {"url": PUBLIC, "verbs": ["task.created"]})
        self.assertEqual(made.status_code, 201, made.content)
        self.assertTrue(made.json()["secret"].startswith("whsec_"))
        shown = self.ask("get", f"{made.json()['id']}/").json()
        self.assertNotIn("secret", shown)
        self.assertEqual(shown["verbs"], ["task.created"])

    def test_what_was_sent_is_listed_and_sent_again(self) -> None:
        create_project("Website", by=self.by_mara)
        relay()
        with receiver(answering(200)) as there:
            self.to(there.url)
            send_due()
            [one] = self.ask("get", f"{self.webhook.pk}/deliveries/").json()["results"]
            self.assertEqual((one["state"], one["tries"][0]["status"]), ("sent", 200))
            again = self.ask("post", f"{self.webhook.pk}/deliveries/{one['id']}/replay/")
            self.assertEqual((again.status_code, again.json()["state"]), (202, "waiting"))
            send_due()
            first, second, *_rest = [one for one, _body in there.messages(self.webhook.secret)]
            self.assertEqual(first, second)

    def test_the_page_shows_the_log_and_the_settings(self) -> None:
        create_project("Website", by=self.by_mara)
        relay()
        self.client.force_login(self.mara)
        page = self.client.get(f"/acme/settings/webhooks/{self.webhook.pk}/")
        self.assertContains(page, "project.created")
        refused = self.client.post("/acme/settings/webhooks/", {"url": "http://10.0.0.1/", "which": "all"})
        self.assertContains(refused, "must begin with https", status_code=400)


class AtOnceTest(Cast, TransactionTestCase):
    def test_two_workers_take_each_message_once(self) -> None:
        self.gather()
        webhook = actions.create_webhook(PUBLIC, by=self.by_mara)
        relay()
        WebhookDelivery.objects.all().delete()
        for number in range(3):
            create_project(f"Project {number}", by=self.by_mara)
        relay()
        first = take(timezone.now())
        self.assertEqual([len(one.deliveries) for one in first], [3])
        self.assertEqual(take(timezone.now()), [])
        self.assertEqual(webhook.deliveries.filter(state=WebhookState.HELD).count(), 3)
