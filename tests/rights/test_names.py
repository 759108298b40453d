"""What somebody does not see is named to them nowhere: every address that can be looked at, asked by those who lost a project."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import TestCase
from django.urls import reverse

from tests.rights.matrix import BODIES
from tests.rights.test_matrix import addresses
from tests.rights.world import World
from workstate.attachments.models import Attachment
from workstate.customfields.actions import create_field
from workstate.projects.actions import change_project, change_section
from workstate.projects.models import ProjectShare
from workstate.tasks.actions import change_task
from workstate.timetracking.actions import start_timer

# None of these was said anywhere before Ana lost the project.
SECRETS = ("Takeover", "Ouster", "Lawyers", "Ultimatum", "blueprint.txt")

# Who holds such an address sees what it shows, whoever it is: a published project, its file.
BY_TOKEN = {"attachments:served", "publishing:public-link", "publishing:public-file"}


@pytest.mark.xdist_group("rights names")
class NamesTest(World, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.populate()
        # Her timer runs on it, and stays hers.
        start_timer(cls.second, by=cls.by_ana)
        ProjectShare.objects.filter(project=cls.project, member__user=cls.ana).delete()
        change_project(cls.project, by=cls.by_olga, name="Takeover")
        change_section(cls.section, by=cls.by_olga, name="Lawyers")
        for task in (cls.task, cls.second):
            change_task(task, by=cls.by_olga, title=f"Ouster {task.number}")
        create_field("Ultimatum", kind="text", by=cls.by_olga, projects=[cls.project])
        Attachment.objects.filter(pk=cls.attachment.pk).update(name="blueprint.txt")

    def test_a_project_that_one_lost_is_named_nowhere(self) -> None:
        told: dict[str, list[str]] = {}
        broken: dict[str, int] = {}
        for address in addresses():
            if "get" not in address.methods or address.name in BY_TOKEN:
                continue
            where = reverse(address.name, kwargs=self.in_path(address.name, address.parameters))
            query: Any = self.meant(BODIES.get(f"get {address.name}", {}))
            for name in ("ana", "gil"):
                answer = self.visitors[name].ask("get", where, query)
                if answer.status >= 500:
                    broken[f"{name}: {address.name}"] = answer.status
                if words := [word for word in SECRETS if word.encode() in answer.content]:
                    told[f"{name}: {address.name}"] = words
        self.assertEqual((told, broken), ({}, {}))
