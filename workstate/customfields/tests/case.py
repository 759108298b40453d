"""A workspace with a field of every kind."""

from __future__ import annotations

from typing import Any

from workstate.customfields.actions import create_field
from workstate.customfields.models import CustomField, FieldChoice, FieldValue, Kind
from workstate.customfields.values import Value, value_of
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import Cast, CastTestCase
from workstate.workspaces.models import Membership


class FieldCast(Cast):
    """Mara has made a field of each kind; Ana has a task in the project Website."""

    website: Project
    task: Task
    fields: dict[str, CustomField]
    choices: dict[str, FieldChoice]
    ana_here: Membership

    @classmethod
    def furnish(cls) -> None:
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.website)
        more: dict[str, dict[str, Any]] = {
            Kind.NUMBER: {"decimals": 2, "unit": "kg"},
            Kind.CHOICE: {"choices": ["Small", "Large"]},
            Kind.CHOICES: {"choices": ["Web", "Mail", "Shop"]},
        }
        cls.fields = {
            kind: create_field(f"A {kind}", kind=kind, by=cls.by_mara, **more.get(kind, {})) for kind in Kind.values
        }
        cls.choices = {choice.name: choice for choice in FieldChoice.objects.all()}
        cls.ana_here = Membership.objects.get(user=cls.ana, workspace=cls.by_ana.workspace)

    def said(self, field: CustomField, task: Task | None = None) -> Value:
        return value_of(list(FieldValue.objects.filter(task=task or self.task, field=field)))


class FieldTestCase(FieldCast, CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.furnish()
