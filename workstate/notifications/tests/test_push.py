from __future__ import annotations

import base64
from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from workstate.accounts.actions import end_other_sessions
from workstate.core.errors import Conflict, Invalid
from workstate.notifications.actions.marking import mark_read, snooze, surface_snoozed
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Channel, How, Kind
from workstate.notifications.models import (
    Delivery,
    DeliveryState,
    Notification,
    PushKey,
    PushReceipt,
    PushSubscription,
)
from workstate.notifications.news.item import Item
from workstate.notifications.push.claiming import ABANDONED, MOST_ATTEMPTS, STALE, take_push
from workstate.notifications.push.keys import push_key, rotate_push_key
from workstate.notifications.push.sending import send_due_push
from workstate.notifications.push.subscribing import MOST, subscribe
from workstate.notifications.tests.case import TellingCase
from workstate.notifications.tests.push_service import Browser, PushService, octets, push_service
from workstate.projects.actions.sharing import set_everyone
from workstate.projects.models import Level
from workstate.tasks.actions import complete_task
from workstate.workspaces.models import Membership

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class PushCase(TellingCase):
    at: datetime

    def setUp(self) -> None:
        super().setUp()
        self.at = timezone.now() + timedelta(minutes=1)
        self.browser = Browser()

    def session(self) -> str:
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store.create()
        return str(store.session_key)

    def listen(self, origin: str, *, path: str = "/push/one", session: str = "") -> PushSubscription:
        return subscribe(
            self.ana,
            session_key=session or self.session(),
            endpoint=f"{origin}{path}",
            p256dh=self.browser.p256dh,
            auth=self.browser.auth,
            key=push_key().public,
            agent=FIREFOX,
        )

    def tell(self, kind: Kind = Kind.ASSIGNED, occasion: str = "one") -> Notification:
        actor: UUID | None = None if kind == Kind.REMINDER else self.mara.pk
        workspace = self.task.workspace_id
        item = Item(user=self.ana.pk, kind=kind, occasion=occasion, workspace=workspace, actor=actor, task=self.task.pk)
        (row,) = tell([item])
        return row

    def states(self) -> list[str]:
        return list(Delivery.objects.filter(channel=Channel.PUSH).order_by("pk").values_list("state", flat=True))

    def read(self, service: PushService) -> list[dict[str, object]]:
        """What the browser reads, each checked as the push service checks it."""
        for one in service.pushed:
            one.check(audience=service.origin, key=push_key().public)
        return [self.browser.read(one.body) for one in service.pushed]


