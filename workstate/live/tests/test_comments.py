"""Whom the news of a comment reaches."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.discussions.actions import create_comment, react
from workstate.live.audience import groups_for, user_group, workspace_group
from workstate.live.topics import topics_for
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase


class CommentsTest(CastTestCase):
    def test_whoever_sees_the_task_hears_of_its_comments(self) -> None:
        task = create_task("Call", by=self.by_ana, project=create_project("Website", by=self.by_ana))
        comment = create_comment(task, "Open", by=self.by_ana)
        event = Event.objects.latest("pk")
        self.assertEqual(groups_for(event), [user_group(self.ana.pk), workspace_group(self.by_ana.workspace.pk)])
        self.assertEqual(topics_for(event), ["discussion:1", "tasks"])
        react(comment, "heart", by=self.by_ana)
        self.assertEqual(topics_for(Event.objects.latest("pk")), ["discussion:1"])

    def test_of_an_inbox_its_owner_alone_hears(self) -> None:
        create_comment(create_task("Surprise", by=self.by_ana), "Mine alone", by=self.by_ana)
        self.assertEqual(groups_for(Event.objects.latest("pk")), [user_group(self.ana.pk)])
