"""What a filter finds is what a naive reading of it in Python finds, and nothing that the person may not see."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from workstate.core.actor import Actor
from workstate.savedviews import filters
from workstate.savedviews.tests.filter_questions import atoms, questions
from workstate.savedviews.tests.filter_world import World, facts_for
from workstate.tasks.models import Task


class AnswersTest(World, TestCase):
    actors: ClassVar[list[Actor]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.furnish(seed=11)
        cls.actors = [cls.by_ana, cls.by_mara, cls.by_gil]
        cls.facts = {actor.user.pk: facts_for(actor) for actor in cls.actors}

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_any_filter_finds_what_its_words_say_and_its_negation_all_the_rest(self, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from(self.actors))
        text, answer = data.draw(questions(actor, self.now))
        facts = self.facts[actor.user.pk]
        visible = Task.objects.visible_to(actor)

        found = list(filters.matching(visible, text, actor).values_list("pk", flat=True))
        rest = list(filters.matching(visible, f"!({text})", actor).values_list("pk", flat=True))

        self.assertEqual(len(found), len(set(found)), text)
        expected = {pk for pk, one in facts.items() if answer(one)}
        self.assertEqual({facts[pk].task.number for pk in found}, {facts[pk].task.number for pk in expected}, text)
        self.assertEqual(set(rest), set(facts) - expected, text)
        self.assertEqual(len(rest), len(set(rest)), text)

        again = filters.printed(filters.parse(text))
        self.assertEqual(set(filters.matching(visible, again, actor).values_list("pk", flat=True)), expected, again)
        self.assertEqual(filters.parse(again), filters.parse(text))

    def test_every_question_is_answered_right_alone(self) -> None:
        asked: set[str] = set()
        for actor in self.actors:
            facts = self.facts[actor.user.pk]
            visible = Task.objects.visible_to(actor)
            for text, answer in atoms(actor, self.now):
                asked.add(text)
                found = set(filters.matching(visible, text, actor).values_list("number", flat=True))
                self.assertEqual(found, {one.task.number for one in facts.values() if answer(one)}, text)
        self.assertGreater(len(asked), 300)
