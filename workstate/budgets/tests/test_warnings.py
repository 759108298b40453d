"""Warnings: each share once in a period, however many count at the same moment; and who is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.billing.actions import change_billing_settings, set_rate
from workstate.budgets.actions import change_budget, delete_budget, restore_budget, set_budget
from workstate.budgets.audience import people_told
from workstate.budgets.models import Budget, BudgetWarning
from workstate.budgets.tests.test_budgets import BudgetTestCase
from workstate.budgets.watching import watch, workspaces_watched
from workstate.core.clock import day_of, now
from workstate.core.durations import HOUR
from workstate.projects.actions import archive_project, create_project, share_project, unarchive_project
from workstate.projects.models import Level
from workstate.testing import CastTransactionTestCase, at_once
from workstate.timetracking.actions import create_entry, delete_entry
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.actions import create_group
from workstate.workspaces.models import Membership


def told() -> list[int]:
    events = Event.objects.filter(verb=Verb.BUDGET_REACHED).order_by("pk")
    return [event.data["share"] for event in events]


class WarningTest(BudgetTestCase):
    def today(self) -> date:
        return day_of(now(), self.by_ana.zone)

    def budget(self, **values: Any) -> Budget:
        return set_budget(self.project, by=self.by_ana, **{"kind": "time", "seconds": 10 * HOUR, **values})

    def use(self, seconds: int, day: date | None = None) -> int:
        self.spend(self.by_ana, day or self.today(), seconds)
        return watch(self.by_ana.workspace.pk)

    def test_each_share_is_told_once(self) -> None:
        self.budget()
        self.assertEqual(self.use(8 * HOUR - 1), 0)
        self.assertEqual(self.use(1), 1)
        self.assertEqual(self.use(HOUR), 0)
        self.assertEqual(self.use(HOUR), 1)
        self.assertEqual(self.use(5 * HOUR), 0)
        self.assertEqual(told(), [80, 100])

    def test_of_several_at_once_the_highest_is_told(self) -> None:
        self.budget(warnings=[50, 80, 100])
        self.use(9 * HOUR)
        self.use(HOUR)
        self.assertEqual(told(), [80, 100])

    def test_the_event_is_nobodys_act_and_says_no_amount(self) -> None:
        budget = self.budget()
        self.use(9 * HOUR)
        event = Event.objects.get(verb=Verb.BUDGET_REACHED)
        self.assertEqual((event.user_id, event.project_id, event.subject_id), (None, self.project.pk, str(budget.pk)))
        self.assertEqual(event.data, {"project": str(self.project.pk), "kind": "time", "share": 80, "first": None})
        self.assertFalse(Event.objects.visible_to(self.by_ana).filter(pk=event.pk).exists())

    def test_raising_the_budget_lets_warnings_come_again_that_are_not_reached_any_more(self) -> None:
        budget = self.budget()
        self.use(10 * HOUR)
        # 10 of 12 hours are 83 percent: of the 80 people know already.
        change_budget(budget, by=self.by_ana, seconds=12 * HOUR)
        self.assertEqual(watch(self.by_ana.workspace.pk), 0)
        self.assertEqual(self.use(2 * HOUR), 1)
        change_budget(budget, by=self.by_ana, seconds=100 * HOUR)
        self.assertEqual(watch(self.by_ana.workspace.pk), 0)
        self.assertEqual(self.use(23 * HOUR, date(2026, 1, 1)), 0)
        self.assertEqual(told(), [100, 100])
        self.assertEqual(BudgetWarning.objects.count(), 0)

    def test_lowering_it_tells_at_once(self) -> None:
        budget = self.budget()
        self.use(5 * HOUR)
        change_budget(budget, by=self.by_ana, seconds=5 * HOUR)
        self.assertEqual(watch(self.by_ana.workspace.pk), 1)
        self.assertEqual(told(), [100])

    def test_each_month_is_told_of_anew_and_months_long_past_are_not(self) -> None:
        self.budget(period="month", seconds=HOUR, warnings=[100])
        month = self.today().replace(day=1)
        before = date(month.year - (month.month == 1), month.month - 1 or 12, 1)
        self.assertEqual(self.use(HOUR, before), 1)
        self.assertEqual(self.use(HOUR), 1)
        self.assertEqual(self.use(HOUR, date(2020, 1, 5)), 0)
        firsts = {event.data["first"] for event in Event.objects.filter(verb=Verb.BUDGET_REACHED)}
        self.assertEqual(firsts, {str(before), str(month)})

    def test_time_that_is_taken_back_and_written_again_tells_nobody_twice(self) -> None:
        self.budget()
        self.use(9 * HOUR)
        delete_entry(TimeEntry.objects.get(), by=self.by_ana)
        self.use(9 * HOUR)
        self.assertEqual(told(), [80])

    def test_what_is_put_away_or_deleted_warns_nobody(self) -> None:
        budget = self.budget()
        delete_budget(budget, by=self.by_ana)
        self.assertEqual(self.use(10 * HOUR), 0)
        restore_budget(budget, by=self.by_ana)
        archive_project(self.project, by=self.by_ana)
        self.assertEqual(watch(self.by_ana.workspace.pk), 0)
        self.assertEqual(list(workspaces_watched()), [])
        unarchive_project(self.project, by=self.by_ana)
        self.assertEqual(list(workspaces_watched()), [self.by_ana.workspace.pk])
        self.assertEqual(watch(self.by_ana.workspace.pk), 1)

    def test_a_rate_that_is_set_later_brings_the_warning_of_money(self) -> None:
        set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(100), currency="EUR")
        create_entry(by=self.by_ana, project=self.project, day=self.today(), duration=HOUR, billable=True)
        self.assertEqual(watch(self.by_ana.workspace.pk), 0)
        set_rate(by=self.by_mara, amount=Decimal(100), currency="EUR")
        self.assertEqual(watch(self.by_ana.workspace.pk), 1)

    def test_the_relay_looks_after_time_is_written(self) -> None:
        self.budget()
        self.spend(self.by_ana, self.today(), 9 * HOUR)
        while relay_next():
            pass
        self.assertEqual(told(), [80])

    def test_looking_costs_the_same_for_one_budget_and_for_many(self) -> None:
        self.budget()
        with self.assertNumQueries(2):
            watch(self.by_ana.workspace.pk)
        for number in range(5):
            set_budget(create_project(f"P{number}", by=self.by_ana), by=self.by_ana, kind="time", seconds=HOUR)
        with self.assertNumQueries(2):
            watch(self.by_ana.workspace.pk)


class ToldTest(BudgetTestCase):
    def test_of_time_whoever_runs_the_workspace_or_administers_the_project(self) -> None:
        project = create_project("Olga's", by=self.by_olga)
        budget = set_budget(project, by=self.by_olga, kind="time", seconds=HOUR)
        running = {self.olga.pk, self.mara.pk}
        self.assertEqual(people_told([budget.pk]), {budget.pk: running})
        ana = Membership.objects.get(user=self.ana, workspace=self.by_ana.workspace)
        share_project(project, by=self.by_olga, member=ana, level=Level.ADMINISTER)
        self.assertEqual(people_told([budget.pk]), {budget.pk: {*running, self.ana.pk}})
        change_billing_settings(by=self.by_olga, members_see_budgets=False)
        self.assertEqual(people_told([budget.pk]), {budget.pk: running})

    def test_also_by_a_group(self) -> None:
        project = create_project("Olga's", by=self.by_olga)
        budget = set_budget(project, by=self.by_olga, kind="time", seconds=HOUR)
        group = create_group("Leads", by=self.by_olga, people=[self.ana])
        share_project(project, by=self.by_olga, group=group, level=Level.ADMINISTER)
        self.assertIn(self.ana.pk, people_told([budget.pk])[budget.pk])

    def test_of_money_those_alone_who_run_the_workspace(self) -> None:
        budget = set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(5))
        self.assertEqual(people_told([budget.pk]), {budget.pk: {self.olga.pk, self.mara.pk}})


class AtOnceTest(CastTransactionTestCase):
    def test_many_who_look_at_the_same_moment_tell_once(self) -> None:
        project = create_project("Website", by=self.by_ana)
        set_budget(project, by=self.by_ana, kind="time", seconds=HOUR)
        create_entry(by=self.by_ana, project=project, day=day_of(now(), self.by_ana.zone), duration=HOUR)
        pk = self.by_ana.workspace.pk
        answers = at_once(*(lambda: watch(pk) for _time in range(6)))
        self.assertEqual([answer for answer in answers if isinstance(answer, Exception)], [])
        self.assertEqual(told(), [100])
        self.assertEqual(BudgetWarning.objects.count(), 2)
