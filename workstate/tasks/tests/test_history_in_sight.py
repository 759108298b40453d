"""Of what became of a task a reader is told as far as they may look at where it happened."""

from __future__ import annotations

from typing import ClassVar

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.projects.actions import create_project, set_everyone
from workstate.projects.models import Project
from workstate.tasks.actions import change_task, create_task, move_to_end
from workstate.tasks.history import change_of, history
from workstate.tasks.models import Task
from workstate.testing import CastTestCase


class HistoryInSightTest(CastTestCase):
    """A task of Ana's goes from the website through a private project of Mara's, and comes back."""

    website: ClassVar[Project]
    takeover: ClassVar[Project]
    task: ClassVar[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.takeover = set_everyone(create_project("Takeover", by=cls.by_mara), "", by=cls.by_mara)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.website)
        change_task(cls.task, by=cls.by_ana, title="Call Bo")
        for title, project in (("Sell to Globex", cls.takeover), ("Call Bo", cls.website)):
            cls.task = move_to_end(cls.task, by=cls.by_mara, project=project)
            change_task(cls.task, by=cls.by_mara, title=title, description=title)
        change_task(cls.task, by=cls.by_mara, priority=1)

    def told(self, actor: Actor) -> str:
        return "\n".join(one.words for one in history(self.task, formats=Formats.of(actor.user), actor=actor))

    def events(self, verb: Verb) -> list[Event]:
        return list(Event.objects.about(self.task).filter(verb=verb).order_by("pk"))

    def test_what_happened_in_a_project_out_of_sight_is_not_told(self) -> None:
        told = self.told(self.by_ana)
        self.assertNotIn("Takeover", told)
        self.assertNotIn("from “Call Bo”", told)  # its name became a secret there
        self.assertIn("raised the priority", told)
        self.assertIn("from “Call”", told)  # of before, by Ana herself
        self.assertIn("added this", told)
        self.assertIn("from “Call Bo”", self.told(self.by_olga))

    def test_what_stood_there_is_not_put_back_by_whoever_did_not_see_it(self) -> None:
        named, hidden, *_rest = self.events(Verb.TASK_CHANGED)
        away, back = self.events(Verb.TASK_MOVED)
        for event in (hidden, back):
            self.assertIsNone(change_of(self.task, event.pk, actor=self.by_ana))
            self.assertIsNotNone(change_of(self.task, event.pk, actor=self.by_olga))
        for event in (named, away):
            self.assertIsNotNone(change_of(self.task, event.pk, actor=self.by_ana))

    def test_a_reader_is_told_nothing_of_its_time_there_nor_in_the_inbox_before(self) -> None:
        task = create_task("Buy a ring", by=self.by_mara)
        change_task(task, by=self.by_mara, title="Rings for Mia")
        for project in (self.takeover, self.website):
            task = move_to_end(task, by=self.by_mara, project=project)
        told = [one.words for one in history(task, formats=Formats.of(self.ana), actor=self.by_ana)]
        self.assertEqual(len(told), 1)
        self.assertIn("Website", told[0])
