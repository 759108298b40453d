"""The weekly report against plain sums over the same time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.money import Money
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.kinds.weekly import DAYS, make
from workstate.reports.periods import Period, Preset
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Row
from workstate.reports.tests.by_hand import NOW, ROUNDINGS, ByHandTestCase, earned, summed
from workstate.timetracking.actions import create_entry

MONDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 15)


def value(report: Report, row: Row, key: str) -> object:
    return row.values[report.table.index(key)]


def named(report: Report, row: Row, place: int = 0) -> str:
    return row.values[place].name  # type: ignore[union-attr]


class WeeklyTest(ByHandTestCase):
    def week(self, actor: Actor, first: date = MONDAY, last: date = SUNDAY, **changes: object) -> Report:
        return self.made(self.asked(ReportKind.WEEKLY, first, last, **changes), actor)

    def test_every_group_and_day_adds_up_as_by_hand_for_whoever_reads(self) -> None:
        readers: list[tuple[Actor, User | None]] = [(self.by_mara, None), (self.by_ana, self.ana)]
        for (actor, user), rounding in product(readers, ROUNDINGS):
            with self.subTest(reader=str(actor.user), rounding=rounding):
                facts = self.between(MONDAY, SUNDAY, user)
                report = self.week(actor, group=Grouping.PROJECT, then=None, rounding=rounding)

                by_project = summed(facts, rounding, lambda fact: fact.project.name if fact.project else "No project")
                self.assertEqual(
                    {named(report, row): value(report, row, "tracked") for row in report.table.rows}, by_project
                )
                cells = summed(
                    facts, rounding, lambda fact: (fact.project.name if fact.project else "No project", fact.day)
                )
                found = {
                    (named(report, row), MONDAY + timedelta(days=number)): value(report, row, key)
                    for row in report.table.rows
                    for number, key in enumerate(DAYS)
                    if value(report, row, key) is not None
                }
                self.assertEqual(found, cells)
                total = report.table.total
                assert total is not None
                by_day = summed(facts, rounding, lambda fact: fact.day)
                self.assertEqual(
                    [value(report, total, key) for key in DAYS],
                    [by_day.get(MONDAY + timedelta(days=number), 0) for number in range(7)],
                )
                self.assertEqual(value(report, total, "tracked"), sum(fact.rounded(rounding) for fact in facts))
                self.assertEqual(
                    value(report, total, "billable_time"),
                    sum(fact.rounded(rounding) for fact in facts if fact.billable),
                )

    def test_who_may_see_rates_sees_what_it_earns_and_nobody_else_does(self) -> None:
        for rounding in ROUNDINGS:
            facts = self.between(MONDAY, SUNDAY)
            report = self.week(self.by_mara, rounding=rounding)
            total = report.table.total
            assert total is not None
            self.assertEqual(value(report, total, "amount"), Money(earned(facts, rounding)))
            for row in report.table.rows:
                name = named(report, row)
                own = [fact for fact in facts if (fact.project.name if fact.project else "No project") == name]
                amount = value(report, row, "amount")
                assert isinstance(amount, Money)
                self.assertEqual(amount.parts, earned(own, rounding))
            self.assertEqual(report.table.currencies, ("EUR", "USD"))
        keys = [column.key for column in self.week(self.by_ana).table.columns]
        self.assertEqual(keys, ["project", *DAYS, "tracked", "billable_time"])
        self.assertNotIn("amount", [figure.key for figure in self.week(self.by_ana).figures])

    def test_rows_within_a_group_add_up_to_it(self) -> None:
        report = self.week(self.by_mara, group=Grouping.PERSON, then=Grouping.TASK)
        self.assertEqual(report.table.depth, 2)
        for row in report.table.rows:
            for key in (*DAYS, "tracked", "billable_time"):
                within = sum(value(report, inner, key) or 0 for inner in row.rows)  # type: ignore[misc]
                self.assertEqual(within, value(report, row, key) or 0)
        facts = self.between(MONDAY, SUNDAY)
        tasks = summed(facts, "none", lambda fact: (fact.user.name, fact.task.title if fact.task else "No task"))
        found = {
            (named(report, row), named(report, inner, 1)): value(report, inner, "tracked")
            for row in report.table.rows
            for inner in row.rows
        }
        self.assertEqual(found, tasks)

    def test_labels_count_in_each_and_once_in_the_days(self) -> None:
        report = self.week(self.by_mara, group=Grouping.LABEL, then=None)
        facts, total = self.between(MONDAY, SUNDAY), report.table.total
        assert total is not None
        self.assertEqual(value(report, total, "tracked"), sum(fact.seconds for fact in facts))
        rows = {named(report, row): value(report, row, "tracked") for row in report.table.rows}
        self.assertEqual(rows["deep"], sum(fact.seconds for fact in facts if "deep" in fact.labels))
        self.assertTrue(any("several labels" in note for note in report.notes))

    def test_the_chart_shows_what_the_days_add_up_to(self) -> None:
        report = self.week(self.by_mara, rounding="up-15")
        (chart,) = report.charts
        drawn = [sum(parts) for parts in zip(*(series.values for series in chart.series), strict=True)]
        total = report.table.total
        assert total is not None
        self.assertEqual(drawn, [value(report, total, key) for key in DAYS])

    def test_it_is_the_week_of_the_first_day_and_says_so_of_longer_days(self) -> None:
        report = self.week(self.by_mara, date(2026, 3, 11), date(2026, 3, 31))
        self.assertEqual(report.description.period, Period(MONDAY, SUNDAY))
        self.assertIn("This report shows one week: the one in which the chosen days begin.", report.notes)
        self.assertEqual(report.table, self.week(self.by_mara).table)
        one_day = self.week(self.by_mara, date(2026, 3, 11), date(2026, 3, 11))
        self.assertEqual((one_day.description.period, one_day.notes), (Period(MONDAY, SUNDAY), ()))

    def test_the_week_begins_as_the_persons_does(self) -> None:
        sundays = Period(date(2026, 3, 11), date(2026, 3, 11), 6)
        report = self.week(self.by_mara, period=sundays)
        self.assertEqual(report.description.period.first, date(2026, 3, 8))
        self.assertEqual([column.key for column in report.table.columns][1:8], ["sunday", *DAYS[:6]])
        facts, total = self.between(date(2026, 3, 8), date(2026, 3, 14)), report.table.total
        assert total is not None
        self.assertEqual(value(report, total, "tracked"), sum(fact.seconds for fact in facts))

    def test_named_days_that_are_this_week_move_on_with_the_calendar(self) -> None:
        for preset, expected in [
            (Preset.TODAY, Preset.THIS_WEEK),
            (Preset.THIS_WEEK, Preset.THIS_WEEK),
            (Preset.LAST_WEEK, Preset.LAST_WEEK),
            (Preset.LAST_MONTH, None),
        ]:
            days = Period.of(preset, NOW, 0)
            report = self.week(self.by_mara, period=days, preset=preset)
            self.assertEqual(report.description.preset, expected)

    def test_a_week_without_time_says_so_and_has_no_rows(self) -> None:
        report = self.week(self.by_mara, date(2025, 3, 10), date(2025, 3, 16))
        self.assertEqual((report.is_empty, list(report.table.rows), report.charts), (True, [], ()))
        self.assertEqual(report.title, "Nothing tracked in these days")
        total = report.table.total
        assert total is not None
        self.assertEqual([value(report, total, key) for key in DAYS], [0] * 7)

    def test_where_the_calendar_begins_and_ends_weeks_are_whole_all_the_same(self) -> None:
        create_entry(by=self.by_mara, day=date(1970, 1, 1), duration=60)
        for first, last, seconds in [
            (date(1970, 1, 1), date(1970, 1, 4), 60),
            (date(2199, 12, 30), date(2199, 12, 31), 0),
        ]:
            report = self.week(self.by_mara, first, last)
            self.assertEqual([column.key for column in report.table.columns][1:8], list(DAYS))
            total = report.table.total
            assert total is not None
            self.assertEqual(value(report, total, "tracked"), seconds)

    def test_the_number_of_questions_does_not_depend_on_how_much_there_is(self) -> None:
        task = next(fact.task for fact in self.facts if fact.task)
        create_entry(by=self.by_mara, task=task, day=date(2025, 3, 10), duration=60)
        much = self.asked(ReportKind.WEEKLY, MONDAY, SUNDAY, then=Grouping.TASK)
        little = self.asked(ReportKind.WEEKLY, date(2025, 3, 10), date(2025, 3, 16), then=Grouping.TASK)
        self.assertEqual(self._queries(much), self._queries(little))

    def _queries(self, description: Description) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        reader = Reader.of(self.by_mara)
        with CaptureQueriesContext(connection) as caught:
            make(description, reader)
        return len(caught)
