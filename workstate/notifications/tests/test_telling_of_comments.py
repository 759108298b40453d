"""Who is told what of comments."""

from __future__ import annotations

from workstate.discussions.actions import create_comment, delete_comment, edit_comment, react, restore_comment, unreact
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.tests.case import TellingCase


class TellingOfCommentsTests(TellingCase):
    def test_whoever_is_called_is_told_so_and_followers_hear_of_the_comment(self) -> None:
        create_comment(self.task, "Look, @olga", by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])
        self.assertEqual(self.told(self.ana), [Kind.COMMENTED])
        self.assertEqual(self.told(self.mara), [])

    def test_whoever_spoke_in_the_thread_is_answered(self) -> None:
        first = create_comment(self.task, "Which colour?", by=self.by_olga)
        self.relay()
        create_comment(self.task, "Blue.", by=self.by_mara, parent=first)
        self.relay()
        self.assertEqual(self.told(self.olga), [Kind.REPLIED])
        self.assertEqual(self.told(self.ana), [Kind.COMMENTED, Kind.COMMENTED])

    def test_who_is_called_in_an_answer_is_told_that_alone(self) -> None:
        first = create_comment(self.task, "Which colour?", by=self.by_olga)
        create_comment(self.task, "Blue, @olga.", by=self.by_mara, parent=first)
        self.relay()
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])

    def test_an_edit_calls_who_was_not_called_before(self) -> None:
        comment = create_comment(self.task, "Look, @ana", by=self.by_mara)
        self.relay()
        edit_comment(comment, "Look, @ana and @olga", by=self.by_mara)
        self.relay(times=2)
        self.assertEqual(self.told(self.ana), [Kind.MENTIONED])
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])

    def test_an_edit_that_takes_a_name_away_takes_the_word_back_unless_it_was_read(self) -> None:
        comment = create_comment(self.task, "Look, @ana and @olga", by=self.by_mara)
        self.relay()
        Notification.objects.filter(user=self.olga).update(read_at="2026-11-01T00:00Z")
        edit_comment(comment, "Never mind", by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [])
        self.assertEqual(self.told(self.olga), [Kind.MENTIONED])

    def test_a_comment_that_is_deleted_is_told_no_more_until_it_is_back(self) -> None:
        comment = create_comment(self.task, "Look, @ana", by=self.by_mara)
        self.relay()
        delete_comment(comment, by=self.by_mara)
        self.assertEqual(self.told(self.ana), [])
        restore_comment(comment, by=self.by_mara)
        self.assertEqual(self.told(self.ana), [Kind.MENTIONED])

    def test_a_comment_that_was_deleted_before_anybody_heard_is_not_told(self) -> None:
        delete_comment(create_comment(self.task, "Look, @ana", by=self.by_mara), by=self.by_mara)
        self.relay()
        self.assertFalse(Notification.objects.exists())

    def test_the_author_hears_of_reactions_and_not_of_those_taken_back(self) -> None:
        comment = create_comment(self.task, "Done", by=self.by_ana)
        react(comment, "party", by=self.by_mara)
        react(comment, "heart", by=self.by_olga)
        react(comment, "heart", by=self.by_ana)
        self.relay()
        told = Notification.objects.visible_to(self.ana).order_by("pk")
        self.assertEqual([(row.kind, row.actor, row.data["emoji"]) for row in told],
                         [(Kind.REACTED, self.mara, "party"), (Kind.REACTED, self.olga, "heart")])  # fmt: skip
        unreact(comment, "party", by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.REACTED])

    def test_what_the_comment_says_is_not_kept(self) -> None:
        create_comment(self.task, "The code is 4711, @ana", by=self.by_mara)
        self.relay()
        row = Notification.objects.values().get(user=self.ana)
        self.assertNotIn("4711", str(row))
        self.assertNotIn("printer", str(row))
