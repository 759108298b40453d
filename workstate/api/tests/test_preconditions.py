from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase
from django.urls import reverse

from tests.rights.test_matrix import addresses
from tests.rights.world import World
from workstate.accounts.keys.actions import create_key
from workstate.accounts.keys.scopes import EVERYTHING
from workstate.accounts.tests.test_keys import Program
from workstate.api.preconditions import TAGGED
from workstate.api.tests.test_api import APITestCase
from workstate.projects.actions import create_project
from workstate.tasks.actions import change_tasks, create_task
from workstate.tasks.models import Task
from workstate.testing import Cast
from workstate.timetracking.actions import create_entry


@pytest.mark.xdist_group("rights ids")
class TaggedTest(World, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.populate()

    def test_what_has_a_tag_can_be_shown_and_its_row_is_the_one_that_is_locked(self) -> None:
        found = {address.name: address for address in addresses()}
        for name, model in TAGGED.items():
            with self.subTest(name=name):
                address = found[f"api:{name}"]
                self.assertIn("get", address.methods)
                path = self.in_path(address.name, address.parameters)
                pks = [value for parameter, value in path.items() if parameter != "workspace"]
                self.assertEqual(apps.get_model(model)._base_manager.filter(pk__in=pks).count(), 1)
                shown = self.visitors["ana"].get(reverse(address.name, kwargs=path))
                if shown.status_code != 200:  # What only administrators see.
                    shown = self.visitors["olga"].get(reverse(address.name, kwargs=path))
                self.assertIn("ETag", shown)

    def test_whatever_is_shown_and_changed_by_its_id_has_a_tag(self) -> None:
        changed = {
            address.name.removeprefix("api:")
            for address in addresses()
            if address.name.startswith("api:")
            and {"get", "patch"} <= set(address.methods)
            and len(address.parameters) == 2
        }
        # What a person is in the workspace has no id of its own.
        self.assertEqual(changed - set(TAGGED), {"person"})


class PreconditionsTest(APITestCase):
    def setUp(self) -> None:
        self.program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        self.place = self.url("task", pk=self.task.pk)

    def patch(self, body: Any, tag: str, url: str = "") -> Any:
        return self.program.patch(url or self.place, body, content_type="application/json", headers={"If-Match": tag})

    def test_what_is_as_it_was_seen_is_changed_and_its_new_tag_is_told(self) -> None:
        tag = self.program.get(self.place)["ETag"]
        changed = self.patch({"title": "Call Boris"}, tag)
        self.assertEqual(changed.status_code, 200)
        self.assertEqual(changed["ETag"], self.program.get(self.place)["ETag"])
        self.assertNotEqual(changed["ETag"], tag)
        self.assertEqual(self.patch({"title": "Call Cora"}, changed["ETag"]).status_code, 200)

    def test_a_stale_write_is_refused_and_writes_nothing(self) -> None:
        tag = self.program.get(self.place)["ETag"]
        change_tasks([self.task], by=self.by_mara, priority=1)
        rows = self.rows()
        refused = self.patch({"title": "Call Boris"}, tag)
        self.assertEqual((refused.status_code, refused.json()["code"]), (412, "precondition_failed"))
        self.assertEqual(self.rows(), rows)
        self.task.refresh_from_db()
        self.assertEqual((self.task.title, self.task.priority), ("Call Ana", 1))
        deleted = self.program.delete(self.place, headers={"If-Match": tag})
        self.assertEqual(deleted.status_code, 412)

    def test_any_of_several_and_the_star_match(self) -> None:
        tag = self.program.get(self.place)["ETag"]
        self.assertEqual(self.patch({"priority": 2}, f'"other", {tag}').status_code, 200)
        self.assertEqual(self.patch({"priority": 3}, "*").status_code, 200)
        self.assertEqual(self.patch({"priority": 4}, "nonsense").status_code, 412)

    def test_what_was_not_changed_is_not_sent_again(self) -> None:
        tag = self.program.get(self.place)["ETag"]
        same = self.program.get(self.place, headers={"If-None-Match": tag})
        self.assertEqual((same.status_code, same.content, same["ETag"]), (304, b"", tag))
        change_tasks([self.task], by=self.by_ana, priority=1)
        self.assertEqual(self.program.get(self.place, headers={"If-None-Match": tag}).status_code, 200)

    def test_other_nouns_too(self) -> None:
        entry = create_entry(by=self.by_ana, task=self.task, day=date(2026, 3, 2), duration=60)
        for url, body in (
            (self.url("project", pk=self.website.pk), {"name": "Site"}),
            (self.url("entry", pk=entry.pk), {"description": "Talk"}),
        ):
            with self.subTest(url=url):
                tag = self.program.get(url)["ETag"]
                changed = self.patch(body, tag, url)
                self.assertEqual(changed.status_code, 200, changed.content)
                self.assertEqual(changed["ETag"], self.program.get(url)["ETag"])
                self.assertEqual(self.patch(body, tag, url).status_code, 412)

    def test_where_nothing_has_a_tag_the_question_is_refused(self) -> None:
        answer = self.program.post(
            self.url("tasks"), {"title": "New"}, content_type="application/json", headers={"If-Match": '"x"'}
        )
        self.assertEqual((answer.status_code, answer.json()["code"]), (400, "no_etag"))
        self.assertFalse(Task.objects.filter(title="New").exists())

    def test_who_may_not_see_it_learns_nothing(self) -> None:
        stranger = Program(create_key(self.boris, "Terminal", EVERYTHING)[1])
        answer = stranger.patch(
            self.place, {"title": "Mine"}, content_type="application/json", headers={"If-Match": "*"}
        )
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("ETag", answer)


class BetweenTest(Cast, TransactionTestCase):
    def test_nobody_comes_between_the_look_and_the_change(self) -> None:
        self.gather()
        project = create_project("Website", by=self.by_ana)
        task = create_task("Call", by=self.by_ana, project=project)
        place = f"/api/v1/workspaces/acme/tasks/{task.pk}/"
        text = create_key(self.ana, "Terminal", EVERYTHING)[1]
        tag = Program(text).get(place)["ETag"]
        answers: list[int] = []

        def write() -> None:
            try:
                answer = Program(text).patch(
                    place, {"title": "Mine"}, content_type="application/json", headers={"If-Match": tag}
                )
                answers.append(answer.status_code)
            finally:
                connection.close()

        with transaction.atomic():
            change_tasks([task], by=self.by_mara, title="Theirs")
            second = threading.Thread(target=write)
            second.start()
            second.join(0.5)  # It waits for the row that is held here.
            self.assertEqual(answers, [])
        second.join(20)
        self.assertEqual(answers, [412])
        task.refresh_from_db()
        self.assertEqual(task.title, "Theirs")