class SendingTests(PushCase):
    def test_a_push_says_in_little_what_happened_and_where_it_leads(self) -> None:
        with push_service() as service:
            self.listen(service.origin)
            self.tell()
            self.assertEqual(send_due_push(self.at), 1)
        (said,) = self.read(service)
        self.assertEqual(said.pop("tag"), service.pushed[0].headers["topic"])
        key = f"{self.task.workspace.key_prefix}-{self.task.number}"
        path = reverse("tasks:detail", args=["acme", self.task.number])
        self.assertEqual(said, {"title": f"{key} Call the printer", "body": "Mara gave you this task", "path": path})
        self.assertEqual((service.pushed[0].path, service.pushed[0].headers["urgency"]), ("/push/one", "high"))
        self.assertEqual(self.states(), ["sent"])

    def test_it_is_sent_once_to_each_browser(self) -> None:
        with push_service() as service:
            for path in ("/push/one", "/push/two"):
                self.listen(service.origin, path=path)
            self.tell()
            self.assertEqual((send_due_push(self.at), send_due_push(self.at)), (1, 0))
        self.assertEqual(sorted(one.path for one in service.pushed), ["/push/one", "/push/two"])

    def test_where_nobody_listens_nothing_is_made_and_nothing_waits(self) -> None:
        self.tell()
        self.assertEqual(self.states(), [])
        with push_service() as service:
            subscription = self.listen(service.origin)
            self.tell(occasion="two")
            subscription.delete()
            self.assertEqual(send_due_push(self.at), 0)
            self.assertEqual((self.states(), service.pushed), (["dropped"], []))

    def test_what_waited_for_half_a_day_is_not_pushed_any_more(self) -> None:
        with push_service() as service:
            self.listen(service.origin)
            self.tell()
            send_due_push(self.at + STALE)
        self.assertEqual((self.states(), service.pushed), (["dropped"], []))

    def test_what_is_read_done_or_out_of_sight_by_then_is_not_sent(self) -> None:
        with push_service() as service:
            self.listen(service.origin)

            def read() -> None:
                mark_read(Notification.objects.all(), user=self.ana)

            def lose_sight() -> None:
                set_everyone(self.website, "", by=self.by_mara)

            def leave() -> None:
                set_everyone(self.website, Level.EDIT, by=self.by_mara)
                Membership.objects.filter(user=self.ana).delete()

            def choose() -> None:
                change_preferences(self.ana, channels={Kind.ASSIGNED: {Channel.PUSH: How.OFF}})

            for number, happens in enumerate((read, choose, lose_sight, leave)):
                with self.subTest(happens.__name__):
                    if happens is lose_sight:
                        change_preferences(self.ana, channels={Kind.ASSIGNED: {Channel.PUSH: How.NOW}})
                    if happens is leave:
                        set_everyone(self.website, Level.EDIT, by=self.by_mara)
                    Notification.objects.all().delete()
                    self.tell(occasion=str(number))
                    happens()
                    send_due_push(self.at)
                    self.assertEqual((self.states(), service.pushed), (["dropped"], []))

    def test_nobody_is_reminded_of_what_is_done(self) -> None:
        with push_service() as service:
            self.listen(service.origin)
            self.tell(Kind.REMINDER)
            complete_task(self.task, by=self.by_ana)
            send_due_push(self.at)
        self.assertEqual((self.states(), service.pushed), (["dropped"], []))

    def test_a_browser_that_is_gone_is_forgotten(self) -> None:
        for status in (404, 410, 403):
            with self.subTest(status), push_service(status) as service:
                self.listen(service.origin)
                self.tell(occasion=str(status))
                send_due_push(self.at)
                self.assertIs(PushSubscription.objects.exists(), False)
                self.assertEqual(self.states()[-1], "dropped")

    def test_a_service_that_is_away_is_tried_again_and_others_are_not_sent_it_twice(self) -> None:
        with push_service() as steady, push_service(503) as service:
            self.listen(steady.origin)
            self.listen(service.origin, path="/push/two")
            self.tell()
            send_due_push(self.at)
            self.assertEqual(self.states(), ["waiting"])
            self.assertEqual(send_due_push(self.at), 0)
            Delivery.objects.update(due_at=timezone.now())
            PushSubscription.objects.update(paused_until=None)
            self.assertEqual(send_due_push(self.at), 1)
        self.assertEqual(self.states(), ["sent"])
        self.assertEqual((len(steady.pushed), len(service.pushed)), (1, 2))
        self.assertEqual(PushSubscription.objects.get(endpoint__endswith="two").failures, 0)

    def test_it_is_given_up_in_the_end(self) -> None:
        with push_service(*[500] * 20) as service:
            self.listen(service.origin)
            self.tell()
            for _attempt in range(MOST_ATTEMPTS):
                Delivery.objects.update(due_at=timezone.now())
                PushSubscription.objects.update(paused_until=None)
                send_due_push(self.at)
        self.assertEqual((self.states(), len(service.pushed)), (["failed"], MOST_ATTEMPTS))
        self.assertIn("500", Delivery.objects.get(channel=Channel.PUSH).reason)

    def test_a_service_that_says_nothing_holds_up_no_other(self) -> None:
        with push_service() as steady, push_service(0) as service:
            self.listen(service.origin)
            self.listen(steady.origin, path="/push/two")
            self.tell()
            send_due_push(self.at)
        self.assertEqual((len(steady.pushed), self.states()), (1, ["waiting"]))

    def test_what_a_killed_worker_held_is_sent_by_another_and_nothing_before(self) -> None:
        with push_service() as service:
            self.listen(service.origin)
            self.tell()
            self.assertIsNotNone(take_push(self.at))
            self.assertEqual(send_due_push(self.at), 0)
            self.assertEqual(send_due_push(self.at + ABANDONED), 1)
        self.assertEqual((len(service.pushed), self.states()), (1, ["sent"]))

    def test_a_reminder_that_was_put_off_is_pushed_again(self) -> None:
        with push_service() as service:
            self.listen(service.origin)
            row = self.tell(Kind.REMINDER)
            send_due_push(self.at)
            snooze(Notification.objects.filter(pk=row.pk), self.at + timedelta(hours=1), user=self.ana)
            Notification.objects.filter(pk=row.pk).update(made_at=self.at - timedelta(hours=2))
            Notification.objects.filter(pk=row.pk).update(snoozed_until=timezone.now())
            surface_snoozed()
            send_due_push(self.at)
        self.assertEqual(len(service.pushed), 2)
        self.assertEqual(service.pushed[0].headers["topic"], service.pushed[1].headers["topic"])

    def test_nothing_goes_to_an_address_within(self) -> None:
        with push_service() as service:
            self.listen(service.origin)
        with override_settings(OUTGOING_ALLOWED=[], OUTGOING_HTTP=True):
            self.tell()
            send_due_push(self.at)
        self.assertEqual((self.states(), service.pushed), (["dropped"], []))
        self.assertIs(PushSubscription.objects.exists(), False)


