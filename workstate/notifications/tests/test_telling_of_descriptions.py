"""Who is told that the description of a task names them."""

from __future__ import annotations

from typing import Any

from workstate.accounts.formats import Formats
from workstate.discussions.following import set_following
from workstate.discussions.models import FollowState
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.reading import told, with_subjects
from workstate.notifications.tests.case import TellingCase
from workstate.projects.actions import create_project, set_everyone
from workstate.tasks.actions import change_task, create_task
from workstate.workspaces.actions import create_group


class TellingOfDescriptionsTests(TellingCase):
    def write(self, text: str, **more: Any) -> None:
        change_task(self.task, by=self.by_mara, description=text, **more)
        self.relay(times=2)

    def test_whoever_a_description_names_is_told_so_with_its_words(self) -> None:
        self.write("Ask @olga for the **paper**.")
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])
        self.assertEqual(self.told(self.mara), [])
        rows = with_subjects(Notification.objects.visible_to(self.olga))
        [one] = told(rows, self.olga, formats=Formats.of(self.olga))
        self.assertEqual(one.sentence, f"{self.mara.get_short_name()} mentioned you in the description")
        self.assertEqual(one.excerpt, "Ask @olga for the paper.")
        self.assertNotIn("paper", str(Notification.objects.values().get(user=self.olga)))

    def test_a_new_task_that_names_somebody_tells_them(self) -> None:
        create_task("Order", by=self.by_mara, project=self.website, description="With @olga")
        self.relay(times=2)
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])

    def test_who_was_named_already_is_not_told_again(self) -> None:
        self.write("Ask @olga.")
        self.write("Ask @olga, then @ana.")
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])
        self.assertEqual(self.told(self.ana), [Kind.MENTIONED])

    def test_who_is_not_named_any_more_by_the_time_is_not_told(self) -> None:
        change_task(self.task, by=self.by_mara, description="Ask @olga.")
        change_task(self.task, by=self.by_mara, description="Never mind.")
        self.relay()
        self.assertEqual(self.told(self.olga), [])

    def test_who_does_not_see_the_task_is_told_nothing(self) -> None:
        secret = set_everyone(create_project("Secret", by=self.by_mara), "", by=self.by_mara)
        create_task("Order", by=self.by_mara, project=secret, description="Not for @ana and @gil")
        self.write("Hello @gil")
        self.assertEqual(self.told(self.ana) + self.told(self.gil), [])

    def test_a_group_is_told_but_for_who_muted_the_task(self) -> None:
        create_group("Print", by=self.by_mara, people=[self.olga, self.ana, self.gil])
        set_following(self.task, FollowState.MUTE, by=self.by_ana)
        self.write("For @print")
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])
        self.assertEqual(self.told(self.ana) + self.told(self.gil), [])
