"""The comparison against plain sums over the same time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.money import Money
from workstate.projects.actions import create_project
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Against, Period
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Row
from workstate.reports.tests.by_hand import ROUNDINGS, ByHandTestCase, Fact, earned, summed
from workstate.timetracking.actions import create_entry

WEEK = (date(2026, 3, 9), date(2026, 3, 15))
BEFORE = (date(2026, 3, 2), date(2026, 3, 8))


def value(report: Report, row: Row, key: str) -> object:
    return row.values[report.table.index(key)]


def of_project(fact: Fact) -> str:
    return fact.project.name if fact.project else "No project"


class ComparisonTest(ByHandTestCase):
    def comparison(self, actor: Actor, first: date = WEEK[0], last: date = WEEK[1], **changes: object) -> Report:
        return self.made(self.asked(ReportKind.COMPARISON, first, last, **changes), actor)

    def rows(self, report: Report) -> dict[str, tuple[object, object]]:
        return {
            row.values[0].name: (value(report, row, "tracked"), value(report, row, "tracked_before"))  # type: ignore[union-attr]
            for row in report.table.rows
        }

    def test_every_group_adds_up_as_by_hand_in_both_periods_for_whoever_reads(self) -> None:
        readers: list[tuple[Actor, User | None]] = [(self.by_mara, None), (self.by_ana, self.ana)]
        for (actor, user), rounding in product(readers, ROUNDINGS):
            with self.subTest(reader=str(actor.user), rounding=rounding):
                now = summed(self.between(*WEEK, user), rounding, of_project)
                before = summed(self.between(*BEFORE, user), rounding, of_project)
                report = self.comparison(actor, rounding=rounding)
                expected = {name: (now.get(name, 0), before.get(name, 0)) for name in {*now, *before}}
                self.assertEqual(self.rows(report), expected)
                for row in [*report.table.rows, report.table.total]:
                    assert row is not None
                    tracked, earlier = value(report, row, "tracked"), value(report, row, "tracked_before")
                    assert isinstance(tracked, int)
                    assert isinstance(earlier, int)
                    self.assertEqual(value(report, row, "difference"), tracked - earlier)
                    change = round(Decimal(100 * (tracked - earlier)) / earlier, 1) if earlier else None
                    self.assertEqual(value(report, row, "change"), change)
                total = report.table.total
                assert total is not None
                self.assertEqual(
                    (value(report, total, "tracked"), value(report, total, "tracked_before")),
                    (sum(now.values()), sum(before.values())),
                )

    def test_the_most_now_comes_first_and_then_the_most_before(self) -> None:
        names = {
            name: create_project(name, by=self.by_mara) for name in ("Old small", "Old large", "New", "Both", "Even")
        }
        days = [date(2025, 5, 12), date(2025, 5, 5)]
        for name, now, before in [
            ("Old small", 0, 60),
            ("Old large", 0, 600),
            ("New", 300, 0),
            ("Both", 900, 100),
            ("Even", 300, 50),
        ]:
            for day, seconds in zip(days, (now, before), strict=True):
                if seconds:
                    create_entry(by=self.by_mara, project=names[name], day=day, duration=seconds)
        report = self.comparison(self.by_mara, date(2025, 5, 12), date(2025, 5, 18))
        self.assertEqual(
            self.rows(report),
            {"Both": (900, 100), "Even": (300, 50), "New": (300, 0), "Old large": (0, 600), "Old small": (0, 60)},
        )
        self.assertEqual(list(self.rows(report)), ["Both", "Even", "New", "Old large", "Old small"])
        changes = [value(report, row, "change") for row in report.table.rows]
        self.assertEqual(changes, [Decimal(800), Decimal(500), None, Decimal(-100), Decimal(-100)])

    def test_who_may_see_rates_sees_what_both_earned_and_nobody_else_does(self) -> None:
        for rounding in ROUNDINGS:
            report = self.comparison(self.by_mara, rounding=rounding)
            total = report.table.total
            assert total is not None
            now = Money(earned(self.between(*WEEK), rounding))
            before = Money(earned(self.between(*BEFORE), rounding))
            self.assertEqual(value(report, total, "amount"), now)
            self.assertEqual(value(report, total, "amount_before"), before)
            self.assertEqual(value(report, total, "amount_difference"), now - before)
        report = self.comparison(self.by_ana)
        self.assertEqual(
            [column.key for column in report.table.columns],
            ["project", "tracked", "tracked_before", "difference", "change"],
        )
        self.assertFalse(any("amount" in figure.key for figure in report.figures))

    def test_days_still_to_come_are_left_out_of_what_stands_before(self) -> None:
        # It is Wednesday the 18th.
        report = self.comparison(self.by_mara, date(2026, 3, 16), date(2026, 3, 22))
        total = report.table.total
        assert total is not None
        earlier = sum(fact.seconds for fact in self.between(date(2026, 3, 9), date(2026, 3, 11)))
        self.assertEqual(value(report, total, "tracked_before"), earlier)
        [note] = report.notes
        self.assertRegex(note, "^These days are not over: they are compared with 9–11 Mar( 2026)?\\.$")

    def test_other_days_may_be_chosen_to_compare_with(self) -> None:
        other = Period(date(2026, 2, 23), date(2026, 3, 4))
        report = self.comparison(self.by_mara, against=None, other=other)
        total = report.table.total
        assert total is not None
        earlier = sum(fact.seconds for fact in self.between(other.first, other.last))
        self.assertEqual(value(report, total, "tracked_before"), earlier)
        year = self.comparison(self.by_mara, against=Against.YEAR_BEFORE)
        self.assertTrue(year.title.endswith("nothing in 9–15 Mar 2025"), year.title)

    def test_the_title_is_a_sentence(self) -> None:
        month, may = create_project("May", by=self.by_mara), (date(2025, 5, 1), date(2025, 5, 31))
        create_entry(by=self.by_mara, project=month, day=date(2025, 5, 6), duration=5 * 3600)
        self.assertEqual(self.comparison(self.by_mara, *may).title, "5 h, nothing in April 2025")
        create_entry(by=self.by_mara, project=month, day=date(2025, 4, 6), duration=4 * 3600)
        self.assertEqual(self.comparison(self.by_mara, *may).title, "5 h, 25 % more than April 2025")
        june = self.comparison(self.by_mara, date(2025, 6, 1), date(2025, 6, 30))
        self.assertEqual(june.title, "Nothing tracked, after 5 h in May 2025")
        self.assertFalse(june.is_empty)
        rounded = self.comparison(self.by_mara, *may, rounding="down-600")
        self.assertEqual(rounded.title, "0 m")
        empty = self.comparison(self.by_mara, date(2024, 6, 1), date(2024, 6, 30))
        self.assertEqual((empty.title, empty.is_empty, empty.charts), ("Nothing tracked in these days", True, ()))

    def test_before_the_calendar_begins_there_is_nothing_to_compare_with(self) -> None:
        create_entry(by=self.by_mara, day=date(1970, 1, 2), duration=60)
        report = self.comparison(self.by_mara, date(1970, 1, 1), date(1970, 1, 31))
        self.assertEqual([column.key for column in report.table.columns], ["project", "tracked", "amount"])
        self.assertEqual(report.title, "1 m")
        self.assertEqual(report.notes, ("There is nothing before these days to compare them with.",))

    def test_the_chart_has_pairs_of_bars_and_says_how_much_it_leaves_out(self) -> None:
        for number in range(15):
            project = create_project(f"Project {number}", by=self.by_mara)
            create_entry(by=self.by_mara, project=project, day=date(2025, 5, 12), duration=(20 - number) * 60)
            create_entry(by=self.by_mara, project=project, day=date(2025, 5, 5), duration=60)
        (chart,) = self.comparison(self.by_mara, date(2025, 5, 12), date(2025, 5, 18)).charts
        self.assertEqual((len(chart.labels), chart.labels[-1], chart.stacked), (12, "Project 11", False))
        now, before = chart.series
        self.assertEqual((now.values, before.values), (tuple(n * 60 for n in range(20, 8, -1)), (60,) * 12))
        # The bars of many together would dwarf these.
        self.assertEqual(
            chart.note,
            "3 more are not drawn: 21 m in 12–18 May 2025, 3 m in 5–11 May 2025. The table has them.",
        )
        self.client.force_login(self.mara)
        page = self.client.get("/acme/reports/comparison/?from=2025-05-12&to=2025-05-18")
        self.assertContains(page, chart.note)
        self.assertNotContains(page, "Everything else")

    def test_a_chart_that_shows_everything_leaves_nothing_out(self) -> None:
        for number in range(13):
            project = create_project(f"Project {number}", by=self.by_mara)
            create_entry(by=self.by_mara, project=project, day=date(2025, 5, 12), duration=60)
        (chart,) = self.comparison(self.by_mara, date(2025, 5, 12), date(2025, 5, 18)).charts
        self.assertEqual((len(chart.labels), chart.note), (13, ""))

    def test_time_that_no_rate_holds_for_is_told_of_both_periods(self) -> None:
        from workstate.billing.models import Rate

        Rate.objects.update(starts=date(2026, 3, 20))
        report = self.comparison(self.by_mara)
        self.assertEqual(len(report.notes), 2)
        self.assertRegex(report.notes[1], "of billable time in 2–8 Mar( 2026)? has no rate")

    def test_people_can_be_compared_too(self) -> None:
        report = self.comparison(self.by_mara, group=Grouping.PERSON)
        now, before = (summed(self.between(*days), "none", lambda fact: fact.user.name) for days in (WEEK, BEFORE))
        self.assertEqual(self.rows(report), {name: (now.get(name, 0), before.get(name, 0)) for name in {*now, *before}})
