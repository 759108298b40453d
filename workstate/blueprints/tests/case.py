"""A project with something of everything that is copied, and of what is not."""

from __future__ import annotations

from datetime import date, time

from django.db.models import F

from workstate.activity.models import Event
from workstate.blueprints.actions import save_project_as_template, save_task_as_template
from workstate.blueprints.models import Template
from workstate.projects.actions import create_project, create_sections
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.due import Due
from workstate.tasks.models import Recurrence, Task, TaskAssignee, TaskLink
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership

MONDAY = date(2026, 3, 2)


class BlueprintsTestCase(CastTestCase):
    """Ana's project "Launch": two sections, five tasks, the earliest on Monday 2 March 2026."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.launch = create_project("Launch", by=cls.by_ana, colour="teal", description="All of it", icon="rocket")
        cls.prepare, cls.after = create_sections(["Prepare", "After"], project=cls.launch, by=cls.by_ana)
        cls.draft = create_task(
            "Draft",
            by=cls.by_ana,
            project=cls.launch,
            section=cls.prepare,
            labels=["writing", "urgent"],
            description="- [ ] one",
            priority=2,
            estimate=5400,
            due=Due(MONDAY, time(9, 0)),
        )
        cls.outline = create_task(
            "Outline",
            by=cls.by_ana,
            project=cls.launch,
            section=cls.prepare,
            parent=cls.draft,
            due=Due(date(2026, 3, 6)),
        )
        cls.quotes = create_task("Quotes", by=cls.by_ana, project=cls.launch, section=cls.prepare, parent=cls.outline)
        cls.publish = create_task("Publish", by=cls.by_ana, project=cls.launch, due=Due(date(2026, 3, 9)))
        cls.report = create_task("Report", by=cls.by_ana, project=cls.launch, section=cls.after)
        Task.objects.filter(pk=cls.publish.pk).update(start_on=date(2026, 3, 4), deadline_on=date(2026, 3, 13))
        cls.mara_member = Membership.objects.get(workspace=cls.by_ana.workspace, user=cls.mara)
        cls.ana_member = Membership.objects.get(workspace=cls.by_ana.workspace, user=cls.ana)
        of_acme = {"workspace": cls.by_ana.workspace}
        TaskAssignee.objects.create(**of_acme, task=cls.draft, member=cls.mara_member)
        TaskLink.objects.create(**of_acme, source=cls.draft, target=cls.publish, kind="blocks")
        Recurrence.objects.create(
            **of_acme,
            task=cls.publish,
            rule="FREQ=WEEKLY;BYDAY=MO;UNTIL=20260601",
            anchor="due",
            times=[],
            start_on=MONDAY,
            done=3,
            skipped=[date(2026, 3, 16)],
        )

    def tasks_of(self, project: Project | None) -> list[Task]:
        """As the list shows them: parents ahead of what is under them."""
        by_section = F("section__position").asc(nulls_last=True)
        tasks = list(Task.objects.filter(project=project, deleted_at=None).order_by(by_section, "position", "id"))
        found: list[Task] = []

        def put(parent: Task | None) -> None:
            for task in tasks:
                if task.parent_id == (parent.pk if parent else None):
                    found.append(task)
                    put(task)

        put(None)
        return found

    def titles_of(self, project: Project | None) -> list[str]:
        return [task.title for task in self.tasks_of(project)]


class BlueprintViewsTest(BlueprintsTestCase):
    """Ana is signed in and has kept the project and its first task as templates."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.of_project = save_project_as_template(cls.launch, by=cls.by_ana, description="How we launch")
        cls.of_task = save_task_as_template(cls.draft, by=cls.by_ana)
        cls.task_url = f"/acme/tasks/{cls.draft.number}/"
        cls.project_url = f"/acme/projects/{cls.launch.pk}/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def state(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Template, Task, Project, Event))
