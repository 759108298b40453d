"""What may be said, changed, taken away and answered, and by whom; refusals write nothing."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.discussions.actions import (
    create_comment,
    delete_comment,
    edit_comment,
    react,
    restore_comment,
    unreact,
)
from workstate.discussions.models import Comment, Mention, Reaction
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, delete_task
from workstate.testing import CastTestCase


class CommentsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)
        cls.secret = create_task("Secret", by=cls.by_ana)
        cls.comment = create_comment(cls.task, "Hello.", by=cls.by_ana)
        cls.events = Event.objects.count()

    def assert_nothing_written(self) -> None:
        self.assertEqual(Event.objects.count(), self.events)
        self.assertEqual(list(Comment.objects.values_list("text", flat=True)), ["Hello."])
        self.assertFalse(Reaction.objects.exists())

    def last(self) -> Event:
        event = Event.objects.order_by("pk").last()
        assert event
        return event

    def test_a_comment_is_told_without_its_words(self) -> None:
        create_comment(self.task, "The code is 4711.", by=self.by_mara)
        self.assertEqual(self.last().verb, Verb.COMMENT_CREATED)
        self.assertNotIn("4711", str(self.last().data))

    def test_the_same_identifier_again_makes_one_comment(self) -> None:
        identifier = new_id()
        first = create_comment(self.task, "Once", by=self.by_ana, id=identifier)
        self.assertEqual(create_comment(self.task, "Twice", by=self.by_ana, id=identifier).text, "Once")
        self.assertEqual(first.pk, identifier)
        with self.assertRaises(Conflict):
            create_comment(self.task, "Mine", by=self.by_mara, id=identifier)
        self.assertEqual(Event.objects.count(), self.events + 1)

    def test_an_identifier_of_a_comment_on_another_task_is_taken(self) -> None:
        with self.assertRaises(Conflict):
            create_comment(self.secret, "Elsewhere", by=self.by_ana, id=self.comment.pk)
        self.assert_nothing_written()

    def test_an_answer_to_a_reply_goes_to_its_thread(self) -> None:
        reply = create_comment(self.task, "Yes", by=self.by_mara, parent=self.comment)
        answer = create_comment(self.task, "Good", by=self.by_ana, parent=reply)
        self.assertEqual(answer.parent, self.comment)

    def test_an_answer_stays_on_its_task_and_off_what_is_deleted(self) -> None:
        with self.assertRaises(Invalid):
            create_comment(self.secret, "Elsewhere", by=self.by_ana, parent=self.comment)
        self.assert_nothing_written()
        delete_comment(self.comment, by=self.by_ana)
        with self.assertRaises(Conflict):
            create_comment(self.task, "Too late", by=self.by_ana, parent=self.comment)

    def test_strange_and_empty_texts_are_refused(self) -> None:
        for text in ("", " \n\t ", "x" * 10_001, "a\0b", "a\u202eb"):
            with self.assertRaises(Invalid):
                create_comment(self.task, text, by=self.by_ana)
            with self.assertRaises(Invalid):
                edit_comment(self.comment, text, by=self.by_ana)
        self.assert_nothing_written()

    def test_only_who_may_edit_the_task_joins_in(self) -> None:
        for by, task in ((self.by_gil, self.task), (self.by_boris, self.task), (self.by_mara, self.secret)):
            with self.assertRaises(NotAllowed):
                create_comment(task, "Me too", by=by)
        for by in (self.by_gil, self.by_boris):
            for act in (react, unreact):
                with self.assertRaises(NotAllowed):
                    act(self.comment, "heart", by=by)
        self.assert_nothing_written()

    def test_nothing_is_said_on_a_task_in_the_bin(self) -> None:
        delete_task(self.task, by=self.by_ana)
        with self.assertRaises(Conflict):
            create_comment(self.task, "Late", by=self.by_ana)
        with self.assertRaises(Conflict):
            edit_comment(self.comment, "Late", by=self.by_ana)
        with self.assertRaises(Conflict):
            react(self.comment, "heart", by=self.by_ana)

    def test_nobody_changes_the_words_of_another(self) -> None:
        for by in (self.by_mara, self.by_olga, self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                edit_comment(self.comment, "Forged", by=by)
        self.assert_nothing_written()

    def test_a_changed_comment_says_so_and_an_unchanged_one_does_not(self) -> None:
        edit_comment(self.comment, "Hello.", by=self.by_ana)
        self.assert_nothing_written()
        self.assertIsNotNone(edit_comment(self.comment, "Hello you.", by=self.by_ana).edited_at)
        self.assertEqual(self.last().verb, Verb.COMMENT_EDITED)

    def test_a_change_made_to_an_older_text_is_a_conflict(self) -> None:
        with self.assertRaises(Conflict):
            edit_comment(self.comment, "New", by=self.by_ana, before="Something else")
        self.assert_nothing_written()
        self.assertEqual(edit_comment(self.comment, "New", by=self.by_ana, before="Hello.").text, "New")

    def test_its_author_and_administrators_take_a_comment_away(self) -> None:
        theirs = create_comment(self.task, "Mara's", by=self.by_mara)
        with self.assertRaises(NotAllowed):
            delete_comment(theirs, by=self.by_ana)
        self.assertIsNotNone(delete_comment(self.comment, by=self.by_mara).deleted_at)
        count = Event.objects.count()
        delete_comment(self.comment, by=self.by_mara)
        self.assertEqual(Event.objects.count(), count)

    def test_what_an_administrator_took_away_its_author_does_not_bring_back(self) -> None:
        delete_comment(self.comment, by=self.by_mara)
        with self.assertRaises(NotAllowed):
            restore_comment(self.comment, by=self.by_ana)
        self.assertIsNone(restore_comment(self.comment, by=self.by_olga).deleted_at)
        delete_comment(self.comment, by=self.by_ana)
        self.assertIsNone(restore_comment(self.comment, by=self.by_ana).deleted_at)

    def test_what_is_deleted_is_neither_changed_nor_answered(self) -> None:
        delete_comment(self.comment, by=self.by_ana)
        with self.assertRaises(Conflict):
            edit_comment(self.comment, "Back", by=self.by_ana)
        with self.assertRaises(Conflict):
            react(self.comment, "heart", by=self.by_ana)

    def test_a_reaction_counts_once_a_person_and_goes_again(self) -> None:
        for _time in range(2):
            react(self.comment, "heart", by=self.by_mara)
        react(self.comment, "eyes", by=self.by_mara)
        self.assertEqual(Reaction.objects.count(), 2)
        self.assertEqual(Event.objects.count(), self.events + 2)
        for _time in range(2):
            unreact(self.comment, "heart", by=self.by_mara)
        self.assertEqual(Reaction.objects.count(), 1)
        self.assertEqual(Event.objects.count(), self.events + 3)

    def test_only_what_is_offered_is_a_reaction(self) -> None:
        for emoji in ("", "🍕", "❤️", "x" * 1000):
            with self.assertRaises(Invalid):
                react(self.comment, emoji, by=self.by_ana)
        self.assert_nothing_written()

    def test_people_are_mentioned_once_and_anew_when_they_are_named_anew(self) -> None:
        comment = create_comment(self.task, "@mara and @Mara.Adler, not `@olga`", by=self.by_ana)
        self.assertEqual([mention.member and mention.member.user for mention in Mention.objects.all()], [self.mara])
        self.assertEqual(self.last().data["mentioned"], [str(self.mara.pk)])
        edit_comment(comment, "@mara and @olga", by=self.by_ana)
        self.assertEqual(self.last().data["mentioned"], [str(self.olga.pk)])
        edit_comment(comment, "@olga", by=self.by_ana)
        self.assertEqual([mention.member and mention.member.user for mention in Mention.objects.all()], [self.olga])

    def test_nobody_is_called_to_where_they_may_not_go(self) -> None:
        create_comment(self.task, "@gil look", by=self.by_ana)
        create_comment(self.secret, "@mara look", by=self.by_ana)
        self.assertFalse(Mention.objects.exists())

    def test_comments_are_seen_with_their_task(self) -> None:
        create_comment(self.secret, "Mine alone", by=self.by_ana)
        counts = {
            name: Comment.objects.visible_to(by).count()
            for name, by in (
                ("ana", self.by_ana),
                ("mara", self.by_mara),
                ("gil", self.by_gil),
                ("boris", self.by_boris),
            )
        }
        self.assertEqual(counts, {"ana": 2, "mara": 1, "gil": 0, "boris": 0})