class SubscribingTests(PushCase):
    def test_a_browser_is_told_as_long_as_it_is_signed_in(self) -> None:
        with push_service() as service:
            kept = self.session()
            self.listen(service.origin)
            self.listen(service.origin, path="/push/two", session=kept)
            Session.objects.exclude(pk=kept).delete()
            self.assertEqual(PushSubscription.objects.get().session_id, kept)
            Session.objects.update(expire_date=timezone.now())
            self.tell()
            self.assertEqual(self.states(), [])

    def test_ending_a_session_from_afar_ends_what_is_pushed_there(self) -> None:
        self.client.force_login(self.ana)
        self.client.get(reverse("notifications:centre"))
        with push_service() as service:
            self.listen(service.origin, session=self.client.session.session_key or "")
            end_other_sessions(self.ana, keep_session=None)
        self.assertIs(PushSubscription.objects.exists(), False)

    def test_a_browser_has_one_subscription_and_is_its_last_persons(self) -> None:
        session = self.session()
        with push_service() as service:
            self.listen(service.origin, session=session)
            self.listen(service.origin, path="/push/two", session=session)
            self.assertEqual(PushSubscription.objects.get().endpoint, f"{service.origin}/push/two")
            subscribe(
                self.mara,
                session_key=self.session(),
                endpoint=f"{service.origin}/push/two",
                p256dh=self.browser.p256dh,
                auth=self.browser.auth,
                key=push_key().public,
            )
            self.assertEqual(PushSubscription.objects.get().user, self.mara)

    def test_the_oldest_makes_room(self) -> None:
        with push_service() as service:
            made = [self.listen(service.origin, path=f"/push/{n}") for n in range(MOST + 1)]
        left = set(PushSubscription.objects.values_list("pk", flat=True))
        self.assertEqual(left, {one.pk for one in made[1:]})

    def test_what_no_browser_says_is_refused_at_its_field_and_changes_nothing(self) -> None:
        good = {
            "endpoint": "https://push.example.org/one",
            "p256dh": self.browser.p256dh,
            "auth": self.browser.auth,
            "key": push_key().public,
        }
        wrong = (
            ("endpoint", ""),
            ("endpoint", "https://127.0.0.1/"),
            ("endpoint", "https://[::ffff:10.0.0.1]/"),
            ("endpoint", "http://push.example.org/"),
            ("endpoint", "https://push.example.org/" + "x" * 1000),
            ("endpoint", "https://push.example.org/\x00"),
            ("p256dh", ""),
            ("p256dh", "x" * 10_000),
            ("p256dh", base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode().rstrip("=")),
            ("auth", "AAAA"),
            ("auth", "\u202e"),
        )
        for field, value in wrong:
            with self.subTest(field, value=value[:30]), self.assertRaises(Invalid) as refusal:
                subscribe(self.ana, session_key=self.session(), **{**good, field: value})
            self.assertEqual(list(refusal.exception.message_dict), [field])
        with self.assertRaises(Conflict):
            subscribe(self.ana, session_key=self.session(), **{**good, "key": "another"})
        with self.assertRaises(Conflict):
            subscribe(self.ana, session_key="never was", **good)
        self.assertIs(PushSubscription.objects.exists(), False)

    def test_the_page_subscribes_lists_and_ends(self) -> None:
        self.client.force_login(self.ana)
        address = reverse("notification_settings:push")
        sent = {"p256dh": self.browser.p256dh, "auth": self.browser.auth, "key": push_key().public}
        answer = self.client.post(
            address, {**sent, "endpoint": "https://push.example.org/one"}, headers={"User-Agent": FIREFOX}
        )
        self.assertEqual(answer.status_code, 204)
        page = self.client.get(reverse("notification_settings:preferences")).content.decode()
        self.assertIn("Firefox on Linux", page)
        self.assertIn("data-push-here", page)
        self.assertIn(push_key().public, page)
        self.assertNotIn(push_key().private, page)
        self.assertNotIn("push.example.org", page)
        self.assertEqual(self.client.delete(address).status_code, 204)
        self.assertIs(PushSubscription.objects.exists(), False)
        self.assertEqual(self.client.post(address, {**sent, "endpoint": "https://10.0.0.1/"}).status_code, 400)

    def test_of_anothers_browser_there_is_nothing(self) -> None:
        with push_service() as service:
            found = self.listen(service.origin)
        self.client.force_login(self.mara)
        address = reverse("notification_settings:push-browser", args=[found.pk])
        self.assertEqual(self.client.delete(address).status_code, 404)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.post(address, {"_method": "delete"}).status_code, 302)
        self.assertIs(PushSubscription.objects.exists(), False)

    def test_the_worker_stands_at_the_root_and_needs_no_sign_in(self) -> None:
        answer = self.client.get("/service-worker.js")
        self.assertEqual(answer.headers["Content-Type"], "text/javascript; charset=utf-8")
        self.assertIn("notificationclick", answer.content.decode())


class KeyTests(PushCase):
    def test_it_is_made_once_and_is_a_point_of_its_curve(self) -> None:
        first = push_key()
        self.assertEqual(push_key().private, first.private)
        self.assertEqual((len(octets(first.public)), len(octets(first.private))), (65, 32))
        self.assertNotIn(first.private, f"{first} {first!r}")

    def test_a_new_key_ends_all_subscriptions(self) -> None:
        before = push_key().public
        with push_service() as service:
            self.listen(service.origin)
            self.tell()
            self.assertEqual(rotate_push_key(), 1)
            send_due_push(self.at)
        self.assertNotEqual(push_key().public, before)
        self.assertEqual((PushKey.objects.count(), PushReceipt.objects.count()), (1, 0))
        self.assertEqual((self.states(), service.pushed), ([DeliveryState.DROPPED], []))

    def test_the_command_says_how_many_are_concerned(self) -> None:
        call_command("rotate_push_key", verbosity=0)
        self.assertEqual(PushKey.objects.count(), 1)
