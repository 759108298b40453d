"""Setting budgets, who sees them, and that what is used is what adding up by hand comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from workstate.activity.models import Event
from workstate.billing.actions import change_billing_settings, set_rate
from workstate.budgets.actions import change_budget, delete_budget, restore_budget, set_budget
from workstate.budgets.models import Budget, BudgetKind
from workstate.budgets.policies import can_see_budget, can_set_budget
from workstate.budgets.standing import Standing, budgets_of, standings
from workstate.core.actor import Actor
from workstate.core.durations import HOUR
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import create_project, share_project
from workstate.projects.models import Level, Project
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.workspaces.models import Membership

MARCH = date(2026, 3, 15)


class BudgetTestCase(CastTestCase):
    project: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.other = create_project("Atlas", by=cls.by_ana)

    def spend(self, by: Actor, day: date, seconds: int, **more: Any) -> None:
        create_entry(by=by, day=day, duration=seconds, **{"project": self.project, **more})

    def standing(self, budget: Budget, day: date = MARCH) -> Standing:
        (found,) = standings(self.by_olga, [budget], day=day)
        return found


class SettingTest(BudgetTestCase):
    def test_whoever_administers_a_project_sets_its_time_budget_once(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=40 * HOUR)
        self.assertEqual((budget.period, budget.warnings), ("whole", [80, 100]))
        with self.assertRaises(Conflict):
            set_budget(self.project, by=self.by_mara, kind="time", seconds=HOUR)

    def test_the_same_id_again_sets_one(self) -> None:
        first = set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR)
        again = set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR, id=first.pk)
        self.assertEqual(again, first)

    def test_money_is_for_those_who_administer_the_workspace(self) -> None:
        with self.assertRaises(NotAllowed):
            set_budget(self.project, by=self.by_ana, kind="money", amount=Decimal(1000))
        budget = set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(1000))
        self.assertEqual((budget.counted, len(budget.currency)), ("billable", 3))
        self.assertFalse(Budget.objects.visible_to(self.by_ana).exists())

    def test_who_edits_a_project_sees_its_time_budget_and_does_not_set_it(self) -> None:
        project = create_project("Olga's", by=self.by_olga)
        self.assertTrue(can_see_budget(self.by_ana, project, BudgetKind.TIME))
        self.assertFalse(can_set_budget(self.by_ana, project, BudgetKind.TIME))
        with self.assertRaises(NotAllowed):
            set_budget(project, by=self.by_ana, kind="time", seconds=HOUR)

    def test_the_workspace_may_keep_time_budgets_from_members(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR)
        self.assertEqual(budgets_of(self.by_ana, [self.project]), [budget])
        change_billing_settings(by=self.by_mara, members_see_budgets=False)
        self.assertEqual(budgets_of(self.by_ana, [self.project]), [])
        self.assertEqual(budgets_of(self.by_mara, [self.project]), [budget])
        with self.assertRaises(NotAllowed):
            change_budget(budget, by=self.by_ana, seconds=2 * HOUR)

    def test_a_guest_sees_none_whatever_is_shared(self) -> None:
        set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR)
        gil = Membership.objects.get(user=self.gil, workspace=self.by_ana.workspace)
        share_project(self.project, by=self.by_ana, member=gil, level=Level.EDIT)
        self.assertEqual(budgets_of(self.by_gil, [self.project]), [])
        self.assertFalse(can_see_budget(self.by_gil, self.project, BudgetKind.TIME))

    def test_what_makes_no_sense_is_refused_at_its_field(self) -> None:
        cases: list[tuple[str, dict[str, Any]]] = [
            ("seconds", {}),
            ("seconds", {"seconds": 0}),
            ("seconds", {"seconds": 10**15}),
            ("warnings", {"seconds": HOUR, "warnings": [0]}),
            ("warnings", {"seconds": HOUR, "warnings": [1, 2, 3, 4, 5, 6]}),
            ("ends", {"seconds": HOUR, "starts": date(2026, 3, 2), "ends": date(2026, 3, 1)}),
            ("starts", {"seconds": HOUR, "period": "month", "starts": date(2026, 3, 2)}),
            ("starts", {"seconds": HOUR, "starts": date(1, 1, 1)}),
            ("period", {"seconds": HOUR, "period": "week"}),
            ("amount", {"seconds": HOUR, "amount": Decimal(1)}),
            ("project", {"seconds": HOUR, "project": "x"}),
        ]
        for field, values in cases:
            with self.subTest(field=field, values=values), self.assertRaises(Invalid) as refused:
                values = dict(values)
                if "project" in values:
                    budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR)
                    change_budget(budget, by=self.by_ana, **values)
                else:
                    set_budget(self.project, by=self.by_ana, kind="time", **values)
            self.assertIn(field, refused.exception.message_dict)

    def test_deleting_is_taken_back_unless_another_stands_there(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR)
        delete_budget(budget, by=self.by_ana)
        self.assertEqual(budgets_of(self.by_ana, [self.project]), [])
        restore_budget(budget, by=self.by_ana)
        self.assertEqual(budgets_of(self.by_ana, [self.project]), [budget])
        delete_budget(budget, by=self.by_ana)
        set_budget(self.project, by=self.by_ana, kind="time", seconds=2 * HOUR)
        with self.assertRaises(Conflict):
            restore_budget(budget, by=self.by_ana)

    def test_a_change_that_changes_nothing_is_no_event(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=HOUR)
        change_budget(budget, by=self.by_ana, seconds=HOUR)
        self.assertEqual(Event.objects.filter(verb="budget.changed").count(), 0)
        change_budget(budget, by=self.by_ana, seconds=2 * HOUR)
        event = Event.objects.get(verb="budget.changed")
        self.assertEqual((event.project_id, event.data["before"]), (self.project.pk, {"seconds": HOUR}))
        # What it says of amounts is for administrators.
        self.assertNotIn(event, Event.objects.visible_to(self.by_ana))


class SumsTest(BudgetTestCase):
    def test_everybodys_time_on_the_project_counts_and_no_other(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR)
        self.spend(self.by_ana, date(2026, 3, 1), 2 * HOUR)
        self.spend(self.by_mara, date(2025, 1, 1), HOUR)
        self.spend(self.by_mara, date(2026, 3, 1), HOUR, project=self.other)
        found = self.standing(budget)
        self.assertEqual((found.spent, found.percent, found.left), (3 * HOUR, 30, 7 * HOUR))

    def test_a_month_counts_from_its_first_day_to_its_last(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR, period="month")
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)):
            self.spend(self.by_ana, day, HOUR)
        self.assertEqual(self.standing(budget).spent, 2 * HOUR)
        self.assertEqual(self.standing(budget, date(2026, 4, 30)).spent, HOUR)
        self.assertEqual(self.standing(budget, date(2024, 2, 29)).span.last, date(2024, 2, 29))

    def test_an_entry_over_the_end_of_a_month_counts_in_both_by_the_clock_of_who_worked(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR, period="month")
        # In Berlin 23:30 on the 28th to 3:30 on the 29th of March, when the clock goes from 2 to 3: three hours.
        create_entry(
            by=self.by_ana,
            project=self.project,
            started_at=datetime(2026, 3, 28, 22, 30, tzinfo=UTC),
            stopped_at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        )
        # 23:00 on the 31st to 1:00 on the 1st.
        create_entry(
            by=self.by_ana,
            project=self.project,
            started_at=datetime(2026, 3, 31, 21, 0, tzinfo=UTC),
            stopped_at=datetime(2026, 3, 31, 23, 0, tzinfo=UTC),
        )
        self.assertEqual(self.standing(budget).spent, 4 * HOUR)
        self.assertEqual(self.standing(budget, date(2026, 4, 1)).spent, HOUR)

    def test_only_billable_time_counts_where_that_is_chosen(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR, counted="billable")
        self.spend(self.by_ana, MARCH, HOUR, billable=True)
        self.spend(self.by_ana, MARCH, 2 * HOUR)
        self.assertEqual(self.standing(budget).spent, HOUR)

    def test_days_before_the_first_and_after_the_last_do_not_count(self) -> None:
        days: dict[str, Any] = {"starts": date(2026, 3, 2), "ends": date(2026, 3, 4)}
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR, **days)
        for day in range(1, 6):
            self.spend(self.by_ana, date(2026, 3, day), HOUR)
        self.assertEqual(self.standing(budget).spent, 3 * HOUR)

    def test_money_is_what_billable_time_earns_at_the_rates_of_its_days(self) -> None:
        budget = set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(1000), currency="EUR")
        self.spend(self.by_ana, date(2026, 3, 1), HOUR, billable=True)
        set_rate(by=self.by_mara, amount=Decimal(60), currency="EUR", starts=date(2026, 3, 2))
        self.spend(self.by_ana, date(2026, 3, 2), 1234, billable=True)
        self.spend(self.by_ana, date(2026, 3, 2), HOUR)
        set_rate(by=self.by_mara, amount=Decimal("100.5"), currency="EUR", user=self.mara)
        self.spend(self.by_mara, date(2026, 3, 2), HOUR, billable=True)
        found = self.standing(budget)
        self.assertEqual(found.spent * HOUR, 1234 * 60 + Decimal("100.5") * HOUR)
        self.assertEqual(found.used.unpriced, HOUR)

    def test_time_priced_in_another_currency_is_not_counted_and_said(self) -> None:
        budget = set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(1000), currency="EUR")
        set_rate(by=self.by_mara, amount=Decimal(60), currency="USD")
        self.spend(self.by_ana, MARCH, HOUR, billable=True)
        found = self.standing(budget)
        self.assertEqual((found.spent, found.used.foreign), (0, HOUR))

    def test_percents_are_never_rounded_up(self) -> None:
        budget = set_budget(self.project, by=self.by_ana, kind="time", seconds=3 * HOUR, warnings=[100])
        self.spend(self.by_ana, MARCH, 3 * HOUR - 1)
        found = self.standing(budget)
        self.assertEqual((found.percent, found.is_over, found.reached), (99, False, []))
        self.spend(self.by_ana, MARCH, 1)
        found = self.standing(budget)
        self.assertEqual((found.percent, found.is_over, found.left, found.reached), (100, False, 0, [100]))
        self.spend(self.by_ana, MARCH, 1)
        self.assertTrue(self.standing(budget).is_over)
