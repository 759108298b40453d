"""What the database refuses although no action stands before it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import IntegrityError, connection, transaction

from workstate.customfields.actions import create_field, set_value
from workstate.customfields.models import CustomField, FieldChoice, FieldProject, FieldValue, Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.workspaces.models import Membership

COLUMNS = ("text", "number", "day", "choice_id", "checked", "member_id", "link")
TABLE = FieldValue._meta.db_table


class DatabaseTest(FieldTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.theirs = create_field("Size", kind=Kind.CHOICE, by=cls.by_boris, choices=["Huge"])
        cls.boris_there = Membership.objects.get(user=cls.boris)

    def insert(self, kind: str, *, field: CustomField | None = None, **columns: Any) -> None:
        """By plain SQL, with every constraint asked at once."""
        row = {
            "workspace_id": self.by_ana.workspace.pk,
            "task_id": self.task.pk,
            "field_id": (field or self.fields[kind]).pk,
            "kind": kind,
            **columns,
        }
        names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", list(row.values()))

    def good(self) -> dict[str, dict[str, Any]]:
        return {
            Kind.TEXT: {"text": "x"},
            Kind.NUMBER: {"number": "12.5"},
            Kind.DATE: {"day": "2026-12-31"},
            Kind.CHOICE: {"choice_id": self.choices["Large"].pk},
            Kind.CHOICES: {"choice_id": self.choices["Web"].pk},
            Kind.CHECKBOX: {"checked": True},
            Kind.PERSON: {"member_id": self.ana_here.pk},
            Kind.LINK: {"link": "https://example.org/"},
        }

    def refuses(self, constraint: str, kind: str, **columns: Any) -> None:
        subtest = self.subTest(constraint=constraint, kind=kind, columns=columns)
        with subtest, self.assertRaisesMessage(IntegrityError, constraint):
            self.insert(kind, **columns)

    def test_each_kind_takes_its_own_column(self) -> None:
        for kind, columns in self.good().items():
            with self.subTest(kind=kind):
                self.insert(kind, **columns)
        self.assertEqual(FieldValue.objects.count(), len(Kind))

    def test_no_kind_takes_another_column_nor_two_nor_none(self) -> None:
        good = self.good()
        for kind, own in good.items():
            self.refuses("value_of_its_kind", kind)
            for other in good.values():
                if other.keys() != own.keys():
                    self.refuses("value_of_its_kind", kind, **other)
                    self.refuses("value_of_its_kind", kind, **own, **other)

    def test_a_value_says_the_kind_of_its_field(self) -> None:
        self.refuses("value_field_of_its_kind", Kind.TEXT, field=self.fields[Kind.LINK], text="javascript:x")
        self.refuses("value_of_its_kind", "colour", field=self.fields[Kind.TEXT], text="x")

    def test_a_field_that_is_filled_keeps_its_kind(self) -> None:
        set_value(self.task, self.fields[Kind.TEXT], "x", by=self.by_ana)
        with self.assertRaisesMessage(IntegrityError, "value_field_of_its_kind"), transaction.atomic():
            CustomField.objects.filter(pk=self.fields[Kind.TEXT].pk).update(kind=Kind.LINK)
            connection.check_constraints()

    def test_a_choice_is_one_of_the_field(self) -> None:
        for choice in (self.choices["Web"], self.theirs.choices.get()):
            self.refuses("value_choice_of_its_field", Kind.CHOICE, choice_id=choice.pk)
        self.refuses("value_choice_of_its_field", Kind.CHOICE, choice_id=uuid4())

    def test_nothing_ties_two_workspaces_together(self) -> None:
        task = create_task("Theirs", by=self.by_boris)
        self.refuses(
            "value_field_same_workspace", Kind.CHOICE, field=self.theirs, choice_id=self.theirs.choices.get().pk
        )
        self.refuses("value_task_same_workspace", Kind.TEXT, text="x", task_id=task.pk)
        self.refuses("value_member_same_workspace", Kind.PERSON, member_id=self.boris_there.pk)
        project = create_project("Theirs", by=self.by_boris)
        with self.assertRaisesMessage(IntegrityError, "field_project_project_same_workspace"), transaction.atomic():
            FieldProject.objects.create(workspace=self.by_ana.workspace, field=self.fields["text"], project=project)
            connection.check_constraints()
        with self.assertRaisesMessage(IntegrityError, "choice_field_same_workspace"), transaction.atomic():
            FieldChoice.objects.create(workspace=self.by_ana.workspace, field=self.theirs, name="x", position="a0")
            connection.check_constraints()

    def test_one_value_but_many_choices(self) -> None:
        self.insert(Kind.TEXT, text="x")
        self.refuses("value_once", Kind.TEXT, text="y")
        self.insert(Kind.CHOICE, choice_id=self.choices["Large"].pk)
        self.refuses("value_once", Kind.CHOICE, choice_id=self.choices["Small"].pk)
        for name in ("Web", "Mail"):
            self.insert(Kind.CHOICES, choice_id=self.choices[name].pk)
        self.refuses("value_choice_once", Kind.CHOICES, choice_id=self.choices["Web"].pk)

    def test_texts_and_links_keep_to_their_form(self) -> None:
        self.refuses("value_text_length", Kind.TEXT, text="x" * 2001)
        self.refuses("value_text_length", Kind.TEXT, text="")
        self.refuses("value_link", Kind.LINK, link="javascript:alert(1)")
        self.refuses("value_link", Kind.LINK, link="https://a.b/" + "x" * 2000)

    def test_fields_keep_to_their_form(self) -> None:
        wrong: dict[str, dict[str, Any]] = {
            "field_kind": {"kind": "colour"},
            "field_decimals": {"kind": Kind.NUMBER, "decimals": 7},
            "field_number_alone_has_limits": {"kind": Kind.TEXT, "unit": "kg"},
            "field_limits_in_order": {"kind": Kind.NUMBER, "minimum": 2, "maximum": 1},
            "field_name_once": {"kind": Kind.TEXT, "name": "A TEXT"},
        }
        for constraint, columns in wrong.items():
            row: dict[str, Any] = {"name": "New", "position": "z", **columns}
            refused = self.assertRaisesMessage(IntegrityError, constraint)
            with self.subTest(constraint=constraint), refused, transaction.atomic():
                CustomField.objects.create(workspace=self.by_ana.workspace, **row)
