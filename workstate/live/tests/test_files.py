"""Whom the news of a file reaches."""

from __future__ import annotations

from django.core.files.base import ContentFile

from workstate.activity.models import Event
from workstate.attachments.actions import attach_file
from workstate.live.audience import groups_for, user_group, workspace_group
from workstate.live.topics import topics_for
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase


class FilesTest(CastTestCase):
    def news_of(self, task: Task) -> Event:
        return Event.objects.about(attach_file(task, ContentFile(b"Hello.", "note.txt"), by=self.by_ana)).get()

    def test_whoever_looks_at_the_task_hears_of_its_files(self) -> None:
        event = self.news_of(create_task("Call", by=self.by_ana, project=create_project("Website", by=self.by_ana)))
        self.assertEqual(groups_for(event), [user_group(self.ana.pk), workspace_group(self.by_ana.workspace.pk)])
        self.assertEqual(topics_for(event), ["tasks", "task:1"])

    def test_of_an_inbox_its_owner_alone_hears(self) -> None:
        self.assertEqual(groups_for(self.news_of(create_task("Surprise", by=self.by_ana))), [user_group(self.ana.pk)])
