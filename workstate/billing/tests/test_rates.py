"""Rates are set, changed, deleted and brought back by administrators; each day of each scope has one at most."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.billing.actions import change_rate, delete_rate, restore_rate, set_rate
from workstate.billing.models import Rate, RateKind
from workstate.core.actor import Actor, Role
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once

MARCH = date(2026, 3, 1)


class RateTestCase(CastTestCase):
    project: Project
    task: Task
    theirs: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)
        cls.theirs = create_project("Theirs", by=cls.by_boris)

    def set(self, amount: Any = 85, **of: Any) -> Rate:
        return set_rate(by=self.by_mara, amount=Decimal(amount), **of)

    def assert_refused(self, field: str, **of: Any) -> None:
        before = Rate.objects.count()
        with self.assertRaises(Invalid) as refused, transaction.atomic():
            self.set(**of)
        self.assertEqual(list(refused.exception.message_dict), [field])
        self.assertEqual(Rate.objects.count(), before)


class SettingTest(RateTestCase):
    def test_a_rate_is_of_a_task_a_person_on_a_project_a_project_a_person_or_the_workspace(self) -> None:
        for of in (
            {},
            {"user": self.ana},
            {"project": self.project},
            {"project": self.project, "user": self.ana},
            {"task": self.task},
        ):
            rate = self.set("85.5", **of)
            rate.refresh_from_db()
            self.assertEqual((rate.amount, rate.currency, rate.starts), (Decimal("85.5"), "EUR", None))
        self.assertEqual(Rate.objects.filter(workspace=self.by_mara.workspace).count(), 5)

    def test_there_is_one_from_each_day_of_each_scope_and_kind(self) -> None:
        self.set()
        self.set(90, starts=MARCH)
        self.set(40, kind=RateKind.COST, starts=MARCH)
        self.set(70, user=self.ana, starts=MARCH)
        self.assert_refused("starts")
        self.assert_refused("starts", starts=MARCH)
        self.assert_refused("starts", starts=MARCH, user=self.ana)

    def test_the_words_of_a_refusal_say_what_to_do(self) -> None:
        self.set(starts=MARCH)
        with self.assertRaises(Invalid) as refused:
            self.set(starts=MARCH)
        self.assertIn("There is a rate from that day already.", str(refused.exception))

    def test_nonsense_is_refused_at_its_field(self) -> None:
        for amount in ("-1", "NaN", "Infinity", "100000000", "1.23456"):
            with self.subTest(amount=amount):
                self.assert_refused("amount", amount=amount)
        for currency in ("XQQ", "euro", "€", "E\0R", ""):
            if currency:
                self.assert_refused("currency", currency=currency)
        self.assert_refused("kind", kind="gift")
        self.assert_refused("starts", starts=date(1, 1, 1))
        self.assert_refused("starts", starts=date(9999, 12, 31))
        self.assert_refused("task", task=self.task, project=self.project)
        self.assert_refused("task", task=self.task, user=self.ana)
        self.assert_refused("kind", kind=RateKind.COST, project=self.project)
        self.assert_refused("kind", kind=RateKind.COST, task=self.task)

    def test_nothing_and_four_decimals_can_be_set_and_any_currency(self) -> None:
        self.assertEqual(self.set(0).amount, 0)
        self.assertEqual(self.set("0.0001", starts=MARCH).amount, Decimal("0.0001"))
        self.assertEqual(self.set(8500, user=self.ana, currency="jpy").currency, "JPY")

    def test_a_stranger_is_no_member_and_another_workspaces_project_is_no_ours(self) -> None:
        self.assert_refused("user", user=self.boris)
        self.assertRaises(NotAllowed, self.set, project=self.theirs)
        self.assertFalse(Rate.objects.exists())

    def test_the_database_refuses_what_ties_two_workspaces_together(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            Rate.objects.create(workspace=self.by_ana.workspace, project=self.theirs, amount=1, currency="EUR")
            connection.check_constraints()

    def test_only_administrators_set_change_delete_and_restore(self) -> None:
        rate = self.set(user=self.ana)
        before = Event.objects.count()
        for by in (self.by_ana, self.by_gil, self.by_boris):
            if by is not self.by_boris:
                self.assertRaises(NotAllowed, set_rate, by=by, amount=Decimal(1))
                self.assertRaises(NotAllowed, restore_rate, rate.pk, by=by)
            self.assertRaises(NotAllowed, change_rate, rate, by=by, amount=Decimal(1))
            self.assertRaises(NotAllowed, delete_rate, rate, by=by)
        self.assertRaises(NotFound, restore_rate, rate.pk, by=self.by_boris)
        self.assertEqual(Rate.objects.get().amount, 85)
        self.assertEqual(Event.objects.count(), before)

    def test_a_repeated_request_sets_once(self) -> None:
        pk = new_id()
        first = self.set(id=pk, starts=MARCH)
        again = self.set(99, id=pk, starts=MARCH)
        self.assertEqual((again.pk, again.amount), (first.pk, 85))
        self.assertRaises(Conflict, set_rate, by=self.by_olga, amount=Decimal(1), id=pk)
        self.assertRaises(Conflict, set_rate, by=self.by_boris, amount=Decimal(1), id=pk)
        self.assertEqual(Rate.objects.count(), 1)


class ChangingTest(RateTestCase):
    def test_amount_currency_and_day_change_and_what_changed_is_told(self) -> None:
        rate = self.set(starts=MARCH)
        change_rate(rate, by=self.by_olga, amount=Decimal("90.25"), currency="USD", starts=None)
        rate.refresh_from_db()
        self.assertEqual((rate.amount, rate.currency, rate.starts), (Decimal("90.25"), "USD", None))
        event = Event.objects.get(verb=Verb.RATE_CHANGED)
        self.assertEqual(event.data["before"], {"amount": "85.0000", "currency": "EUR", "starts": "2026-03-01"})
        self.assertEqual(event.data["after"], {"amount": "90.2500", "currency": "USD", "starts": None})

    def test_no_change_is_no_event(self) -> None:
        rate = self.set()
        change_rate(rate, by=self.by_mara, amount=Decimal("85.00"))
        self.assertFalse(Event.objects.filter(verb=Verb.RATE_CHANGED).exists())

    def test_a_day_that_is_taken_and_nonsense_are_refused(self) -> None:
        self.set(starts=MARCH)
        rate = self.set()
        for changes in (
            {"starts": MARCH},
            {"amount": Decimal(-1)},
            {"currency": "QQQ"},
            {"starts": date(3000, 1, 1)},
            {"project": self.project},
        ):
            with self.assertRaises(ValidationError):
                change_rate(rate, by=self.by_mara, **changes)
        rate.refresh_from_db()
        self.assertEqual((rate.amount, rate.starts), (85, None))

    def test_one_that_was_deleted_meanwhile_says_so(self) -> None:
        rate = self.set()
        delete_rate(rate, by=self.by_olga)
        self.assertRaises(Conflict, change_rate, Rate(id=rate.pk, workspace=rate.workspace), by=self.by_mara)


class DeletingTest(RateTestCase):
    def test_undo_brings_it_back_as_it_was(self) -> None:
        rate = self.set("85.1234", project=self.project, user=self.ana, starts=MARCH, currency="CHF")
        delete_rate(rate, by=self.by_olga)
        delete_rate(Rate(id=rate.pk, workspace=rate.workspace), by=self.by_olga)
        self.assertFalse(Rate.objects.exists())
        for _again in range(2):
            back = restore_rate(rate.pk, by=self.by_mara)
        back.refresh_from_db()
        self.assertEqual((back.amount, back.currency, back.starts), (Decimal("85.1234"), "CHF", MARCH))
        self.assertEqual((back.project, back.task, back.user), (self.project, None, self.ana))
        verbs = Event.objects.filter(verb__startswith="rate.").order_by("pk").values_list("verb", flat=True)
        self.assertEqual(list(verbs), [Verb.RATE_SET, Verb.RATE_DELETED, Verb.RATE_RESTORED])

    def test_where_another_has_taken_its_day_it_stays_deleted(self) -> None:
        rate = self.set()
        delete_rate(rate, by=self.by_mara)
        self.set(90)
        self.assertRaises(Conflict, restore_rate, rate.pk, by=self.by_mara)
        self.assertEqual(Rate.objects.get().amount, 90)

    def test_what_it_was_of_is_gone_and_so_is_it(self) -> None:
        rate = self.set(task=self.task)
        delete_rate(rate, by=self.by_mara)
        self.task.delete()
        self.assertRaises(NotFound, restore_rate, rate.pk, by=self.by_mara)
        self.assertRaises(NotFound, restore_rate, new_id(), by=self.by_mara)


class SecrecyTest(RateTestCase):
    def test_administrators_alone_see_rates(self) -> None:
        rate = self.set(user=self.ana)
        for by in (self.by_mara, self.by_olga):
            self.assertEqual(list(Rate.objects.visible_to(by)), [rate])
        for by in (self.by_ana, self.by_gil, self.by_boris):
            self.assertFalse(Rate.objects.visible_to(by).exists())

    def test_who_administers_no_longer_reads_no_amounts_in_their_own_acts(self) -> None:
        rate = self.set()
        change_rate(rate, by=self.by_mara, amount=Decimal(90))
        delete_rate(rate, by=self.by_mara)
        restore_rate(rate.pk, by=self.by_mara)
        was = Event.objects.visible_to(self.by_mara).filter(subject_type="billing.rate")
        self.assertEqual(was.count(), 4)
        demoted = Actor(self.mara, self.by_mara.workspace, Role.MEMBER)
        self.assertFalse(Event.objects.visible_to(demoted).filter(subject_type="billing.rate").exists())


class AtOnceTest(CastTransactionTestCase):
    def test_two_who_set_the_same_at_once_make_one(self) -> None:
        answers = at_once(
            *(lambda by=by: set_rate(by=by, amount=Decimal(85), starts=MARCH) for by in (self.by_mara, self.by_olga))
        )
        self.assertEqual(Rate.objects.count(), 1)
        self.assertEqual([type(answer) for answer in answers].count(Invalid), 1)

    def test_a_request_that_comes_twice_at_once_sets_one(self) -> None:
        pk = new_id()
        answers = at_once(*[lambda: set_rate(by=self.by_mara, amount=Decimal(85), id=pk)] * 3)
        self.assertEqual({getattr(answer, "pk", answer) for answer in answers}, {pk})
        self.assertEqual(Rate.objects.count(), 1)
