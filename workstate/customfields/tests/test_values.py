"""What tasks say in fields: set, replaced, emptied, refused; for one task and for many."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.customfields.actions import (
    archive_choice,
    archive_field,
    change_field,
    create_field,
    delete_field,
    put_values,
    set_value,
    set_values,
)
from workstate.customfields.models import FieldValue, Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, delete_task
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership


class SetValueTest(FieldTestCase):
    def state(self) -> tuple[list[tuple[object, ...]], int]:
        return list(FieldValue.objects.order_by("pk").values_list()), Event.objects.count()

    def test_a_value_of_each_kind_is_kept_as_it_was_meant(self) -> None:
        web, mail = self.choices["Web"].pk, self.choices["Mail"].pk
        given: list[tuple[str, object, object]] = [
            (Kind.TEXT, " Two\r\nlines ", "Two\nlines"),
            (Kind.NUMBER, "12.50", Decimal("12.5")),
            (Kind.NUMBER, 0, Decimal(0)),
            (Kind.NUMBER, -3.25, Decimal("-3.25")),
            (Kind.DATE, "2026-12-31", date(2026, 12, 31)),
            (Kind.CHOICE, str(self.choices["Large"].pk), self.choices["Large"].pk),
            (Kind.CHOICES, [str(mail), web, mail], tuple(sorted([web, mail]))),
            (Kind.CHECKBOX, True, True),
            (Kind.CHECKBOX, False, False),
            (Kind.PERSON, str(self.ana_here.pk), self.ana_here.pk),
            (Kind.LINK, "HTTPS://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
            (Kind.LINK, "example.org/page", "https://example.org/page"),
        ]
        for kind, value, kept in given:
            with self.subTest(kind=kind, value=value):
                set_value(self.task, self.fields[kind], value, by=self.by_ana)
                self.assertEqual(self.said(self.fields[kind]), kept)

    def test_what_a_field_does_not_take_is_refused_and_nothing_is_written(self) -> None:
        elsewhere = create_field("Size", kind=Kind.CHOICE, by=self.by_mara, choices=["Huge"])
        foreign = create_field("Size", kind=Kind.CHOICE, by=self.by_boris, choices=["Huge"])
        boris = Membership.objects.get(user=self.boris)
        wrong: list[tuple[str, object]] = [
            *[(Kind.TEXT, value) for value in ("x" * 2001, "a\x00b", "a\u202eb", 5, ["a"])],
            *[(Kind.NUMBER, value) for value in ("twelve", "1.234", "NaN", "Infinity", "1e99", "9" * 61, True, [1])],
            *[(Kind.NUMBER, value) for value in (10**400, 1e300, float("nan"), "1_0x", "\ud800")],
            *[(Kind.DATE, value) for value in ("0000-01-01", "20000-01-01", "1969-12-31", "soon", 5, "2026-02-30")],
            *[(Kind.CHOICE, value) for value in (uuid4(), "x", 5, ["x"], elsewhere.choices.get().pk)],
            (Kind.CHOICE, foreign.choices.get().pk),
            (Kind.CHOICE, self.choices["Web"].pk),
            *[(Kind.CHOICES, value) for value in ("x", [5], [uuid4()], [self.choices["Large"].pk], 5)],
            *[(Kind.CHECKBOX, value) for value in ("yes", 1, "true")],
            *[(Kind.PERSON, value) for value in (boris.pk, uuid4(), "ana")],
            *[
                (Kind.LINK, value)
                for value in ("javascript:alert(1)", "mailto:a@b.c", "ftp://a.b", "https://", "words")
            ],
            *[(Kind.LINK, value) for value in ("https://bank.example@evil.example/", "http://[::1", "https://a.b:x/")],
            *[(Kind.LINK, value) for value in ("https://a.b/" + "x" * 2000, "https://a b.c", "https://a.b/\u202e", 5)],
        ]
        before = self.state()
        for kind, value in wrong:
            with self.subTest(kind=kind, value=repr(value)[:40]):
                with self.assertRaises(Invalid) as refused:
                    set_value(self.task, self.fields[kind], value, by=self.by_ana)
                self.assertEqual(list(refused.exception.message_dict), [str(self.fields[kind].pk)])
        self.assertEqual(self.state(), before)

    def test_nothing_by_any_name_is_zero(self) -> None:
        field = self.fields[Kind.NUMBER]
        for said in ("0e-999999", "0e999999999", "-0"):
            set_value(self.task, field, said, by=self.by_ana)
            self.assertEqual(FieldValue.objects.get(task=self.task, field=field).number, 0)

    def test_a_number_keeps_to_its_limits(self) -> None:
        rating = create_field("Rating", kind=Kind.NUMBER, by=self.by_mara, minimum=Decimal(1), maximum=Decimal(5))
        for value in (0, 6, "1.5"):
            with self.subTest(value=value), self.assertRaises(Invalid):
                set_value(self.task, rating, value, by=self.by_ana)
        set_value(self.task, rating, 5, by=self.by_ana)
        self.assertEqual(self.said(rating), Decimal(5))

    def test_nothing_empties_a_field_and_a_second_time_tells_nothing(self) -> None:
        empty: list[object] = [None, "", []]
        for kind, value in ((Kind.TEXT, "x"), (Kind.CHOICES, [self.choices["Web"].pk])):
            field = self.fields[kind]
            for nothing in empty:
                set_value(self.task, field, value, by=self.by_ana)
                set_value(self.task, field, nothing, by=self.by_ana)
                self.assertIsNone(self.said(field))
            events = Event.objects.count()
            set_value(self.task, field, None, by=self.by_ana)
            self.assertEqual(Event.objects.count(), events)

    def test_a_change_is_told_with_what_was_there_before(self) -> None:
        field = self.fields[Kind.CHOICES]
        web, mail = str(self.choices["Web"].pk), str(self.choices["Mail"].pk)
        set_value(self.task, field, [web], by=self.by_ana)
        set_value(self.task, field, [web, mail], by=self.by_mara)
        event = Event.objects.filter(verb=Verb.TASK_CHANGED).latest("pk")
        self.assertEqual(event.subject_id, str(self.task.pk))
        self.assertEqual(event.data["number"], self.task.number)
        self.assertEqual(event.data["before"], {f"field:{field.pk}": [web]})
        self.assertEqual(event.data["after"], {f"field:{field.pk}": sorted([web, mail])})

    def test_only_whoever_may_edit_the_task_sets_values(self) -> None:
        field = self.fields[Kind.TEXT]
        own, gils = create_task("Own", by=self.by_ana), create_task("Gil's", by=self.by_gil)
        before = self.state()
        for task, actor in ((self.task, self.by_gil), (self.task, self.by_boris), (own, self.by_mara)):
            with self.subTest(task=task, actor=actor.user), self.assertRaises(NotAllowed):
                set_value(task, field, "x", by=actor)
        with self.assertRaises(Invalid):
            set_value(create_task("B", by=self.by_boris), field, "x", by=self.by_boris)
        self.assertEqual(self.state()[0], before[0])
        set_value(gils, field, "x", by=self.by_gil)
        self.assertEqual(self.said(field, gils), "x")

    def test_a_guest_does_not_learn_of_fields_of_projects_nor_of_colleagues(self) -> None:
        own = create_task("Own", by=self.by_gil)
        secret = create_field("Budget", kind=Kind.TEXT, by=self.by_mara, projects=[self.website])
        for field, value in ((secret, "x"), (self.fields[Kind.PERSON], self.ana_here.pk)):
            with self.subTest(field=field), self.assertRaises(Invalid):
                set_value(own, field, value, by=self.by_gil)

    def test_what_is_in_the_bin_or_archived_is_not_set(self) -> None:
        field = self.fields[Kind.TEXT]
        gone = create_task("Gone", by=self.by_ana, project=self.website)
        delete_task(gone, by=self.by_ana)
        with self.assertRaises(Conflict):
            set_value(gone, field, "x", by=self.by_ana)
        archive_field(field, by=self.by_mara)
        with self.assertRaises(Conflict):
            set_value(self.task, field, "x", by=self.by_ana)
        delete_field(field, by=self.by_mara)
        with self.assertRaises(Invalid):
            set_value(self.task, field, "x", by=self.by_ana)
        self.assertFalse(FieldValue.objects.exists())

    def test_an_archived_choice_stays_where_it_stands_and_is_not_chosen_anew(self) -> None:
        web, mail = self.choices["Web"], self.choices["Mail"]
        field = self.fields[Kind.CHOICES]
        set_value(self.task, field, [web.pk], by=self.by_ana)
        archive_choice(web, by=self.by_mara)
        set_value(self.task, field, [web.pk, mail.pk], by=self.by_ana)
        set_value(self.task, field, [mail.pk], by=self.by_ana)
        with self.assertRaises(Invalid):
            set_value(self.task, field, [web.pk], by=self.by_ana)

    def test_a_field_that_is_required_is_not_emptied(self) -> None:
        field = change_field(self.fields[Kind.TEXT], by=self.by_mara, required=True)
        set_value(self.task, field, "x", by=self.by_ana)
        with self.assertRaises(Invalid):
            set_value(self.task, field, "", by=self.by_ana)
        self.assertEqual(self.said(field), "x")

    def test_a_field_of_some_projects_is_set_in_them_alone_and_kept_elsewhere(self) -> None:
        shop = create_project("Shop", by=self.by_ana)
        field = change_field(self.fields[Kind.TEXT], by=self.by_mara, projects=[shop])
        inbox = create_task("Inbox", by=self.by_ana)
        for task in (self.task, inbox):
            with self.subTest(task=task), self.assertRaises(Invalid):
                set_value(task, field, "x", by=self.by_ana)
        there = create_task("There", by=self.by_ana, project=shop)
        set_value(there, field, "x", by=self.by_ana)
        change_field(field, by=self.by_mara, projects=[self.website])
        set_value(there, field, "y", by=self.by_ana)
        self.assertEqual(self.said(field, there), "y")


class ManyValuesTest(FieldTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.tasks = [create_task(f"Task {number}", by=cls.by_ana, project=cls.website) for number in range(12)]

    def values(self) -> dict[object, object]:
        return {
            self.fields[Kind.TEXT]: "x",
            self.fields[Kind.CHOICES]: [self.choices["Web"].pk, self.choices["Shop"].pk],
            self.fields[Kind.PERSON]: self.ana_here.pk,
        }

    def set(self, tasks: list[Task]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            set_values(tasks, self.values(), by=self.by_ana)  # type: ignore[arg-type]
        return len(queries)

    def test_many_tasks_are_set_in_as_many_queries_as_few_and_told_under_one_batch(self) -> None:
        few, many = self.set(self.tasks[:2]), self.set(self.tasks[2:])
        self.assertEqual(few, many)
        self.assertLessEqual(many, 12)
        batches = Event.objects.filter(verb=Verb.TASK_CHANGED).values_list("batch", flat=True)
        self.assertEqual((len(batches), len(set(batches))), (12, 2))

    def test_one_that_may_not_be_set_leaves_all_as_they_were(self) -> None:
        self.tasks.append(create_task("Own", by=self.by_mara))
        with self.assertRaises(NotAllowed):
            self.set(self.tasks)
        self.assertFalse(FieldValue.objects.exists())

    def test_what_was_there_before_is_put_back_without_what_is_gone(self) -> None:
        text, choice, choices = (self.fields[kind] for kind in (Kind.TEXT, Kind.CHOICE, Kind.CHOICES))
        first, second = self.tasks[:2]
        before: dict[Task, dict[UUID, object]] = {
            first: {text.pk: "before", choices.pk: [str(self.choices["Web"].pk), str(uuid4())], uuid4(): "x"},
            second: {text.pk: None, choice.pk: str(uuid4())},
        }
        set_value(second, text, "after", by=self.by_ana)
        put_values(before, by=self.by_ana, batch=uuid4())
        self.assertEqual(self.said(text, first), "before")
        self.assertEqual(self.said(choices, first), (self.choices["Web"].pk,))
        self.assertIsNone(self.said(text, second))
        self.assertIsNone(self.said(choice, second))
