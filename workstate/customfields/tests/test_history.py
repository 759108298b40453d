"""Changes in fields are told in the history, and are taken back with everything else that one act did."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.errors import Conflict
from workstate.customfields.actions import change_choice, create_field, delete_field, set_value, set_values
from workstate.customfields.models import Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.tasks.actions import create_task
from workstate.tasks.actions.undoing import put_back, undo
from workstate.tasks.history import history
from workstate.tasks.models import Task


class HistoryTest(FieldTestCase):
    def told(self, task: Task | None = None) -> list[str]:
        formats = Formats.of(self.ana)
        return [one.words for one in history(task or self.task, formats=formats, actor=self.by_ana)]

    def test_a_change_of_each_kind_is_told_in_words(self) -> None:
        for kind, value, words in (
            (Kind.TEXT, "Two\nlines", "Ana set A text to “Two lines”"),
            (Kind.NUMBER, "12.5", "Ana set A number to 12.50 kg"),
            (Kind.DATE, "2026-12-31", "Ana set A date to Thu 31 Dec"),
            (Kind.CHOICE, self.choices["Large"].pk, "Ana set A choice to Large"),
            (Kind.CHECKBOX, True, "Ana ticked A checkbox"),
            (Kind.CHECKBOX, False, "Ana unticked A checkbox"),
            (Kind.PERSON, self.ana_here.pk, "Ana set A person to Ana Keller"),
            (Kind.LINK, "https://example.org/", "Ana set A link to https://example.org/"),
            (Kind.TEXT, None, "Ana emptied A text"),
        ):
            with self.subTest(kind=kind, value=value):
                set_value(self.task, self.fields[kind], value, by=self.by_ana)
                self.assertTrue(self.told()[0].startswith(words), self.told()[0])

    def test_names_are_those_of_today_and_what_is_gone_is_passed_over(self) -> None:
        set_value(self.task, self.fields[Kind.CHOICES], [self.choices["Web"].pk], by=self.by_ana)
        change_choice(self.choices["Web"], by=self.by_mara, name="Internet")
        self.assertEqual(self.told()[0], "Ana set A choices to Internet")
        delete_field(self.fields[Kind.CHOICES], by=self.by_mara)
        self.assertNotIn("Internet", " ".join(self.told()))

    def test_a_long_history_costs_as_many_queries_as_a_short_one(self) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                self.told()
            return len(asked)

        people = [self.ana_here.pk, None]
        set_value(self.task, self.fields[Kind.PERSON], people[0], by=self.by_ana)
        set_value(self.task, self.fields[Kind.CHOICE], self.choices["Large"].pk, by=self.by_ana)
        few = cost()
        for number in range(20):
            set_value(self.task, self.fields[Kind.PERSON], people[1 - number % 2], by=self.by_ana)
        self.assertEqual(cost(), few)


class UndoTest(FieldTestCase):
    def test_an_act_on_many_tasks_is_taken_back_at_once(self) -> None:
        other = create_task("Other", by=self.by_ana, project=self.website)
        text, choices = self.fields[Kind.TEXT], self.fields[Kind.CHOICES]
        set_value(other, text, "before", by=self.by_ana)
        act = set_values([self.task, other], {text: "after", choices: [self.choices["Web"].pk]}, by=self.by_ana)
        undo(act.batch, by=self.by_ana)
        self.assertEqual((self.said(text), self.said(text, other)), (None, "before"))
        self.assertIsNone(self.said(choices))
        self.assertIsNone(self.said(choices, other))

    def test_what_somebody_changed_since_stays(self) -> None:
        text, number = self.fields[Kind.TEXT], self.fields[Kind.NUMBER]
        act = set_values([self.task], {text: "Ana's", number: 1}, by=self.by_ana)
        set_value(self.task, text, "Mara's", by=self.by_mara)
        undo(act.batch, by=self.by_ana)
        self.assertEqual((self.said(text), self.said(number)), ("Mara's", None))
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)

    def test_one_change_of_the_history_is_put_back(self) -> None:
        text = self.fields[Kind.TEXT]
        for value in ("one", "two", "three"):
            set_value(self.task, text, value, by=self.by_ana)
        second = Event.objects.get(data__after={text.key: "two"})
        put_back(second, by=self.by_mara)
        self.assertEqual(self.said(text), "one")

    def test_many_are_taken_back_in_as_many_queries_as_few(self) -> None:
        def cost(count: int) -> int:
            tasks = [create_task(f"Task {n}", by=self.by_ana, project=self.website) for n in range(count)]
            act = set_values(tasks, {self.fields[Kind.TEXT]: "x"}, by=self.by_ana)
            with CaptureQueriesContext(connection) as asked:
                undo(act.batch, by=self.by_ana)
            return len(asked)

        self.assertEqual(cost(2), cost(20))

    def test_a_field_that_is_gone_is_passed_over(self) -> None:
        extra = create_field("Extra", kind=Kind.TEXT, by=self.by_mara)
        act = set_values([self.task], {extra: "x", self.fields[Kind.TEXT]: "y"}, by=self.by_ana)
        delete_field(extra, by=self.by_mara)
        undo(act.batch, by=self.by_ana)
        self.assertIsNone(self.said(self.fields[Kind.TEXT]))
        self.assertEqual(self.said(extra), "x")
