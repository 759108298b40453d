"""Values in words, and tables cut to what can be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from django.utils.translation import override

from workstate.accounts.formats import Formats
from workstate.core.money import Money
from workstate.reports.report import Chart, Figure, Series
from workstate.reports.screen.chart import ShownChart
from workstate.reports.screen.cutting import MOST_GROUPS, MOST_LONG, MOST_WITHIN, cut
from workstate.reports.screen.values import Words, precise_columns
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

WORDS = Words(Formats(ZoneInfo("Europe/Berlin"), now=datetime(2026, 11, 23, 12, tzinfo=UTC)))
COLUMNS = [
    Column("project", "Project", Kind.SUBJECT),
    Column("task", "Task", Kind.SUBJECT),
    Column("tracked", "Tracked", Kind.SECONDS),
    Column("amount", "Amount", Kind.MONEY),
    Column("margin", "Margin", Kind.PERCENT),
]


def row(name: str, *rows: Row, within: bool = False, seconds: int = 60) -> Row:
    subject = Subject(name, name)
    named: list[Value] = [None, subject] if within else [subject, None]
    return Row([*named, seconds, Money.of(1, "EUR"), Decimal(50)], list(rows))


class WordsTests(SimpleTestCase):
    def test_values_are_written_as_people_read_them(self) -> None:
        expected: list[tuple[Value, Kind, str]] = [
            (None, Kind.SECONDS, "–"),
            (5400, Kind.SECONDS, "1:30"),
            (-5400, Kind.SECONDS, "−1:30"),
            (Decimal("12.4"), Kind.PERCENT, "12 %"),
            (Decimal("0.3"), Kind.PERCENT, "< 1 %"),
            (Decimal("-0.3"), Kind.PERCENT, "−0.3 %"),
            (Decimal(0), Kind.PERCENT, "0 %"),
            (1234567, Kind.NUMBER, "1,234,567"),
            (Money(), Kind.MONEY, "–"),
            (Money.of("-1234.5", "EUR"), Kind.MONEY, "−€1,234.50"),
            (date(2026, 11, 20), Kind.DAY, "Fri 20 Nov"),
            (True, Kind.FLAG, "Yes"),
            (Subject("x", "Website"), Kind.SUBJECT, "Website"),
        ]
        for value, kind, text in expected:
            with self.subTest(value=value, kind=kind):
                self.assertEqual(WORDS.text(value, kind), text)
        with override("de"):
            self.assertEqual(WORDS.text(Money.of("1234.5", "EUR"), Kind.MONEY), "1.234,50\xa0€")

    def test_a_difference_has_its_sign(self) -> None:
        self.assertEqual(WORDS.text(60, Kind.SECONDS, signed=True), "+0:01")
        self.assertEqual(WORDS.text(0, Kind.SECONDS, signed=True), "0:00")
        self.assertEqual(WORDS.text(Decimal("0.3"), Kind.PERCENT, signed=True), "+0.3 %")
        self.assertEqual(WORDS.text(Money.of(5, "EUR"), Kind.MONEY, signed=True), "+€5.00")

    def test_a_stretch_of_days_is_told_in_days_and_beside_it_exactly(self) -> None:
        for seconds, said in [
            (47 * 3600 + 59 * 60, "47 h 59 m"),
            (48 * 3600, "2 days"),
            (84 * 3600, "3.5 days"),
            (11 * 86_400 + 23 * 3600 + 3599, "12 days"),
            (1500 * 86_400, "1,500 days"),
        ]:
            with self.subTest(said=said):
                self.assertEqual(WORDS.figure(Figure("lead", "Lead", seconds, Kind.SECONDS, is_span=True)), said)
        with override("de"):
            self.assertIn("3,5 ", WORDS.figure(Figure("lead", "Lead", 84 * 3600, Kind.SECONDS, is_span=True)))
        self.assertEqual(WORDS.figure(Figure("tracked", "Tracked", 84 * 3600, Kind.SECONDS)), "84:00")

    def test_hovering_says_what_the_text_leaves_out(self) -> None:
        self.assertEqual(WORDS.exact(5400, Kind.SECONDS), "")
        self.assertEqual(WORDS.exact(-5401, Kind.SECONDS), "−1:30:01")
        self.assertEqual(WORDS.exact(Decimal("12.345"), Kind.PERCENT), "12.35 %")


class AddingUpTests(SimpleTestCase):
    def test_a_column_is_written_to_the_second_where_minutes_would_not_add_up(self) -> None:
        columns = [
            *COLUMNS[:3],
            Column("estimate", "Estimate", Kind.SECONDS),
            Column("entries", "Entries", Kind.NUMBER),
        ]
        rows: list[list[Value]] = [[None, None, 60, 3600, 61], [None, None, None, 7200, 61], [None, None, 120, -60, 61]]
        self.assertEqual(precise_columns(columns, rows), frozenset())
        self.assertEqual(precise_columns(columns, [*rows, [None, None, -89, 3600, 61]]), {"tracked"})
        self.assertEqual(precise_columns(columns, []), frozenset())

    def test_so_are_the_numbers_of_a_chart_and_a_figure(self) -> None:
        def numbers(*values: int) -> list[str]:
            series = (Series("", "indigo", values),)
            chart = Chart("c", "C", "bar", "time", tuple(map(str, values)), series)
            return [number for _name, said in ShownChart(chart, WORDS).rows for number in said]

        self.assertEqual(numbers(60, 90), ["0:01:00", "0:01:30"])
        self.assertEqual(numbers(60, 120), ["0:01", "0:02"])
        self.assertEqual(WORDS.figure(Figure("tracked", "Tracked", 90, Kind.SECONDS)), "0:01:30")


class CutTests(SimpleTestCase):
    def test_what_is_left_out_is_added_up_where_a_sum_means_something(self) -> None:
        within = [row(f"task {number}", within=True) for number in range(MOST_WITHIN + 20)]
        rows = cut(Table(COLUMNS, [row("one", *within)], depth=2))
        (group,) = rows.groups
        self.assertEqual(len(group.within), MOST_WITHIN)
        assert group.rest
        self.assertEqual(group.rest.count, 20)
        self.assertEqual(group.rest.values, [None, None, 1200, Money.of(20, "EUR"), None])
        self.assertTrue(rows.is_cut)

    def test_groups_beyond_many_become_one_row(self) -> None:
        rows = cut(Table(COLUMNS, [row(f"project {number}") for number in range(MOST_GROUPS + 3)], depth=2))
        assert rows.rest
        self.assertEqual((len(rows.groups), rows.rest.count), (MOST_GROUPS, 3))

    def test_a_table_that_is_never_held_is_read_no_further_than_it_is_shown(self) -> None:
        read = 0

        def lines() -> object:
            nonlocal read
            while True:
                read += 1
                yield row("endless")

        rows = cut(Table(COLUMNS, lines(), is_long=True))  # type: ignore[arg-type]
        self.assertEqual((len(rows.groups), read, rows.is_cut), (MOST_LONG, MOST_LONG + 1, True))


class ChartTests(SimpleTestCase):
    def test_its_name_says_where_there_is_most(self) -> None:
        series = (Series("A", "indigo", (3600, 0)), Series("B", "pink", (3600, 5400)))
        shown = ShownChart(Chart("time", "Time", "bar", "time", ("Mon", "Tue"), series), WORDS)
        self.assertIn("Most: Mon, 2:00", shown.finding)
        self.assertEqual(shown.rows, [("Mon", ["1:00", "1:00", "2:00"]), ("Tue", ["0:00", "1:30", "1:30"])])
        self.assertEqual([name for _colour, name, _number in shown.legend], ["A", "B"])

    def test_parts_of_a_whole_say_their_share(self) -> None:
        parts = (Series("", "", (3600, 10800)),)
        shown = ShownChart(
            Chart("parts", "Parts", "doughnut", "time", ("A", "B"), parts, colours=("indigo", "pink")), WORDS
        )
        self.assertEqual(shown.legend, [("indigo", "A", "1:00 · 25 %"), ("pink", "B", "3:00 · 75 %")])

    def test_nothing_is_no_error(self) -> None:
        shown = ShownChart(Chart("none", "Nothing", "line", "money", ("A",), (Series("x", "", (None,)),)), WORDS)
        self.assertEqual((shown.finding, shown.rows), ("Nothing", [("A", ["–"])]))
