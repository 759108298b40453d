from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.billing.models import Rate, RateKind
from workstate.core.actor import Actor
from workstate.core.durations import format_duration_long
from workstate.core.errors import NotAllowed
from workstate.core.money import Money
from workstate.reports.kinds import make_report
from workstate.reports.kinds.profitability import hourly, margin_of
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Row
from workstate.reports.tests.ledger import ROUNDINGS, Fact, LedgerTestCase, cost, earned


class ProfitabilityTests(LedgerTestCase):
    kind = ReportKind.PROFITABILITY

    def report(self, actor: Actor, **parameters: str) -> Report:
        return make_report(*self.ask(actor, **parameters))

    @staticmethod
    def named(report: Report, row: Row) -> dict[str, Any]:
        return dict(zip([column.key for column in report.table.columns], row.values, strict=True))

    def total(self, report: Report) -> dict[str, Any]:
        assert report.table.total
        return self.named(report, report.table.total)

    def key(self, group: str, fact: Fact) -> Any:
        match group:
            case "project":
                return fact.project and fact.project.name
            case "client":
                return fact.project and fact.project.client and fact.project.client.name
            case "person":
                return fact.user.name
            case "month":
                return f"{fact.day:%Y-%m}"
        return fact.task and fact.task.title

    def test_every_group_earns_and_costs_what_a_naive_sum_says(self) -> None:
        nobody = {"project": "No project", "client": "No client", "task": "No task"}
        for number, group in enumerate(("project", "client", "person", "month", "task")):
            rounding = ROUNDINGS[number % len(ROUNDINGS)]
            with self.subTest(group=group, rounding=rounding):
                report = self.report(self.by_mara, group=group, then="", rounding=rounding)
                facts: defaultdict[Any, list[Fact]] = defaultdict(list)
                for fact in self.facts:
                    name = self.key(group, fact) or nobody[group]
                    facts["Tasks you no longer see" if name == "My own" else name].append(fact)

                rows = {}
                for row in report.table.rows:
                    named = self.named(report, row)
                    rows[named[group].code or named[group].name] = named

                self.assertEqual(set(rows), set(facts))
                for name, found in rows.items():
                    self.same(found, facts[name], rounding)
                self.same(self.total(report), self.facts, rounding)

    def same(self, row: dict[str, Any], facts: list[Fact], rounding: str) -> None:
        gain, spent = earned(facts, rounding), cost(facts)
        seconds = sum(fact.shown(rounding) for fact in facts)
        self.assertEqual(row["tracked"], seconds)
        self.assertEqual(row["billable_time"], sum(fact.shown(rounding) for fact in facts if fact.billable))
        self.assertEqual(row["earned"] or Money(), gain)
        self.assertEqual(row["cost"] or Money(), spent)
        self.assertEqual(row["profit"] or Money(), gain - spent)
        for currency, amount in gain.parts.items():
            self.assertEqual(row["hourly"].parts[currency] * Fraction(seconds, 3600), amount)
        if len({*gain.parts, *spent.parts}) == 1 and gain:
            (currency,) = {*gain.parts, *spent.parts}
            exact = 100 * (gain - spent).parts[currency] / gain.parts[currency]
            self.assertAlmostEqual(float(row["margin"]), float(exact), delta=0.0501)
        else:
            self.assertIsNone(row["margin"])

    def test_rows_within_add_up_to_their_group(self) -> None:
        report = self.report(self.by_mara, group="client", then="person")
        for row in report.table.rows:
            group = self.named(report, row)
            within = [self.named(report, inner) for inner in row.rows]
            self.assertEqual(group["tracked"], sum(inner["tracked"] for inner in within))
            self.assertEqual(group["earned"] or Money(), Money.total(inner["earned"] or Money() for inner in within))
            self.assertTrue(all(inner["client"] is None and inner["person"] for inner in within))

    def test_what_brings_most_in_the_workspaces_currency_comes_first(self) -> None:
        report = self.report(self.by_mara, group="project", then="")
        profits = [(self.named(report, row)["profit"] or Money()).parts.get("EUR", 0) for row in report.table.rows]
        self.assertEqual(profits, sorted(profits, reverse=True))
        months = self.report(self.by_mara, group="month", then="", **{"from": "2025-02-01", "to": "2025-04-30"})
        codes = [self.named(months, row)["month"].code for row in months.table.rows]
        self.assertEqual(codes, ["2025-02", "2025-03", "2025-04"])

    def test_who_does_not_see_what_time_earns_gets_no_such_report(self) -> None:
        for actor in (self.by_ana, self.by_gil):
            with self.assertRaises(NotAllowed):
                self.report(actor)
        description, reader = self.ask(self.by_mara)
        with self.assertRaises(NotAllowed):
            make_report(description, reader.without_rates())

    def test_members_who_see_amounts_find_nothing_of_costs(self) -> None:
        self.tell_members()
        report = self.report(self.by_ana)
        keys = {column.key for column in report.table.columns}
        self.assertIn("earned", keys)
        self.assertFalse({"cost", "profit", "margin"} & keys)
        self.assertEqual({figure.key for figure in report.figures}, {"earned", "hourly"})
        self.assertEqual({series.name for chart in report.charts for series in chart.series}, {"Earned"})
        self.assertFalse([note for note in report.notes if "cost" in note])
        self.assertNotIn("margin", report.title)
        self.assertEqual(self.total(report)["earned"], earned(self.seen_by(self.by_ana)))
        with self.assertRaises(NotAllowed):
            self.report(self.by_gil)

        description, reader = self.ask(self.by_mara)
        for_a_client = make_report(description, reader.without_costs())
        self.assertNotIn("cost", {column.key for column in for_a_client.table.columns})
        self.assertEqual(self.total(for_a_client)["earned"], earned(self.facts))

    def test_time_that_no_rate_holds_for_is_told(self) -> None:
        report = self.report(self.by_mara)
        unpriced = sum(fact.seconds for fact in self.facts if fact.billable and fact.rate is None)
        uncosted = sum(fact.seconds for fact in self.facts if fact.cost_rate is None)
        self.assertTrue(unpriced and uncosted)
        self.assertTrue([note for note in report.notes if note.startswith(format_duration_long(unpriced))])
        self.assertTrue(
            [note for note in report.notes if note.startswith(f"{format_duration_long(uncosted)} has no cost")]
        )

    def test_without_any_rates_it_says_so_and_invents_nothing(self) -> None:
        Rate.objects.filter(kind=RateKind.COST).delete()
        report = self.report(self.by_mara)
        self.assertNotIn("profit", {column.key for column in report.table.columns})
        self.assertTrue([note for note in report.notes if note.startswith("No cost rate")])
        Rate.objects.all().delete()
        report = self.report(self.by_mara)
        self.assertEqual(report.title, "Nothing earned in these days")
        self.assertIsNone(self.total(report)["earned"])
        self.assertEqual(report.charts, ())
        self.assertTrue([note for note in report.notes if note.startswith("No billable rate")])

    def test_the_title_tells_what_was_earned_and_the_margin(self) -> None:
        two = self.report(self.by_mara)
        self.assertIn("€", two.title)
        self.assertIn("$", two.title)
        self.assertNotIn("margin", two.title)
        one = self.report(self.by_mara, filter="#Shop")
        self.assertRegex(one.title, r"^€[0-9,]+\.[0-9]{2} earned, [0-9]+ % margin$")
        Rate.objects.filter(kind=RateKind.COST).update(amount=1000)
        self.assertRegex(self.report(self.by_mara, filter="#Shop").title, r"less than it cost$")
        Rate.objects.filter(kind=RateKind.BILLABLE).update(amount=0)
        self.assertRegex(self.report(self.by_mara).title, r"^Nothing earned, at a cost of €")

    def test_charts_are_of_one_currency_each_and_add_up(self) -> None:
        report = self.report(self.by_mara)
        self.assertEqual([chart.currency for chart in report.charts], ["EUR", "USD"])
        for chart in report.charts:
            gains = next(series for series in chart.series if series.name == "Earned")
            self.assertEqual(len(gains.values), len(chart.labels))
            whole = earned(self.facts).parts[chart.currency]
            self.assertAlmostEqual(
                sum(value or 0 for value in gains.values), float(whole), delta=0.01 * len(chart.labels)
            )

    def test_margins_and_hours(self) -> None:
        euros, dollars = Money.of(100, "EUR"), Money.of(40, "USD")
        self.assertEqual(margin_of(euros, Money.of(62, "EUR")), Decimal(38))
        self.assertEqual(margin_of(euros, Money.of(150, "EUR")), Decimal(-50))
        self.assertIsNone(margin_of(euros, dollars))
        self.assertIsNone(margin_of(euros + dollars, Money.of(1, "EUR")))
        self.assertIsNone(margin_of(Money(), Money.of(1, "EUR")))
        self.assertEqual(margin_of(euros, Money()), Decimal(100))
        self.assertIsNone(hourly(euros, 0))
        self.assertEqual(hourly(euros, 7200), Money.of(50, "EUR"))

    def test_as_many_queries_for_many_groups_as_for_few(self) -> None:
        def count(**parameters: str) -> int:
            description, reader = self.ask(self.by_mara, **parameters)
            with CaptureQueriesContext(connection) as queries:
                make_report(description, reader)
            return len(queries)

        few = count(**{"from": "2025-03-09", "to": "2025-03-10"})
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 9)

    def test_an_empty_report_says_so(self) -> None:
        report = self.report(self.by_mara, **{"from": "2024-01-01", "to": "2024-01-31"})
        self.assertTrue(report.is_empty)
        self.assertEqual(report.title, "Nothing tracked in these days")
