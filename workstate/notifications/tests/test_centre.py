"""The centre in the app: what stands in it, and what is done with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.ids import new_id
from workstate.discussions.actions import create_comment
from workstate.discussions.following import state_of
from workstate.notifications.actions.marking import surface_snoozed
from workstate.notifications.clearing import clear_notifications
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Mute, Notification
from workstate.notifications.tests.case import TellingCase
from workstate.projects.models import Project
from workstate.tasks.actions import change_task, complete_tasks, create_task

CENTRE = "/notifications/"


class CentreTests(TellingCase):
    def setUp(self) -> None:
        super().setUp()
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        create_comment(self.task, "Which **colour**, @ana?", by=self.by_olga)
        self.relay()
        self.client.force_login(self.ana)
        self.key = f"task.{self.task.pk}"

    def page(self, **query: Any) -> Any:
        return self.client.get(CENTRE, query, headers={"HX-Request": "true"})

    def subject(self, act: str, key: str = "") -> str:
        return reverse(f"notifications:subject-{act}", args=[key or self.key])

    def act(self, url: str, method: str = "post", **data: Any) -> Any:
        return getattr(self.client, method)(url, data, headers={"HX-Request": "true"})

    def unread(self) -> int:
        return Notification.objects.filter(user=self.ana, read_at=None).count()

    def test_it_says_who_did_what_and_to_which_task(self) -> None:
        page = self.page()
        self.assertContains(page, "Mara gave you this task")
        self.assertContains(page, "Olga mentioned you")
        self.assertContains(page, "Which colour, @ana?")
        self.assertContains(page, '<span class="told-title">Call the printer</span>', count=1)
        self.assertContains(page, "data-row", count=1)

    def test_opening_goes_to_the_comment_and_reads_all_of_the_subject(self) -> None:
        newest = Notification.objects.get(user=self.ana, kind=Kind.MENTIONED)
        response = self.client.post(reverse("notifications:opening", args=[newest.pk]))
        self.assertEqual(response["Location"], f"/acme/tasks/{self.task.number}/#comment-{newest.comment_id}")
        self.assertEqual(self.unread(), 0)
        self.assertNotContains(self.page(), "data-row")
        self.assertContains(self.page(tab="all"), "data-row", count=1)

    def test_reading_and_leaving_for_another_look(self) -> None:
        self.assertEqual(self.act(self.subject("reading")).status_code, 204)
        self.assertEqual(self.unread(), 0)
        self.act(self.subject("reading"), "post", _method="delete")
        self.assertEqual(self.unread(), 1)

    def test_all_is_read_at_once_and_unread_again_by_undo(self) -> None:
        answer = self.act(reverse("notifications:reading"))
        self.assertEqual(self.unread(), 0)
        undo = answer.headers["HX-Trigger"].split('"undo": "')[1].split('"')[0]
        self.assertEqual(self.client.delete(undo).status_code, 302)
        self.assertEqual(self.unread(), 2)

    def test_what_is_done_with_leaves_the_list_and_comes_back(self) -> None:
        self.act(self.subject("finishing"))
        self.assertNotContains(self.page(tab="all"), "data-row")
        self.assertContains(self.page(tab="done"), "data-row", count=1)
        self.act(self.subject("finishing"), "post", _method="delete")
        self.assertContains(self.page(), "data-row", count=1)

    def test_something_new_brings_a_finished_subject_back(self) -> None:
        self.act(self.subject("finishing"))
        create_comment(self.task, "Blue, @ana", by=self.by_mara)
        self.relay()
        self.assertContains(self.page(), "Mara mentioned you")

    def test_a_snooze_comes_back_unread_and_on_top(self) -> None:
        self.act(self.subject("snooze"), until="1h")
        self.assertNotContains(self.page(tab="all"), "data-row")
        self.assertContains(self.page(tab="snoozed"), "data-row", count=1)
        self.assertEqual(surface_snoozed(), 0)
        self.act(self.subject("reading"))
        Notification.objects.update(
            snoozed_until=timezone.now() - timedelta(seconds=1), made_at=timezone.now() - timedelta(days=1)
        )
        self.assertEqual(surface_snoozed(), 2)
        self.assertEqual(surface_snoozed(), 0)
        self.assertEqual(self.unread(), 1)
        self.assertContains(self.page(), "data-row", count=1)

    def test_a_time_of_one_s_own_is_picked_on_a_page_and_a_past_one_refused_there(self) -> None:
        snooze = self.subject("snooze")
        self.assertContains(self.page(), snooze)
        self.assertContains(self.client.get(snooze), 'type="datetime-local"')
        wall = (timezone.now() + timedelta(days=30)).astimezone(self.ana.zone).replace(hour=14, minute=30)
        past = self.client.post(snooze, {"until": "at", "at": "2020-01-01T09:00"})
        self.assertContains(past, "yet to come", status_code=400)
        answer = self.client.post(snooze, {"until": "at", "at": wall.strftime("%Y-%m-%dT%H:%M")})
        self.assertRedirects(answer, "/notifications/")
        untils = set(Notification.objects.filter(snoozed_until__isnull=False).values_list("snoozed_until", flat=True))
        self.assertEqual(untils, {wall.replace(second=0, microsecond=0)})
        self.assertEqual(self.client.get(self.subject("snooze", f"task.{new_id()}")).status_code, 404)

    def test_a_snooze_until_no_time_that_is_offered_is_refused(self) -> None:
        for until in ("", "yesterday", "\x00"):
            self.assertEqual(self.act(self.subject("snooze"), until=until).status_code, 400)
        self.assertFalse(Notification.objects.filter(snoozed_until__isnull=False).exists())

    def test_a_muted_task_is_silent(self) -> None:
        self.act(self.subject("mute"))
        self.assertEqual(state_of(self.task, self.by_ana), "mute")
        create_comment(self.task, "Anybody?", by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED, Kind.MENTIONED])
        self.act(self.subject("mute"), "delete")
        self.assertEqual(state_of(self.task, self.by_ana), "")

    def test_a_muted_project_stands_in_the_settings_and_leaves_them(self) -> None:
        tasks = [create_task(f"Task {n}", by=self.by_ana, project=self.website) for n in range(2)]
        complete_tasks(tasks, by=self.by_mara)
        self.relay()
        self.assertContains(self.page(), "Mara completed 2 tasks")
        self.act(self.subject("mute", f"project.{self.website.pk}"))
        mute = Mute.objects.get(user=self.ana)
        self.assertContains(
            self.client.get("/settings/notifications/"), reverse("notification_settings:mute", args=[mute.pk])
        )
        self.client.force_login(self.mara)
        self.assertEqual(self.client.delete(reverse("notification_settings:mute", args=[mute.pk])).status_code, 404)
        self.client.force_login(self.ana)
        self.client.delete(reverse("notification_settings:mute", args=[mute.pk]))
        self.assertFalse(Mute.objects.exists())

    def test_what_is_anothers_or_not_there_is_not_found(self) -> None:
        self.client.force_login(self.mara)
        mine = Notification.objects.filter(user=self.ana).first()
        assert mine
        for act in ("reading", "finishing", "mute"):
            self.assertEqual(self.act(self.subject(act)).status_code, 404)
        self.assertEqual(self.act(self.subject("snooze"), until="1h").status_code, 404)
        self.assertEqual(self.client.post(reverse("notifications:opening", args=[mine.pk])).status_code, 404)
        self.assertEqual(self.act(self.subject("reading", f"task.{new_id()}")).status_code, 404)
        self.assertEqual(self.client.delete("/notifications/reading/?at=2026-11-01").status_code, 404)
        self.assertEqual(self.client.delete("/notifications/reading/?at=nonsense").status_code, 404)
        self.assertEqual(self.unread(), 2)

    def test_the_bell_counts_what_the_person_sees(self) -> None:
        self.assertContains(self.client.get("/notifications/bell/"), '<span class="bell-count">2</span>')
        self.assertContains(self.client.get("/acme/inbox/"), '<span class="bell-count">2</span>')
        Project.objects.filter(pk=self.website.pk).update(everyone="")
        self.assertNotContains(self.client.get("/acme/inbox/"), "bell-count")
        self.assertNotContains(self.page(), "Call the printer")

    def test_each_act_tells_the_persons_other_pages_and_none_when_nothing_changed(self) -> None:
        before = Event.objects.filter(verb=Verb.NOTIFICATION_CHANGED).count()
        for _time in range(2):
            self.act(self.subject("reading"))
        events = Event.objects.filter(verb=Verb.NOTIFICATION_CHANGED)
        self.assertEqual(events.count(), before + 1)
        self.assertEqual([event.user for event in events], [self.ana])

    def test_odd_questions_are_answered_with_the_first_page(self) -> None:
        for query in ({"tab": "nonsense"}, {"tab": "\x00"}, {"most": "-1"}, {"most": "9" * 50}, {"most": "²"}):
            self.assertContains(self.page(**query), "data-row", count=1)

    def test_every_tab_says_what_it_is_for_while_it_is_empty(self) -> None:
        Notification.objects.all().delete()
        for tab in ("unread", "all", "snoozed", "done"):
            page = self.client.get(CENTRE, {"tab": tab})
            self.assertContains(page, 'class="empty"')

    def test_the_number_of_queries_does_not_grow(self) -> None:
        self.page()  # The first visit writes of the device that came.
        counts = []
        for count in (0, 40):
            for number in range(count):
                task = create_task(f"Task {number}", by=self.by_mara, project=self.website)
                change_task(task, by=self.by_mara, add_assignees=self.members(self.ana))
                create_comment(task, "Look, @ana", by=self.by_olga)
            self.relay()
            with CaptureQueriesContext(connection) as queries:
                page = self.page()
            counts.append(len(queries))
        self.assertContains(page, "data-row", count=30)
        self.assertContains(page, "most=60")
        self.assertEqual(counts[0], counts[1])

    def test_what_is_over_for_long_is_removed(self) -> None:
        long_ago = timezone.now() - timedelta(days=91)
        Notification.objects.filter(kind=Kind.ASSIGNED).update(done_at=long_ago)
        self.assertEqual(clear_notifications(), 1)
        self.assertEqual(self.told(self.ana), [Kind.MENTIONED])
        Notification.objects.update(surfaced_at=long_ago)
        self.assertEqual(clear_notifications(), 0)
        Notification.objects.update(surfaced_at=timezone.now() - timedelta(days=366))
        self.assertEqual(clear_notifications(), 1)
        self.assertFalse(Notification.objects.exists())
