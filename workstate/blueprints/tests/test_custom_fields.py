"""Custom fields go along with copies and stand in templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workstate.activity.models import Event
from workstate.blueprints.actions import (
    duplicate_project,
    duplicate_task,
    make_project,
    make_task,
    save_project_as_template,
    save_task_as_template,
)
from workstate.core.clock import now
from workstate.customfields.actions import archive_field, create_field, set_values
from workstate.customfields.models import FieldChoice, FieldValue, Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.projects.actions import create_project
from workstate.tasks.models import Task


class CustomFieldsTest(FieldTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.all_said = {
            Kind.TEXT: "Words",
            Kind.NUMBER: Decimal("2.50"),
            Kind.DATE: date(2026, 3, 2),
            Kind.CHOICE: cls.choices["Large"].pk,
            Kind.CHOICES: tuple(sorted((cls.choices["Web"].pk, cls.choices["Shop"].pk))),
            Kind.CHECKBOX: True,
            Kind.PERSON: cls.ana_here.pk,
            Kind.LINK: "https://example.org/a",
        }
        set_values([cls.task], {cls.fields[kind]: value for kind, value in cls.all_said.items()}, by=cls.by_ana)

    def said_of(self, task: Task) -> dict[str, object]:
        return {kind: self.said(field, task) for kind, field in self.fields.items()}

    def test_a_copy_says_what_its_original_says_and_one_event_tells_of_it(self) -> None:
        before = Event.objects.count()
        copy = duplicate_task(self.task, by=self.by_ana)
        self.assertEqual(self.said_of(copy), self.all_said)
        self.assertEqual(Event.objects.count(), before + 1)

    def test_a_template_keeps_it_in_json(self) -> None:
        template = save_task_as_template(self.task, by=self.by_ana)
        template.refresh_from_db()
        made = make_task(template, by=self.by_mara, project=self.website)
        self.assertEqual(self.said_of(made), self.all_said)

    def test_a_copied_project_asks_for_the_same_fields(self) -> None:
        scoped = create_field("Budget", kind=Kind.TEXT, by=self.by_mara, projects=[self.website])
        set_values([self.task], {scoped: "Large"}, by=self.by_ana)
        copy = duplicate_project(self.website, by=self.by_ana)
        call = Task.objects.get(project=copy)
        self.assertEqual(self.said(scoped, call), "Large")
        self.assertEqual(self.said_of(call), self.all_said)

    def test_a_field_of_other_projects_is_left_out(self) -> None:
        scoped = create_field("Budget", kind=Kind.TEXT, by=self.by_mara, projects=[self.website])
        set_values([self.task], {scoped: "Large"}, by=self.by_ana)
        made = make_project(save_project_as_template(self.website, by=self.by_ana), by=self.by_ana)
        self.assertIsNone(self.said(scoped, Task.objects.get(project=made)))

    def test_what_is_gone_meanwhile_is_left_out(self) -> None:
        template = save_task_as_template(self.task, by=self.by_ana)
        archive_field(self.fields[Kind.TEXT], by=self.by_mara)
        FieldChoice.objects.filter(name__in=["Large", "Web"]).update(archived_at=now())
        self.fields[Kind.LINK].delete()
        self.ana_here.delete()
        made = make_task(template, by=self.by_mara, project=create_project("New", by=self.by_mara))
        said = {value.kind for value in FieldValue.objects.filter(task=made)}
        self.assertEqual(said, {Kind.NUMBER, Kind.DATE, Kind.CHOICES, Kind.CHECKBOX})
        self.assertEqual(self.said(self.fields[Kind.CHOICES], made), (self.choices["Shop"].pk,))
