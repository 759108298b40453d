"""Fields and their values for programs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.customfields.actions import archive_field, create_field, set_value
from workstate.customfields.models import CustomField, FieldValue, Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task

API = "/api/v1/workspaces/acme/"


class FieldsApiTest(FieldTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.mara)

    def send(self, method: str, path: str, body: object = None) -> Any:
        return getattr(self.client, method)(API + path, body, content_type="application/json")

    def test_fields_are_listed_with_their_choices_at_one_cost(self) -> None:
        def listed() -> tuple[list[Any], int]:
            with CaptureQueriesContext(connection) as asked:
                rows = self.send("get", "fields/?limit=100").json()["results"]
            return rows, len(asked)

        listed()  # The first request of a session writes it.
        rows, few = listed()
        self.assertEqual([row["kind"] for row in rows], Kind.values)
        chosen = next(row for row in rows if row["kind"] == "choice")
        self.assertEqual([choice["name"] for choice in chosen["choices"]], ["Small", "Large"])
        for number in range(10):
            create_field(f"More {number}", kind=Kind.CHOICE, by=self.by_mara, choices=["a"], projects=[self.website])
        self.assertEqual(listed()[1], few)

    def test_a_field_lives_from_making_to_the_bin_and_back(self) -> None:
        body: dict[str, Any] = {
            "id": str(uuid4()),
            "name": "Size",
            "kind": "choice",
            "choices": ["S", "L"],
            "projects": [str(self.website.pk)],
        }
        for _again in range(2):
            made = self.send("post", "fields/", body)
            self.assertEqual(made.status_code, 201)
        field = made.json()
        path = f"fields/{field['id']}/"
        self.assertEqual(field["projects"], [str(self.website.pk)])
        changed = self.send("patch", path, {"name": "Format", "projects": None}).json()
        self.assertEqual((changed["name"], changed["projects"]), ("Format", None))
        added = self.send("post", f"{path}choices/", {"name": "M", "colour": "red"}).json()["choices"]
        self.assertEqual([choice["name"] for choice in added], ["S", "L", "M"])
        choice = f"{path}choices/{added[2]['id']}/"
        moved = self.send("post", f"{choice}place/", {"after": added[0]["id"]}).json()["choices"]
        self.assertEqual([one["name"] for one in moved], ["S", "M", "L"])
        archived = self.send("patch", choice, {"archived": True, "name": "Middle"}).json()["choices"][1]
        self.assertEqual((archived["name"], archived["archived_at"] is None), ("Middle", False))
        self.assertEqual(self.send("post", f"{path}place/", {"after": None}).status_code, 200)
        self.assertIsNotNone(self.send("post", f"{path}archive/").json()["archived_at"])
        self.assertIsNone(self.send("delete", f"{path}archive/").json()["archived_at"])
        self.assertEqual(self.send("delete", path).json(), {"tasks": 0})
        self.assertIsNone(self.send("post", f"{path}restoration/").json()["deleted_at"])

    def test_bad_bodies_are_told_by_field_and_write_nothing(self) -> None:
        before = list(CustomField.objects.order_by("pk").values_list())
        theirs = create_project("Theirs", by=self.by_boris)
        for body, field in (
            ({"kind": "text"}, "name"),
            ({"name": "x", "kind": "colour"}, "kind"),
            ({"name": "x" * 61, "kind": "text"}, "name"),
            ({"name": "A TEXT", "kind": "text"}, "name"),
            ({"name": "x", "kind": "text", "unit": "kg"}, "unit"),
            ({"name": "x", "kind": "number", "minimum": "NaN"}, "minimum"),
            ({"name": "x", "kind": "text", "nonsense": 1}, "nonsense"),
            ({"name": "a\u0000b", "kind": "text"}, "name"),
        ):
            with self.subTest(body=str(body)[:60]):
                answer = self.send("post", "fields/", body)
                self.assertEqual(answer.status_code, 400)
                self.assertIn(field, [error["field"] for error in answer.json()["errors"]])
        foreign = {"name": "x", "kind": "text", "projects": [str(theirs.pk)]}
        self.assertEqual(self.send("post", "fields/", foreign).status_code, 404)
        self.assertEqual(self.send("patch", f"fields/{self.fields['text'].pk}/", {"kind": "link"}).status_code, 400)
        self.assertEqual(list(CustomField.objects.order_by("pk").values_list()), before)


class ValuesApiTest(FieldTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.path = f"{API}tasks/{self.task.pk}/fields/"

    def patch(self, body: object) -> Any:
        return self.client.patch(self.path, body, content_type="application/json")

    def test_values_are_set_read_with_the_task_and_emptied(self) -> None:
        web, shop = str(self.choices["Web"].pk), str(self.choices["Shop"].pk)
        values: dict[str, Any] = {
            Kind.TEXT: "Hello",
            Kind.NUMBER: "12.5",
            Kind.DATE: "2026-12-31",
            Kind.CHOICE: str(self.choices["Large"].pk),
            Kind.CHOICES: [web, shop],
            Kind.CHECKBOX: False,
            Kind.PERSON: str(self.ana_here.pk),
            Kind.LINK: "https://example.org/",
        }
        by_id = {str(self.fields[kind].pk): value for kind, value in values.items()}
        self.assertEqual(self.patch({**by_id, str(self.fields[Kind.CHOICES].pk): [shop, web]}).json(), by_id)
        self.assertEqual(self.client.get(self.path).json(), by_id)
        self.assertEqual(self.client.get(f"{API}tasks/{self.task.pk}/").json()["fields"], by_id)
        self.assertEqual(self.client.get(f"{API}tasks/").json()["results"][0]["fields"], by_id)
        self.assertEqual(self.patch(dict.fromkeys(by_id)).json(), {})

    def test_a_page_of_tasks_costs_one_query_more_for_all_their_values(self) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                self.client.get(f"{API}tasks/?limit=200")
            return len(asked)

        cost()
        few = cost()
        for number in range(10):
            task = create_task(f"Task {number}", by=self.by_ana, project=self.website)
            set_value(task, self.fields[Kind.TEXT], "x", by=self.by_ana)
            set_value(task, self.fields[Kind.CHOICES], [self.choices["Web"].pk], by=self.by_ana)
        self.assertEqual(cost(), few)

    def test_bad_values_are_told_by_field_and_write_nothing(self) -> None:
        text, number = str(self.fields[Kind.TEXT].pk), str(self.fields[Kind.NUMBER].pk)
        theirs = create_field("Theirs", kind=Kind.TEXT, by=self.by_boris)
        archived = archive_field(self.fields[Kind.LINK], by=self.by_mara)
        for body, status, field in (
            ({text: "x", number: "many"}, 400, number),
            ({text: 5}, 400, text),
            ({text: {"a": [1]}}, 400, text),
            ({number: [[]]}, 400, number),
            ({str(theirs.pk): "x"}, 400, str(theirs.pk)),
            ({"nonsense": "x"}, 400, "nonsense"),
            ({str(uuid4()): n for n in range(51)}, 400, ""),
            (["x"], 400, ""),
            ('"x"', 400, ""),
            ({text: "\ud800"}, 400, None),
            ({str(archived.pk): "https://a.b"}, 409, None),
        ):
            with self.subTest(body=str(body)[:60]):
                answer = self.patch(body)
                self.assertEqual(answer.status_code, status)
                if field is not None:
                    self.assertEqual([error["field"] for error in answer.json()["errors"]], [field])
        self.assertFalse(FieldValue.objects.exists())

    def test_many_tasks_are_set_at_once_all_or_none(self) -> None:
        other = create_task("Other", by=self.by_ana, project=self.website)
        theirs = create_task("Theirs", by=self.by_boris)
        hidden = create_task("Hidden", by=self.by_mara)
        path = f"{API}fields/{self.fields[Kind.TEXT].pk}/values/"

        def send(*tasks: Any) -> Any:
            body = {"tasks": [str(task.pk) for task in tasks], "value": "x"}
            return self.client.post(path, body, content_type="application/json")

        for stranger in (theirs, hidden):
            self.assertEqual(send(self.task, stranger).status_code, 404)
        self.assertFalse(FieldValue.objects.exists())
        answer = send(self.task, other).json()
        self.assertEqual(set(answer["changed"]), {str(self.task.pk), str(other.pk)})
        self.assertEqual(FieldValue.objects.filter(text="x").count(), 2)
