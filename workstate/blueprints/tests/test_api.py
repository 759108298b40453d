"""Copies and templates for programs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

from workstate.blueprints.tests.case import MONDAY, BlueprintViewsTest
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.models import Task


class ApiTest(BlueprintViewsTest):
    API = "/api/v1/workspaces/acme"

    def post(self, path: str, **body: object) -> Any:
        return self.client.post(f"{self.API}/{path}", json.dumps(body), content_type="application/json")

    def test_a_task_is_duplicated(self) -> None:
        wanted = str(uuid4())
        for _again in range(2):
            response = self.post(f"tasks/{self.draft.pk}/duplicate/", id=wanted, with_children=False)
        answer = response.json()
        self.assertEqual((response.status_code, answer["id"], answer["title"]), (201, wanted, "Draft"))
        self.assertEqual(answer["labels"], ["urgent", "writing"])
        self.assertEqual(Task.objects.count(), 6)

    def test_a_project_is_duplicated(self) -> None:
        response = self.post(
            f"projects/{self.launch.pk}/duplicate/", name="Copy", start="2026-06-03", keep={"assignees": False}
        )
        self.assertEqual((response.status_code, response.json()["name"]), (201, "Copy"))
        copy = Project.objects.get(pk=response.json()["id"])
        self.assertEqual(Task.objects.get(project=copy, title="Draft").due_on, date(2026, 6, 3))

    def test_templates_are_kept_shown_changed_deleted_and_restored(self) -> None:
        made = self.post("templates/", project=str(self.launch.pk), name="Any launch", keep={"dates": False})
        url = f"{self.API}/templates/{made.json()['id']}/"
        self.assertEqual((made.status_code, made.json()["size"]), (201, 5))
        listed = self.client.get(f"{self.API}/templates/").json()["results"]
        self.assertEqual([one["name"] for one in listed], ["Any launch", "Draft", "Launch"])
        self.assertNotIn("body", listed[0])
        whole = self.client.get(url).json()
        self.assertEqual([part["name"] for part in whole["body"]["sections"]], ["Prepare", "After"])
        changed = self.client.patch(url, {"name": "Launches"}, content_type="application/json")
        self.assertEqual(changed.json()["name"], "Launches")
        self.assertEqual(self.client.delete(url).status_code, 204)
        self.assertEqual(len(self.client.get(f"{self.API}/templates/").json()["results"]), 2)
        self.assertIsNone(self.post(f"templates/{made.json()['id']}/restoration/").json()["deleted_at"])

    def test_templates_are_used(self) -> None:
        response = self.post(f"templates/{self.of_project.pk}/use/", name="Fourth", start=MONDAY.isoformat())
        self.assertEqual(Project.objects.get(pk=response.json()["project"]).name, "Fourth")
        wanted = str(uuid4())
        for _again in range(2):
            response = self.post(
                f"templates/{self.of_task.pk}/use/", id=wanted, section=str(self.after.pk), project=str(self.launch.pk)
            )
        self.assertEqual(response.json(), {"task": wanted, "project": None})
        self.assertEqual(Task.objects.get(pk=wanted).section, self.after)

    def test_bad_values_are_refused_and_write_nothing(self) -> None:
        theirs = create_project("Theirs", by=self.by_boris)
        before = self.state()
        for path, body, status in (
            ("templates/", {}, 400),
            ("templates/", {"task": str(self.draft.pk), "project": str(self.launch.pk)}, 400),
            ("templates/", {"project": str(theirs.pk)}, 404),
            ("templates/", {"task": str(uuid4())}, 404),
            ("templates/", {"task": str(self.draft.pk), "name": "a\x00b"}, 400),
            ("templates/", {"task": str(self.draft.pk), "keep": {"all": True}}, 400),
            (f"templates/{self.of_project.pk}/use/", {"project": str(self.launch.pk)}, 400),
            (f"templates/{self.of_task.pk}/use/", {"project": str(theirs.pk)}, 404),
            (f"templates/{self.of_task.pk}/use/", {"section": str(self.after.pk)}, 400),
            (f"templates/{self.of_task.pk}/use/", {"start": "0001-01-01"}, 400),
            (f"projects/{self.launch.pk}/duplicate/", {"start": "2200-01-01"}, 400),
            (f"projects/{theirs.pk}/duplicate/", {}, 404),
            (f"tasks/{self.draft.pk}/duplicate/", {"id": "nonsense"}, 400),
        ):
            with self.subTest(path=path, body=body):
                self.assertEqual(self.post(path, **body).status_code, status)
        self.assertEqual(self.state(), before)
