from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.audit.asking import events_of, read
from workstate.audit.kinds import KINDS, OUTSIDE, noun_of
from workstate.audit.lines import lines_of
from workstate.core.actor import Actor, Origin, Via
from workstate.core.errors import Invalid
from workstate.discussions.actions import create_comment
from workstate.projects.actions import create_project
from workstate.savedviews.actions import create_view
from workstate.tasks.actions import change_task, create_task, delete_task
from workstate.testing import CastTestCase

LOG = "/acme/settings/log/"
EXPORT = f"{LOG}export/"
SECRET = "Buy the ring"


def body_of(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


class LogTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.open = create_task("Draft the page", by=cls.by_ana, project=cls.project)
        cls.secret = create_task(SECRET, by=cls.by_ana)
        change_task(cls.secret, by=cls.by_ana, title=f"{SECRET} now")
        create_comment(cls.secret, f"{SECRET} in gold", by=cls.by_ana)
        create_view(SECRET, by=cls.by_ana, filter="p1")

    def lines(self, by: Actor, **asked: str) -> list[Any]:
        return lines_of(list(events_of(read(asked), by).select_related("user")), by)

    def test_administrators_read_who_did_what_and_members_do_not(self) -> None:
        for person, status in ((self.olga, 200), (self.mara, 200), (self.ana, 403), (self.gil, 403), (self.boris, 404)):
            self.client.force_login(person)
            self.assertEqual(self.client.get(LOG).status_code, status, person)
        self.client.force_login(self.mara)
        self.assertContains(self.client.get(LOG), "Ana Keller")

    def test_what_is_in_an_inbox_or_a_private_view_is_told_without_its_words(self) -> None:
        self.client.force_login(self.mara)
        self.assertNotContains(self.client.get(LOG), SECRET)
        for form in ("csv", "jsonl"):
            self.assertNotIn(SECRET, body_of(self.client.post(EXPORT, {"format": form})))
        self.assertNotIn(SECRET, self.client.get("/api/v1/workspaces/acme/audit/").content.decode())
        hidden = {line.event.verb for line in self.lines(self.by_mara) if line.is_hidden}
        self.assertEqual(hidden, {Verb.TASK_CREATED, Verb.TASK_CHANGED, Verb.COMMENT_CREATED, Verb.SAVED_VIEW_CREATED})

    def test_a_view_that_became_private_or_a_task_that_was_deleted_stays_what_it_is_now(self) -> None:
        delete_task(self.open, by=self.by_ana)
        shared = create_view("Hot", by=self.by_ana, filter="p1", is_shared=True)
        about = [
            line for line in self.lines(self.by_mara) if line.event.subject_id in {str(self.open.pk), str(shared.pk)}
        ]
        self.assertEqual({line.is_hidden for line in about}, {False})

    def test_it_says_from_where_and_by_what_means(self) -> None:
        self.client.force_login(self.ana)
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        made = self.client.post(
            "/api/v1/workspaces/acme/tasks/",
            {"title": "By a program", "project": str(self.project.pk)},
            content_type="application/json",
            headers={"user-agent": agent},
            REMOTE_ADDR="203.0.113.7",
        )
        self.assertEqual(made.status_code, 201)
        line = next(line for line in self.lines(self.by_mara) if line.event.subject_id == made.json()["id"])
        self.assertEqual((line.address, line.device, line.event.via), ("203.0.113.7", "Firefox on Linux", Via.API))
        self.client.force_login(self.mara)
        page = self.client.get(LOG)
        self.assertContains(page, "203.0.113.7")
        self.assertContains(page, "Firefox on Linux")

    def test_it_is_filtered_by_person_kind_subject_means_and_period(self) -> None:
        create_project("Atlas", by=self.by_mara.through(Via.IMPORT))
        mine = self.lines(self.by_olga, person=str(self.mara.pk))
        self.assertEqual({line.event.user for line in mine}, {self.mara})
        self.assertEqual({noun_of(line.event.verb) for line in self.lines(self.by_olga, kind="projects")}, {"project"})
        about = self.lines(self.by_olga, subject=f"tasks.task:{self.open.pk}")
        self.assertEqual({line.event.subject_id for line in about}, {str(self.open.pk)})
        self.assertEqual({line.event.via for line in self.lines(self.by_olga, via="import")}, {"import"})
        made = Event.objects.get(subject_id=str(self.open.pk), verb=Verb.TASK_CREATED).pk
        Event.objects.filter(pk__lte=made).update(happened_at=timezone.now() - timedelta(days=40))
        day = (timezone.now() - timedelta(days=40)).date()
        old = self.lines(self.by_olga, first=str(day - timedelta(days=1)), last=str(day + timedelta(days=1)))
        self.assertEqual(old[0].event.pk, made)
        self.assertEqual({line.event.pk for line in old if line.event.pk > made}, set())
        since = self.lines(self.by_olga, first=str(day + timedelta(days=2)))
        self.assertEqual([line.event.pk for line in since if line.event.pk <= made], [])
        self.assertNotEqual(since, [])
        self.assertEqual(self.lines(self.by_olga, first="2199-01-01"), [])

    def test_what_means_nothing_is_refused_in_words(self) -> None:
        self.client.force_login(self.mara)
        for typed in (
            {"person": "me"}, {"kind": "x" * 10_000}, {"via": "pigeon"}, {"first": "0000-01-01"}, {"last": "20000-01-01"},
            {"subject": "tasks.task"}, {"subject": "a:\x00"}, {"before": "-1"}, {"before": "9" * 30}, {"person": "\u202e"},
            {"first": "2026-02-02", "last": "2026-02-01"},
        ):  # fmt: skip
            page = self.client.get(LOG, typed)
            self.assertContains(page, 'role="alert"', status_code=400)
        with self.assertRaises(Invalid):
            read({"kind": "nothing"})

    def test_it_goes_on_and_on_by_pages_without_gaps(self) -> None:
        for number in range(70):
            record(Verb.PROJECT_CHANGED, self.project, by=self.by_ana, number=number)
        self.client.force_login(self.mara)
        page = self.client.get(LOG, {"kind": "projects"})
        seen = [line.event.pk for line in page.context["lines"]]
        rest = self.client.get(
            LOG, {"kind": "projects", "before": page.context["next"]}, headers={"HX-Request": "true"}
        )
        self.assertNotContains(rest, "<h1")
        seen += [line.event.pk for line in rest.context["lines"]]
        everything = events_of(read({"kind": "projects"}), self.by_mara).values_list("pk", flat=True)
        self.assertEqual(seen, list(everything))

    def test_a_page_asks_as_often_for_fifty_as_for_five(self) -> None:
        self.client.force_login(self.mara)
        self.client.get(LOG)

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                self.client.get(LOG)
            return len(asked)

        before = queries()
        for number in range(40):
            task = create_task(f"Number {number}", by=self.by_ana, project=self.project if number % 2 else None)
            create_comment(task, "Hello.", by=self.by_ana)
        self.assertLessEqual(queries(), before + 1)

    def test_files_hold_what_the_page_shows_and_no_formula(self) -> None:
        self.ana.name = "=1+1"
        self.ana.save()
        self.client.force_login(self.mara)
        response = self.client.post(EXPORT, {"format": "csv", "person": str(self.ana.pk)})
        self.assertEqual(response["Content-Disposition"].split("; ")[0], "attachment")
        rows = list(csv.DictReader(io.StringIO(body_of(response).removeprefix("\ufeff"))))
        self.assertEqual(len(rows), len(self.lines(self.by_mara, person=str(self.ana.pk))))
        self.assertEqual({row["Person"] for row in rows}, {"'=1+1"})
        objects = [json.loads(line) for line in body_of(self.client.post(EXPORT, {"format": "jsonl"})).splitlines()]
        self.assertIn("audit.exported", [one["verb"] for one in objects])
        self.assertEqual({one["data"] for one in objects if one["hidden"]}, {None})

    def test_who_takes_it_away_is_in_it_and_who_may_not_leaves_no_trace(self) -> None:
        self.client.force_login(self.ana)
        self.assertEqual(self.client.post(EXPORT, {"format": "csv"}).status_code, 403)
        self.assertFalse(Event.objects.filter(verb=Verb.AUDIT_EXPORTED).exists())
        self.client.force_login(self.mara)
        self.assertEqual(self.client.post(EXPORT, {"format": "exe"}).status_code, 400)
        self.client.post(EXPORT, {"format": "csv"})
        self.assertEqual(Event.objects.get(verb=Verb.AUDIT_EXPORTED).user, self.mara)
        self.assertEqual(self.client.get(EXPORT).status_code, 405)

    def test_an_act_keeps_its_origin_when_it_is_done_to_many(self) -> None:
        by = self.by_ana.coming_from(Origin("2001:db8::1", "Firefox/Linux"))
        change_task(self.open, by=by, priority=1)
        event = Event.objects.filter(verb=Verb.TASK_CHANGED).latest("pk")
        self.assertEqual((event.address, event.device), ("2001:db8::1", "Firefox/Linux"))

    def test_every_verb_is_of_one_kind_or_outside(self) -> None:
        kinds = [noun for _words, nouns in KINDS.values() for noun in nouns]
        self.assertEqual(len(kinds), len(set(kinds)))
        # Of accounts and of the server, outside of any workspace.
        elsewhere = {"account", "server"}
        self.assertEqual({noun_of(verb) for verb in Verb} - set(kinds) - OUTSIDE - elsewhere, set())
