"""An archived workspace says so on its pages and offers nothing that it would refuse."""

from __future__ import annotations

import json
import re
from typing import ClassVar

from django.urls import reverse

from workstate.core.actor import Role
from workstate.core.clock import now
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.web import palette
from workstate.workspaces.models import Workspace

# What makes, adds or starts something, as the pages' markup has it.
OFFERS = (
    'id="quick-add"',
    "data-quick-add-open",
    "data-quick-add-chips",
    "add-here",
    "data-timer-main",
    "data-timer-toggle",
    'data-command="timer.suggestion"',
    'id="entry-add"',
    "</svg>New project</a>",
    'aria-label="New project"',
    "</svg>New view</a>",
    'aria-label="New view"',
)
# One letter each, and what else would only be refused.
REFUSED = {"task.add", "task.due", "task.priority", "task.complete", "timer.suggestion", "entry.continue", "page.new"}


class ArchivedPagesTest(CastTestCase):
    project: ClassVar[Project]
    task: ClassVar[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def archive(self) -> None:
        Workspace.objects.filter(pk=self.by_ana.workspace.pk).update(archived_at=now())

    def pages(self) -> list[str]:
        of_project = reverse("views:project", args=["acme", self.project.pk])
        names = (
            "views:inbox",
            "views:today",
            "views:upcoming",
            "views:all",
            "timetracking:day-list",
            "projects:list",
            "views:views",
        )
        looks = [f"{of_project}?layout={layout}" for layout in ("list", "board", "table", "calendar", "timeline")]
        task = reverse("tasks:detail", args=["acme", self.task.number])
        return [*(reverse(name, args=["acme"]) for name in names), *looks, task]

    def test_every_page_says_so_and_offers_nothing_that_would_be_refused(self) -> None:
        offered = "".join(self.client.get(page).content.decode() for page in self.pages())
        for offer in OFFERS:
            self.assertIn(offer, offered)  # while it is open
        self.archive()
        for page in self.pages():
            with self.subTest(page=page):
                shown = self.client.get(page)
                self.assertContains(shown, "you can read everything and change nothing")
                for offer in OFFERS:
                    self.assertNotContains(shown, offer)

    def test_only_an_owner_is_offered_to_take_it_out(self) -> None:
        self.archive()
        for person, times in ((self.olga, 1), (self.mara, 0), (self.ana, 0), (self.gil, 0)):
            with self.subTest(person=person.name):
                self.client.force_login(person)
                self.assertContains(self.client.get(reverse("views:today", args=["acme"])), "Take it out", times)

    def test_keys_and_palette_know_only_what_reads_there(self) -> None:
        self.assertLessEqual(REFUSED, self.known())
        self.archive()
        left = self.known()
        self.assertEqual(left & REFUSED, set())
        # A timer that runs elsewhere is still stopped, and what is there is still found and copied.
        self.assertLessEqual({"timer.toggle", "search.open", "task.copy-link", "list.down"}, left)
        told = {line.name for _heading, lines in palette.sheet(Role.OWNER, reads_only=True) for line in lines}
        self.assertEqual(told & REFUSED, set())

    def known(self) -> set[str]:
        shown = self.client.get(reverse("views:today", args=["acme"])).content.decode()
        data = re.search(r'<script id="commands" type="application/json">(.*?)</script>', shown, re.DOTALL)
        assert data
        return {one["name"] for one in json.loads(data[1])["commands"]}
