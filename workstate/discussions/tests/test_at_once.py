"""Two people, or two requests of one, at the same moment."""

from __future__ import annotations

from functools import partial

from workstate.activity.models import Event
from workstate.core import markdown
from workstate.core.errors import Conflict
from workstate.core.ids import new_id
from workstate.core.markdown import Overtaken
from workstate.discussions.actions import create_comment, delete_comment, react
from workstate.discussions.models import Comment, Reaction
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, delete_task
from workstate.tasks.actions.checklist import tick_checklist, write_description
from workstate.testing import CastTransactionTestCase, at_once

ROUNDS = 5
LIST = "- [ ] a\n- [ ] b\n"


class AtOnceTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.task = create_task("Call", by=self.by_ana, project=create_project("Website", by=self.by_ana))

    def test_a_comment_sent_twice_is_one(self) -> None:
        for _round in range(ROUNDS):
            send = partial(create_comment, self.task, "Once", by=self.by_ana, id=new_id())
            first, second = at_once(send, send)
            self.assertEqual(first, second)
        self.assertEqual(Comment.objects.count(), ROUNDS)

    def test_an_identifier_that_two_people_send_makes_one_comment_and_one_conflict(self) -> None:
        for _round in range(ROUNDS):
            send = partial(create_comment, self.task, "Mine", id=new_id())
            answers = at_once(partial(send, by=self.by_ana), partial(send, by=self.by_mara))
            self.assertEqual(sum(isinstance(answer, Conflict) for answer in answers), 1, answers)

    def test_a_reaction_pressed_twice_is_one(self) -> None:
        comment = create_comment(self.task, "Hello", by=self.by_ana)
        for emoji in ("heart", "eyes", "party"):
            press = partial(react, comment, emoji, by=self.by_ana)
            self.assertEqual([a for a in at_once(press, press) if isinstance(a, Exception)], [])
        self.assertEqual(Reaction.objects.count(), 3)
        self.assertEqual(Event.objects.filter(verb="comment.reacted").count(), 3)

    def test_a_comment_deleted_by_two_is_deleted_once(self) -> None:
        comment = create_comment(self.task, "Hello", by=self.by_ana)
        at_once(partial(delete_comment, comment, by=self.by_ana), partial(delete_comment, comment, by=self.by_mara))
        self.assertEqual(Event.objects.filter(verb="comment.deleted").count(), 1)

    def test_a_comment_on_a_task_that_goes_into_the_bin_comes_before_it_or_not_at_all(self) -> None:
        for _round in range(ROUNDS):
            task = create_task("Gone", by=self.by_ana, project=self.task.project)
            answers = at_once(
                partial(delete_task, task, by=self.by_ana),
                partial(create_comment, task, "Wait", by=self.by_mara),
            )
            refused = any(isinstance(answer, Conflict) for answer in answers)
            self.assertEqual(Comment.objects.filter(task=task).count(), 0 if refused else 1, answers)

    def test_two_people_tick_two_boxes_and_both_are_ticked(self) -> None:
        for _round in range(ROUNDS):
            task = create_task("List", by=self.by_ana, project=self.task.project, description=LIST)
            before = markdown.shape(task.description)
            answers = at_once(
                partial(tick_checklist, task, 0, True, by=self.by_ana, before=before),
                partial(tick_checklist, task, 1, True, by=self.by_mara, before=before),
            )
            self.assertEqual([answer for answer in answers if isinstance(answer, Exception)], [])
            task.refresh_from_db()
            self.assertEqual(task.description, "- [x] a\n- [x] b")

    def test_of_two_people_who_rewrite_a_text_one_is_told(self) -> None:
        for _round in range(ROUNDS):
            task = create_task("Text", by=self.by_ana, project=self.task.project, description="Old")
            before = markdown.fingerprint("Old")
            answers = at_once(
                partial(write_description, task, "Ana's", by=self.by_ana, before=before),
                partial(write_description, task, "Mara's", by=self.by_mara, before=before),
            )
            refused = [answer for answer in answers if isinstance(answer, Overtaken)]
            self.assertEqual(len(refused), 1, answers)
            task.refresh_from_db()
            self.assertEqual(refused[0].theirs, task.description)
