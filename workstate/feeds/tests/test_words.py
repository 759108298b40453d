"""What is said of events: every one has words, and they say nothing that their reader may not see."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import connection
from django.test import SimpleTestCase
from django.test.utils import CaptureQueriesContext

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.sentences import Sentence, Thing
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.discussions.actions import create_comment
from workstate.feeds.names import Names
from workstate.feeds.words import has_words, sentence, sentences
from workstate.projects.actions import change_project, create_project, create_sections
from workstate.projects.models import Project, Section
from workstate.tasks.actions import change_task, complete_task, create_task, move_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase


class SentenceTest(SimpleTestCase):
    def test_things_are_linked_and_everything_is_escaped(self) -> None:
        told = Sentence(
            "move",
            "%(name)s moved %(task)s to “%(where)s”",
            {"name": "<b>Ana</b>", "task": Thing('"><script>', "/acme/tasks/1/?a=1&b=2"), "where": "%(name)s"},
        )
        self.assertEqual(str(told), '<b>Ana</b> moved "><script> to “%(name)s”')
        self.assertEqual(
            told.html,
            "&lt;b&gt;Ana&lt;/b&gt; moved "
            '<a href="/acme/tasks/1/?a=1&amp;b=2">&quot;&gt;&lt;script&gt;</a> to “%(name)s”',
        )

    def test_what_a_sentence_is_about_is_said_once(self) -> None:
        thing = Thing("ACME-1 Call")
        self.assertEqual(str(Sentence("x", "Ana closed %(task)s").about(thing)), "Ana closed ACME-1 Call")
        self.assertEqual(str(Sentence("x", "Ana set a date").about(thing)), "Ana set a date on ACME-1 Call")
        self.assertEqual(str(Sentence("x", "50% {of} it").about(thing)), "50% {of} it on ACME-1 Call")


class WordsTest(CastTestCase):
    website: ClassVar[Project]
    launch: ClassVar[Section]
    secret: ClassVar[Project]
    letter: ClassVar[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        [cls.launch] = create_sections(["Launch"], project=cls.website, by=cls.by_ana)
        cls.secret = create_project("Merger", by=cls.by_mara)
        Project.objects.filter(pk=cls.secret.pk).update(everyone="")
        cls.letter = create_task("Draft the letter", by=cls.by_ana, project=cls.website)

    def last(self, by: Actor | None = None) -> Sentence:
        event = Event.objects.select_related("user").order_by("pk").last()
        assert event
        return sentence(event, Names.of([event], by or self.by_ana))

    def test_every_verb_has_words(self) -> None:
        self.assertEqual([verb for verb in Verb if not has_words(verb)], [])

    def test_every_verb_is_told_of_anything_without_an_error(self) -> None:
        for verb in Verb:
            for label, pk in (("tasks.task", str(self.letter.pk)), ("x.y", "z"), ("projects.project", str(uuid4()))):
                event = Event(verb=verb, subject_type=label, subject_id=pk, via=Via.WEB, user=self.ana, data={})
                self.assertTrue(str(sentence(event, Names.of([event], self.by_ana))))

    def test_a_sentence_names_who_what_and_where(self) -> None:
        move_task(self.letter, section=self.launch, by=self.by_mara)
        key = f"{self.by_ana.workspace.key_prefix}-{self.letter.number}"
        self.assertEqual(str(self.last()), f"Mara moved {key} Draft the letter to Launch")
        self.assertIn(f'<a href="/acme/tasks/{self.letter.number}/">{key} Draft the letter</a>', self.last().html)
        create_comment(self.letter, "Hello", by=self.by_mara.through(Via.API))
        self.assertEqual(str(self.last()), f"Mara (API) commented on {key} Draft the letter")

    def test_several_changes_at_once_are_counted(self) -> None:
        change_task(self.letter, by=self.by_ana, title="Letter", priority=1)
        event = Event.objects.select_related("user").latest("pk")
        self.assertEqual(len(sentences(event, Names.of([event], self.by_ana))), 2)
        self.assertTrue(str(self.last()).endswith(", and 1 more change"))

    def test_a_project_that_was_renamed_says_what_it_was_called(self) -> None:
        change_project(self.website, by=self.by_ana, name="Shop")
        self.assertEqual(str(self.last()), "Ana renamed Shop from “Website”")

    def test_a_section_is_told_with_its_project(self) -> None:
        create_sections(["Later"], project=self.website, by=self.by_ana)
        self.assertEqual(str(self.last()), "Ana added the section Later to Website")

    def test_what_one_may_not_see_has_no_name(self) -> None:
        plan = create_task("Fire Bob", by=self.by_mara, project=self.secret)
        for act in (
            lambda: change_task(plan, by=self.by_mara, title="Promote Bob"),
            lambda: complete_task(plan, by=self.by_mara),
            lambda: create_comment(plan, "Bob", by=self.by_mara),
            lambda: change_project(self.secret, by=self.by_mara, name="Merger of Acme"),
        ):
            act()
            told = f"{self.last()} {self.last().html}"
            self.assertIn("cannot see", told)
            for word in ("Bob", "Merger", str(plan.number)):
                self.assertNotIn(word, told)
        self.assertIn("Merger", str(self.last(self.by_mara)))

    def test_what_a_task_was_called_in_an_inbox_stays_there(self) -> None:
        task = create_task("Fire Bob", by=self.by_mara)
        change_task(task, by=self.by_mara, title="Plan the summer")
        renamed = Event.objects.select_related("user").latest("pk")
        move_task(task, project=self.website, by=self.by_mara)
        self.assertNotIn("Bob", str(sentence(renamed, Names.of([renamed], self.by_ana))))
        self.assertIn("Bob", str(sentence(renamed, Names.of([renamed], self.by_mara))))

    def test_an_event_of_unknown_words_is_told_plainly(self) -> None:
        event = Event(verb="spell.cast", subject_type="magic.wand", subject_id="1", via=Via.SYSTEM, data={"name": "x"})
        self.assertEqual(
            str(sentence(event, Names.of([event], self.by_ana))),
            "Workstate did something to something that you cannot see",
        )

    def test_any_number_of_events_takes_the_same_queries(self) -> None:
        def count() -> int:
            events = list(Event.objects.select_related("user"))
            with CaptureQueriesContext(connection) as queries:
                names = Names.of(events, self.by_ana)
                for event in events:
                    str(sentence(event, names))
            return len(queries)

        def act() -> None:
            project = create_project("More", by=self.by_ana)
            [section] = create_sections(["Part"], project=project, by=self.by_ana)
            task = create_task("Task", by=self.by_ana, project=self.website)
            move_task(task, project=project, section=section, by=self.by_ana)
            change_task(task, by=self.by_ana, title="Renamed")
            create_comment(task, "Hello", by=self.by_ana)
            record(Verb.LABEL_DELETED, self.website, by=self.by_ana, name="x")

        act()
        few = count()
        for _number in range(5):
            act()
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 12)
