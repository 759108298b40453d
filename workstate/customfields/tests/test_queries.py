"""Filtering and sorting by fields, and reading what stands in them for a page of tasks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from workstate.customfields import queries
from workstate.customfields.actions import archive_field, move_choice, set_value
from workstate.customfields.models import Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership


class QueriesTest(FieldTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.a, cls.b, cls.c = (create_task(title, by=cls.by_ana, project=cls.website) for title in "ABC")
        cls.mara_here = Membership.objects.get(user=cls.mara)

    def say(self, kind: str, **values: Any) -> None:
        for name, value in values.items():
            set_value(getattr(self, name), self.fields[kind], value, by=self.by_ana)

    def found(self, condition: Q) -> str:
        tasks = Task.objects.visible_to(self.by_ana).filter(condition).exclude(pk=self.task.pk)
        return "".join(tasks.order_by("title").values_list("title", flat=True))

    def in_order(self, kind: str, *, descending: bool = False) -> str:
        field = self.fields[kind]
        tasks = queries.with_field(Task.objects.visible_to(self.by_ana).exclude(pk=self.task.pk), field)
        return "".join(task.title for task in tasks.order_by(queries.ordering(field, descending=descending), "title"))

    def test_each_kind_is_sorted_as_people_read_it_and_the_silent_come_last(self) -> None:
        self.say(Kind.TEXT, a="zebra", b="Ähre", c="apple")
        self.say(Kind.NUMBER, a=10, b=9)
        self.say(Kind.DATE, a="2026-12-31", b="2026-01-01")
        self.say(Kind.CHOICE, a=self.choices["Large"].pk, b=self.choices["Small"].pk)
        self.say(Kind.CHOICES, a=[self.choices["Shop"].pk], b=[self.choices["Shop"].pk, self.choices["Web"].pk])
        self.say(Kind.CHECKBOX, a=True, b=False)
        self.say(Kind.PERSON, a=self.mara_here.pk, b=self.ana_here.pk)
        for kind in (Kind.NUMBER, Kind.DATE, Kind.CHOICE, Kind.CHOICES, Kind.CHECKBOX, Kind.PERSON):
            with self.subTest(kind=kind):
                self.assertEqual(self.in_order(kind), "BAC")
                self.assertEqual(self.in_order(kind, descending=True), "ABC")
        self.assertEqual(self.in_order(Kind.TEXT)[0], "C")
        move_choice(self.choices["Large"], by=self.by_mara, after=None)
        self.assertEqual(self.in_order(Kind.CHOICE), "ABC")

    def test_tasks_are_found_by_what_they_say(self) -> None:
        field = self.fields
        web, shop = self.choices["Web"].pk, self.choices["Shop"].pk
        self.say(Kind.TEXT, a="Call back", b="call")
        self.say(Kind.NUMBER, a=10, b=Decimal("9.5"))
        self.say(Kind.DATE, a="2026-12-31", b="2026-01-01")
        self.say(Kind.CHOICES, a=[web, shop], b=[web])
        self.say(Kind.CHECKBOX, a=True, b=False)
        self.say(Kind.PERSON, a=self.ana_here.pk)
        self.say(Kind.LINK, a="https://example.org/Specification")
        cases: list[tuple[Q, str]] = [
            (queries.filled(field[Kind.NUMBER]), "AB"),
            (~queries.filled(field[Kind.NUMBER]), "C"),
            (queries.matching(field[Kind.NUMBER], None), "C"),
            (queries.matching(field[Kind.TEXT], "CALL"), "B"),
            (queries.containing(field[Kind.TEXT], "Call"), "AB"),
            (queries.containing(field[Kind.LINK], "specification"), "A"),
            (queries.matching(field[Kind.NUMBER], Decimal("9.50")), "B"),
            (queries.within(field[Kind.NUMBER], Decimal("9.5"), Decimal(10)), "AB"),
            (queries.within(field[Kind.NUMBER], low=Decimal(10)), "A"),
            (queries.within(field[Kind.DATE], high=date(2026, 6, 1)), "B"),
            (queries.matching(field[Kind.DATE], date(2026, 12, 31)), "A"),
            (queries.matching(field[Kind.CHOICES], web), "AB"),
            (queries.matching(field[Kind.CHOICES], (web, shop)), "A"),
            (queries.any_of(field[Kind.CHOICES], [shop]), "A"),
            (queries.any_of(field[Kind.PERSON], [self.ana_here.pk, self.mara_here.pk]), "A"),
            (queries.matching(field[Kind.CHECKBOX], True), "A"),
            (queries.matching(field[Kind.CHECKBOX], False), "BC"),
            (queries.matching(field[Kind.PERSON], self.ana_here.pk), "A"),
            (queries.matching(field[Kind.NUMBER], Decimal(10)) & ~queries.matching(field[Kind.TEXT], "x"), "A"),
        ]
        for condition, titles in cases:
            with self.subTest(condition=str(condition)[:80], titles=titles):
                self.assertEqual(self.found(condition), titles)

    def test_values_of_a_page_cost_one_query_and_leave_out_what_is_not_shown(self) -> None:
        self.say(Kind.TEXT, a="x", b="y")
        self.say(Kind.NUMBER, a="12.50")
        self.say(Kind.CHOICES, b=[self.choices["Shop"].pk, self.choices["Web"].pk])
        with CaptureQueriesContext(connection) as asked:
            values = queries.values_for([self.a, self.b, self.c], self.by_ana)
        self.assertEqual(len(asked), 1)
        text, number, choices = (self.fields[kind].pk for kind in (Kind.TEXT, Kind.NUMBER, Kind.CHOICES))
        web, shop = str(self.choices["Web"].pk), str(self.choices["Shop"].pk)
        self.assertEqual(values, {self.a.pk: {text: "x", number: "12.5"}, self.b.pk: {text: "y", choices: [web, shop]}})
        archive_field(self.fields[Kind.TEXT], by=self.by_mara)
        self.assertNotIn(text, queries.values_for([self.a], self.by_ana)[self.a.pk])
        self.assertEqual(queries.values_for([self.a], self.by_boris), {})
