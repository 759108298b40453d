"""How a person wants to be told: stored, asked for and shown, on the page and for programs."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid
from workstate.notifications.actions.muting import mute
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.kinds import Channel, How, Kind
from workstate.notifications.models import Delivery, Mute, Notification, NotificationPreferences
from workstate.notifications.preferences import wishes_of
from workstate.notifications.tests.case import TellingCase
from workstate.projects.models import Project
from workstate.tasks.actions import change_task

PAGE = "/settings/notifications/"
API = "/api/v1/me/notification-preferences/"


class PreferencesTests(TellingCase):
    def give(self) -> None:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()

    def choose(self, **ways: str) -> None:
        chosen = {Channel(channel): How(how) for channel, how in ways.items()}
        change_preferences(self.ana, channels={Kind.ASSIGNED: chosen})

    def test_what_is_off_everywhere_is_not_kept_at_all(self) -> None:
        self.choose(app="off", mail="off", push="off")
        self.give()
        self.assertFalse(Notification.objects.exists())

    def test_what_goes_by_mail_alone_is_not_listed(self) -> None:
        self.choose(app="off", push="off")
        self.give()
        self.assertFalse(Notification.objects.get().is_shown)
        self.assertEqual(Delivery.objects.get().channel, "mail")

    def test_what_goes_into_the_digest_waits_for_it(self) -> None:
        self.choose(mail="digest", push="off")
        self.give()
        delivery = Delivery.objects.get()
        self.assertTrue(delivery.is_digest)
        self.assertEqual(delivery.due_at.astimezone(self.ana.zone).hour, 8)
        self.assertGreater(delivery.due_at, timezone.now())

    def test_only_what_differs_is_stored_and_a_default_again_leaves_nothing(self) -> None:
        self.choose(app="now", mail="off")
        stored = NotificationPreferences.objects.get(pk=self.ana.pk)
        self.assertEqual(stored.channels, {"assigned": {"mail": "off"}})
        self.choose(mail="now")
        stored.refresh_from_db()
        self.assertEqual(stored.channels, {})

    def test_refusals_name_the_field_and_write_nothing(self) -> None:
        cases: list[tuple[str, dict[str, Any]]] = [
            ("digest_hour", {"digest_hour": 24}),
            ("quiet_days", {"quiet_days": range(7)}),
            ("quiet_days", {"quiet_days": [7]}),
            ("quiet_until", {"quiet_from": time(22)}),
            ("quiet_until", {"quiet_from": time(22), "quiet_until": time(22)}),
            ("sound", {"sound": "gong"}),
            ("channels", {"channels": {Kind.GOAL: {Channel.APP: How.NOW}}}),
            ("channels", {"channels": {Kind.ASSIGNED: {Channel.PUSH: How.DIGEST}}}),
            ("pigeons", {"pigeons": True}),
        ]
        for field, changes in cases:
            with self.subTest(field=field, changes=changes), self.assertRaises(Invalid) as raised:
                change_preferences(self.ana, **changes)
            self.assertIn(field, raised.exception.message_dict)
        self.assertFalse(NotificationPreferences.objects.exists())

    def test_the_page_keeps_what_is_chosen(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get(PAGE)
        self.assertContains(page, "A task is given to you")
        sent = {"app-assigned": "now", "mail-assigned": "digest", "digest_hour": "18", "reminder_hour": "7", "quiet_from": "22:00",
                "quiet_until": "7", "quiet_days": ["5", "6"], "sound": "bell"}  # fmt: skip
        self.assertEqual(self.client.post(PAGE, sent).status_code, 302)
        wishes = wishes_of(self.ana)
        self.assertEqual(wishes.how(Kind.ASSIGNED, Channel.MAIL), How.DIGEST)
        self.assertEqual(wishes.how(Kind.ASSIGNED, Channel.PUSH), How.OFF)
        self.assertEqual(wishes.how(Kind.COMMENTED, Channel.APP), How.OFF)
        self.assertEqual((wishes.quiet.starts, wishes.quiet.ends, wishes.quiet.days), (time(22), time(7), {5, 6}))
        self.assertEqual((wishes.digest_hour, wishes.reminder_hour), (18, 7))
        self.assertContains(self.client.get(PAGE), "Now: ")
        self.assertContains(self.client.get("/acme/inbox/"), 'data-bell-sound="bell"')
        self.assertEqual(Event.objects.filter(verb=Verb.NOTIFICATION_PREFERENCES_CHANGED).count(), 1)

    def test_the_page_says_what_it_cannot_take_and_keeps_what_was_typed(self) -> None:
        self.client.force_login(self.ana)
        good = {"digest_hour": "8", "sound": "none"}
        for field, sent in (
            ("Write times such as", {"quiet_from": "soon", "quiet_until": "later"}),
            ("Say from when", {"quiet_from": "22:00"}),
            ("Choose an hour", {"digest_hour": "²"}),
            ("Choose an hour", {"reminder_hour": "24"}),
            ("Choose one of the sounds", {"sound": "\x00" * 10_000}),
            ("Write times such as", {"quiet_from": "\u202e" * 10_000, "quiet_until": "7"}),
        ):
            with self.subTest(sent=field):
                self.assertContains(self.client.post(PAGE, {**good, **sent}), field, status_code=400)
        self.assertFalse(NotificationPreferences.objects.exists())

    def test_programs_change_what_they_name(self) -> None:
        self.client.force_login(self.ana)
        body = {"channels": {"commented": {"mail": "off"}}, "quiet_from": "21:30", "quiet_until": "06:00"}
        answer = self.client.patch(API, body, content_type="application/json").json()
        self.assertEqual(answer["channels"]["commented"], {"app": "now", "mail": "off", "push": "off"})
        self.assertEqual((answer["quiet_from"], answer["quiet_until"]), ("21:30:00", "06:00:00"))
        self.assertNotIn("app", answer["channels"]["goal"])
        wrong: list[dict[str, Any]] = [
            {"channels": {"nothing": {}}},
            {"channels": {"goal": {"app": "now"}}},
            {"quiet_days": [9]},
            {"x": 1},
        ]
        for refused in wrong:
            self.assertEqual(self.client.patch(API, refused, content_type="application/json").status_code, 400)

    def test_programs_mute_what_they_see_and_list_it_as_long_as_they_do(self) -> None:
        self.client.force_login(self.ana)
        url = reverse("api:mutes")
        body = {"workspace": str(self.website.workspace_id), "project": str(self.website.pk)}
        made = [self.client.post(url, body, content_type="application/json") for _time in range(2)]
        self.assertEqual([answer.status_code for answer in made], [201, 201])
        self.assertEqual(len(self.client.get(url).json()), 1)
        Project.objects.filter(pk=self.website.pk).update(everyone="")
        self.assertEqual(self.client.get(url).json(), [])
        self.assertEqual(self.client.post(url, body, content_type="application/json").status_code, 404)
        self.assertEqual(self.client.delete(reverse("api:mute", args=[Mute.objects.get().pk])).status_code, 204)

    def test_programs_list_count_and_mark(self) -> None:
        self.give()
        mute(None, by=self.by_mara)
        self.client.force_login(self.ana)
        url = reverse("api:notifications")
        (row,) = self.client.get(url, {"tab": "unread"}).json()["results"]
        self.assertEqual((row["kind"], row["title"]), ("assigned", "Call the printer"))
        self.assertEqual(row["path"], f"/acme/tasks/{self.task.number}/")
        self.assertEqual(self.client.get(reverse("api:notification", args=[row["id"]])).json(), row)
        self.assertEqual(self.client.get(reverse("api:notification-counts")).json(), {"unread": 1, "snoozed": 0})
        for body, status in (
            ({"act": "snooze", "notifications": [row["id"]]}, 400),
            ({"act": "snooze", "notifications": [row["id"]], "until": "2020-01-01T00:00:00Z"}, 400),
            ({"act": "eat"}, 400),
            ({"act": "read", "notifications": [str(self.task.pk)]}, 404),
            ({"act": "read"}, 200),
            ({"act": "unread", "notifications": [row["id"]]}, 200),
            ({"act": "done", "notifications": [row["id"]]}, 200),
        ):
            with self.subTest(body=body):
                answer = self.client.post(url, body, content_type="application/json")
                self.assertEqual(answer.status_code, status, answer.content)
        self.assertEqual(self.client.get(url).json()["results"], [])
        self.assertEqual(len(self.client.get(url, {"tab": "done"}).json()["results"]), 1)
        self.assertEqual(self.client.get(url, {"tab": "nonsense"}).status_code, 400)
