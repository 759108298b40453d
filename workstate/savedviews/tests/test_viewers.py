"""What whoever may only look at a project, or comment in it, is offered: nothing that would be refused."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.projects.actions import create_project, create_sections, set_everyone, share_project
from workstate.projects.models import Level, Project
from workstate.tasks.actions import change_task, create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership

LAYOUTS = ("list", "board", "table", "calendar", "timeline")
# By which a row, a card or a line can be acted on.
ACTS = (
    "data-complete",
    'class="row-select"',
    "data-row-edit",
    "add-here",
    'id="list-line"',
    "section-rename",
    "data-facet-url",
)


class ViewersTest(CastTestCase):
    project: ClassVar[Project]
    task: ClassVar[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        (section,) = create_sections(["Sprint"], project=cls.project, by=cls.by_ana)
        cls.task = create_task("Draft", by=cls.by_ana, project=cls.project, section=section)
        day = now().astimezone(cls.by_ana.zone).date()
        change_task(cls.task, by=cls.by_ana, start_on=day, due_day=day + timedelta(days=1))
        create_task("Part", by=cls.by_ana, project=cls.project, parent=cls.task)

    def give(self, actor: Actor, level: Level) -> None:
        member = Membership.objects.get(user=actor.user, workspace=actor.workspace)
        share_project(self.project, by=self.by_ana, level=level, member=member)

    def test_no_layout_offers_a_viewer_what_is_refused(self) -> None:
        url = reverse("views:project", args=["acme", self.project.pk])
        for level, offered in ((Level.VIEW, False), (Level.COMMENT, False), (Level.EDIT, True)):
            self.give(self.by_gil, level)
            self.client.force_login(self.gil)
            for layout in LAYOUTS:
                with self.subTest(level=level, layout=layout):
                    page = self.client.get(url, {"layout": layout}).content.decode()
                    self.assertIn("Draft", page)
                    main = page.partition('<main class="body"')[2].partition("</main>")[0]
                    found = [act for act in ACTS if act in main]
                    self.assertEqual(bool(found), offered, found)
                    self.assertEqual('id="rights"' in page, not offered)
                    # The menu of the project itself is for full members.
                    self.assertNotIn("project-menu-", page)

    def test_the_drawer_is_for_looking_and_a_commenter_may_write(self) -> None:
        url = reverse("tasks:detail", args=["acme", self.task.number])
        self.client.force_login(self.gil)
        for level, writes, edits in (
            (Level.VIEW, False, False),
            (Level.COMMENT, True, False),
            (Level.EDIT, True, True),
        ):
            with self.subTest(level=level):
                self.give(self.by_gil, level)
                page = self.client.get(url).content.decode()
                self.assertEqual("data-complete" in page, edits)
                self.assertEqual('name="title"' in page, edits)
                self.assertEqual('<form class="comment-box"' in page, writes)

    def test_a_member_who_may_only_view_it_changes_nothing_of_it_in_the_list_of_projects(self) -> None:
        url = reverse("projects:list", args=["acme"])
        other = create_project("Atlas", by=self.by_mara)
        set_everyone(other, Level.VIEW, by=self.by_mara)
        self.client.force_login(self.ana)
        page = self.client.get(url).content.decode()
        self.assertIn(f"project-menu-{self.project.pk.hex}", page)
        self.assertNotIn(f"project-menu-{other.pk.hex}", page)

    def test_the_sidebar_of_a_guest_holds_what_is_shared_and_no_way_to_more(self) -> None:
        self.client.force_login(self.gil)
        url = reverse("views:today", args=["acme"])
        shared = reverse("views:project", args=["acme", self.project.pk])
        self.assertNotContains(self.client.get(url), shared)
        self.give(self.by_gil, Level.VIEW)
        page = self.client.get(url)
        self.assertContains(page, shared)
        self.assertNotContains(page, reverse("projects:new", args=["acme"]) + '"')

    def test_a_private_project_has_its_lock_wherever_it_is_named(self) -> None:
        set_everyone(self.project, "", by=self.by_ana)
        self.client.force_login(self.ana)
        for url in (reverse("projects:list", args=["acme"]), reverse("views:project", args=["acme", self.project.pk])):
            self.assertContains(self.client.get(url), "project-lock")

    def test_rows_of_several_rights_take_one_question_more_at_most(self) -> None:
        url = reverse("views:all", args=["acme"])
        self.give(self.by_gil, Level.VIEW)
        self.client.force_login(self.gil)
        for layout in LAYOUTS:
            self.client.get(url, {"layout": layout})
            with CaptureQueriesContext(connection) as few:
                self.client.get(url, {"layout": layout})
            for number in range(3):
                project = create_project(f"More {layout} {number}", by=self.by_ana)
                member = Membership.objects.get(user=self.gil, workspace=self.by_gil.workspace)
                share_project(project, by=self.by_ana, level=[*Level][number], member=member)
                task = create_task("One", by=self.by_ana, project=project, priority=number + 1)
                change_task(task, by=self.by_ana, due_day=self.task.created_at.date() + timedelta(days=number))
            with self.subTest(layout=layout), CaptureQueriesContext(connection) as many:
                self.client.get(url, {"layout": layout})
            self.assertLessEqual(len(many), len(few) + 2, layout)
