"""The numbers of reports against a naive sum in Python over the same entries: by everything, rounded in every way, for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import product
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from workstate.billing.models import BillingSettings
from workstate.core.actor import Actor
from workstate.core.clock import instant_of
from workstate.reports.asking import Amount, ask, source_of
from workstate.reports.bars import Step, bars_of, start_of
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.kinds import make_report
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Subject
from workstate.reports.tests.oracle import CLOCK_CHANGES, ROUNDINGS, Fact, Total, WorldOfTime, by_hand
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.timetracking.day_sums import differences, put_together
from workstate.timetracking.models import DaySum, TimeEntry
from workstate.timetracking.queries import Period as Days
from workstate.timetracking.queries import days_in
from workstate.timetracking.rounding import Rounding

PERIODS = {
    "a day": (date(2025, 3, 30), date(2025, 3, 30)),
    "a week": (date(2025, 10, 20), date(2025, 10, 26)),
    "a month": (date(2025, 3, 1), date(2025, 3, 31)),
    "weeks that begin and end in the middle": (date(2025, 1, 2), date(2025, 4, 11)),
    "a year": (date(2025, 1, 1), date(2025, 12, 31)),
    "more than five years": (date(2019, 6, 15), date(2025, 11, 2)),
}
YEAR = PERIODS["a year"]
PAIRS: list[tuple[Grouping, ...]] = [
    *((group,) for group in Grouping),
    *((group, then) for group, then in product(Grouping, Grouping) if group != then),
]


def description_of(
    first: date, last: date, groupings: tuple[Grouping, ...] = (), rounding: str = "none", **more: Any
) -> Description:
    group, then = (*groupings, None, None)[:2]
    return Description(
        ReportKind.SUMMARY,
        Period(first, last, 6),
        date(2025, 11, 30),
        None,
        group,
        then,
        Rounding.read(rounding),
        **more,
    )


class OracleTestCase(WorldOfTime):
    def assert_same(self, found: Amount, expected: Total, reader: Reader) -> None:
        """To the second, and to whatever is smaller than a cent; nothing of money that the reader may not see."""
        self.assertEqual(
            (found.seconds, found.billable, found.raw), (expected.seconds, expected.billable, expected.raw)
        )
        self.assertEqual(found.unpriced, expected.unpriced if reader.amounts else 0)
        self.assertEqual(_some(found.earned.parts), _some(expected.earned) if reader.amounts else {})
        self.assertEqual(_some(found.cost.parts), _some(expected.cost) if reader.costs else {})

    @property
    def readers(self) -> list[Reader]:
        return [
            Reader.of(self.by_mara),
            Reader.of(self.by_ana),
            Reader(self.by_ana, amounts=True, costs=False),
            Reader.of(self.by_olga).without_costs(),
            Reader.of(self.by_mara).without_rates(),
        ]


def _some(parts: Any) -> dict[str, Fraction]:
    return {currency: amount for currency, amount in parts.items() if amount}


class SumsTests(OracleTestCase):
    def test_every_pair_of_groupings_adds_up_as_by_hand_for_everybody(self) -> None:
        periods, readers = list(PERIODS.items()), self.readers
        for number, groupings in enumerate(PAIRS):
            # Each pair in two periods, and all periods, readers and roundings with each other in the long run.
            for turn in (number, number * 5 + 2):
                name, (first, last) = periods[turn % len(periods)]
                reader = readers[(turn // 2) % len(readers)]
                rounding = ROUNDINGS[(turn // 3) % len(ROUNDINGS)]
                with self.subTest(period=name, by=groupings, rounding=rounding, reader=str(reader.actor.user)):
                    facts = self.seen_by(reader.actor, first, last)

                    def keys_of(fact: Fact, by: tuple[Grouping, ...] = groupings) -> list[tuple[Any, ...]]:
                        return list(product(*(self.keys(grouping, fact) for grouping in by)))

                    expected = self.added_up(facts, rounding, keys_of)
                    step = Step.of(Period(first, last, 6))
                    sums = ask(description_of(first, last, groupings, rounding), reader, groupings, step=step)

                    found = sums.by(*range(len(groupings)))
                    self.assertEqual(set(found), set(expected))
                    for key, amount in found.items():
                        self.assert_same(amount, expected[key], reader)
                    self.assert_same(sums.total, self.added_up(facts, rounding).get((), Total()), reader)
                    self.assertEqual(sums.overlap, any(len(keys_of(fact)) > 1 for fact in facts))

    def test_bars_cover_each_day_once_and_their_parts_make_the_whole(self) -> None:
        for number, (name, (first, last)) in enumerate(PERIODS.items()):
            rounding, reader = ROUNDINGS[number % len(ROUNDINGS)], self.readers[number % 2]
            with self.subTest(period=name):
                period = Period(first, last, 6)
                step = Step.of(period)
                bars = bars_of(period, step)
                days = [
                    bar.first + timedelta(days=day) for bar in bars for day in range((bar.last - bar.first).days + 1)
                ]
                self.assertEqual(days, [first + timedelta(days=day) for day in range(period.days)])
                expected = [
                    sum(fact.rounded(rounding) for fact in self.seen_by(reader.actor, bar.first, bar.last))
                    for bar in bars
                ]
                for groupings in (
                    (Grouping.PROJECT, Grouping.TASK),
                    (Grouping.DAY, Grouping.PERSON),
                    (Grouping.LABEL,),
                ):
                    report = make_report(description_of(first, last, groupings, rounding), reader)
                    by_bar = ask(description_of(first, last, (), rounding), reader, (), step=step).by_bar
                    starts = [start_of(bar.first, step, 6) for bar in bars]
                    self.assertEqual([by_bar[start].seconds if start in by_bar else 0 for start in starts], expected)
                    for chart in report.charts[:1]:
                        drawn = [sum(parts) for parts in zip(*(series.values for series in chart.series), strict=True)]
                        self.assertEqual(drawn, expected)

    def test_people_groups_and_filters_narrow_what_is_added_up(self) -> None:
        ana, mara = self.ana.pk, self.mara.pk
        makers = next(group for group, people in self.groups.items() if people == {ana, mara})
        leads = next(group for group, people in self.groups.items() if people == {mara})
        first_project = self.projects[0]
        asked: list[tuple[dict[str, Any], Any]] = [
            ({"is_own": True}, lambda fact: fact.user == mara),
            ({"people": (ana,)}, lambda fact: fact.user == ana),
            ({"groups": (makers,)}, lambda fact: fact.user in {ana, mara}),
            ({"people": (ana,), "groups": (leads,)}, lambda fact: fact.user in {ana, mara}),
            ({"filter": "billable"}, lambda fact: fact.billable),
            ({"filter": f'#"{first_project.name}" | client: Nord'}, self._is_first_or_nord),
            ({"filter": "!(billable & by: me)"}, lambda fact: not (fact.billable and fact.user == mara)),
            ({"filter": "@deep & !@call"}, lambda fact: "deep" in fact.labels and "call" not in fact.labels),
            ({"filter": "billable", "people": (ana,)}, lambda fact: fact.billable and fact.user == ana),
        ]
        reader = Reader.of(self.by_mara)
        for (narrowed, keeps), rounding in product(asked, ("none", "up-15")):
            with self.subTest(**narrowed, rounding=rounding):
                facts = [fact for fact in self.seen_by(self.by_mara, *YEAR) if keeps(fact)]
                self.assertTrue(facts)
                expected = self.added_up(facts, rounding, lambda fact: self.keys(Grouping.MONTH, fact))

                sums = ask(description_of(*YEAR, (), rounding, **narrowed), reader, (Grouping.MONTH,))

                self.assertEqual(set(sums.by_group), set(expected))
                for key, amount in sums.by_group.items():
                    self.assert_same(amount, expected[key], reader)

    def _is_first_or_nord(self, fact: Fact) -> bool:
        client = fact.project.client if fact.project else None
        return fact.project == self.projects[0] or bool(client and client.name == "Nord")

    def test_over_all_its_days_an_entry_is_rounded_once(self) -> None:
        self.assertGreater(sum(fact.before > 0 for fact in self.facts), 10)
        kept = TimeEntry.objects.kept().filter(workspace=self.by_ana.workspace, duration__isnull=False)
        lengths = list(kept.values_list("duration", flat=True))
        reader = Reader.of(self.by_mara)
        for rounding in ROUNDINGS:
            with self.subTest(rounding):
                whole = ask(description_of(date(2019, 1, 1), date(2026, 12, 31), (), rounding), reader, ())
                self.assertEqual(whole.total.seconds, sum(by_hand(length or 0, rounding) for length in lengths))

    def test_sums_of_days_say_what_the_entries_say(self) -> None:
        self.assertEqual(differences(), 0)
        Rates = type(self.rates[0])  # noqa: N806
        Rates.objects.filter(task__isnull=False).delete()  # a rate of a task is asked of entries
        rows = DaySum.objects.count()
        for groupings in ((), (Grouping.PROJECT, Grouping.WEEK), (Grouping.PERSON, Grouping.CLIENT)):
            asked = description_of(*YEAR, groupings)
            for reader in self.readers:
                self.assertIn("timetracking_daysum", source_of(asked, reader, by_person=True).sql)
                self.assertIn("timetracking_dayshare", source_of(asked, reader, by_entry=True).sql)
                by_days = ask(asked, reader, groupings)
                by_entries = ask(replace(asked, rounding=Rounding.read("up-1")), reader, groupings)
                raw = {key: amount.raw for key, amount in by_days.by(*range(len(groupings))).items()}
                self.assertEqual(
                    raw, {key: amount.raw for key, amount in by_entries.by(*range(len(groupings))).items()}
                )
                before = by_days.total
                put_together()
                self.assertEqual(ask(asked, reader, groupings).total, before)
        self.assertLess(DaySum.objects.count(), rows)
        self.assertEqual(differences(), 0)

    def test_sums_over_everybody_are_read_where_nobody_is_told_apart(self) -> None:
        reader = Reader.of(self.by_mara)
        makers = next(iter(self.groups))
        person = {"is_own": True}, {"people": (self.ana.pk,)}, {"groups": (makers,)}, {"filter": "billable & by: Ana"}
        self.assertIn(
            "timetracking_daysum", source_of(description_of(*YEAR), reader.without_rates(), by_person=True).sql
        )
        for narrowed in person:
            self.assertIn(
                "timetracking_daysum", source_of(description_of(*YEAR, **narrowed), reader.without_rates()).sql
            )
        for other in (self.by_ana, self.by_gil):
            self.assertIn("timetracking_daysum", source_of(description_of(*YEAR), Reader.of(other).without_rates()).sql)
        # A rate of a person asks who worked; of projects and the workspace none does.
        self.rates[0].__class__.objects.filter(task__isnull=False).delete()
        self.assertIn("timetracking_daysum", source_of(description_of(*YEAR), reader).sql)
        self.rates[0].__class__.objects.filter(user__isnull=False).delete()
        self.rates = [rate for rate in self.rates if rate.task_id is None and rate.user_id is None]
        of_projects = f'#"{self.projects[0].name}" | client: Nord'
        asked: list[tuple[str, Any]] = [
            ("", lambda fact: True),
            ("billable", lambda fact: fact.billable),
            (of_projects, self._is_first_or_nord),
            (f"!({of_projects}) & !billable", lambda fact: not fact.billable and not self._is_first_or_nord(fact)),
        ]
        pairs: list[tuple[Grouping, ...]] = [
            (Grouping.PROJECT, Grouping.WEEK),
            (Grouping.MONTH, Grouping.CLIENT),
            (Grouping.BILLABLE, Grouping.DAY),
        ]
        for (text, keeps), groupings in product(asked, pairs):
            description = description_of(*YEAR, groupings, filter=text)
            self.assertIn("timetracking_daytotal", source_of(description, reader).sql)
            facts = [fact for fact in self.seen_by(self.by_mara, *YEAR) if keeps(fact)]
            self.assertTrue(facts)

            def keys_of(fact: Fact, by: tuple[Grouping, ...] = groupings) -> list[tuple[Any, ...]]:
                return list(product(*(self.keys(grouping, fact) for grouping in by)))

            for _turn in ("as they were written", "put together"):
                with self.subTest(filter=text, by=groupings):
                    expected = self.added_up(facts, "none", keys_of)
                    found = ask(description, reader, groupings, step=Step.MONTH).by(0, 1)
                    self.assertEqual(set(found), set(expected))
                    for key, amount in found.items():
                        self.assert_same(amount, expected[key], reader)
                put_together()

    def test_one_query_whatever_is_asked(self) -> None:
        reader = Reader.of(self.by_mara)
        # What rates there are, and the sums; clients and groups of people are looked up beside.
        with self.assertNumQueries(2):
            ask(description_of(*YEAR), reader, (Grouping.PROJECT, Grouping.WEEK, Grouping.LABEL), step=Step.WEEK)
        with self.assertNumQueries(1):
            ask(description_of(*YEAR), reader.without_rates(), (Grouping.PROJECT,))
        with self.assertNumQueries(4):
            ask(description_of(*YEAR), reader, (Grouping.CLIENT, Grouping.GROUP))


class SummaryTests(OracleTestCase):
    def report(self, reader: Reader, *groupings: Grouping, rounding: str = "none") -> Report:
        return make_report(description_of(*YEAR, groupings, rounding), reader)

    def column(self, report: Report, key: str) -> dict[Any, Any]:
        """By the ids of what the rows are about."""
        table = report.table
        index = table.index(key)
        found: dict[Any, Any] = {}
        for row in table.rows:
            assert isinstance(row.values[0], Subject)
            found[(row.values[0].id,)] = row.values[index]
            for inner in row.rows:
                assert isinstance(inner.values[1], Subject)
                found[row.values[0].id, inner.values[1].id] = inner.values[index]
        return found

    def total(self, report: Report) -> Any:
        assert report.table.total
        return report.table.total.values[report.table.index("tracked")]

    def test_the_table_holds_the_sums(self) -> None:
        for rounding, reader in product(("none", "nearest-6"), self.readers):
            report = self.report(reader, Grouping.PROJECT, Grouping.PERSON, rounding=rounding)
            facts = self.seen_by(reader.actor, *YEAR)
            by_project = self.added_up(facts, rounding, lambda fact: [(self.keys(Grouping.PROJECT, fact)[0],)])
            by_both = self.added_up(facts, rounding, lambda fact: [(self.keys(Grouping.PROJECT, fact)[0], fact.user)])
            expected = by_project | by_both
            self.assertEqual(self.column(report, "tracked"), {key: total.seconds for key, total in expected.items()})
            self.assertEqual(
                self.column(report, "billable_time"), {key: total.billable for key, total in expected.items()}
            )
            if rounding != "none":
                self.assertEqual(self.column(report, "raw"), {key: total.raw for key, total in expected.items()})
            keys = [column.key for column in report.table.columns]
            self.assertEqual("amount" in keys, reader.amounts)
            if reader.amounts:
                money = {key: _some(amount.parts) for key, amount in self.column(report, "amount").items()}
                self.assertEqual(money, {key: _some(total.earned) for key, total in expected.items()})

    def test_two_readers_with_other_rights_see_other_totals(self) -> None:
        lead, member = Reader.of(self.by_mara), Reader.of(self.by_ana)
        seconds = [self.total(self.report(reader, Grouping.PERSON)) for reader in (lead, member)]
        self.assertEqual(
            seconds, [sum(fact.seconds for fact in self.seen_by(by, *YEAR)) for by in (self.by_mara, self.by_ana)]
        )
        self.assertGreater(seconds[0], seconds[1])
        self.assertEqual(
            {key for (key,) in self.column(self.report(member, Grouping.PERSON), "tracked")}, {self.ana.pk}
        )

    def test_members_see_what_they_earn_where_the_workspace_tells_them_and_never_costs(self) -> None:
        self.assertFalse(Reader.of(self.by_ana).amounts)
        BillingSettings.objects.create(workspace=self.by_ana.workspace, currency="EUR", members_see_amounts=True)
        reader = Reader.of(self.by_ana)
        self.assertEqual((reader.amounts, reader.costs), (True, False))
        self.assertFalse(Reader.of(self.by_gil).amounts)

    def test_an_estimate_counts_each_task_once(self) -> None:
        reader = Reader.of(self.by_ana)
        tasks = {fact.task.pk: fact.task for fact in self.seen_by(self.by_ana, *YEAR) if fact.task}
        pairs: list[tuple[Grouping, ...]] = [(Grouping.PROJECT, Grouping.TASK), (Grouping.TASK, Grouping.PROJECT)]
        for groupings in pairs:
            with self.subTest(groupings):
                report = self.report(reader, *groupings)
                expected: dict[UUID | None, int] = {}
                for task in tasks.values():
                    if task.estimate:
                        key = task.pk if groupings[0] == Grouping.TASK else task.project_id
                        expected[key] = expected.get(key, 0) + task.estimate
                found = {
                    key[0]: value
                    for key, value in self.column(report, "estimate").items()
                    if len(key) == 1 and value is not None
                }
                self.assertEqual(found, expected)
                assert report.table.total
                self.assertEqual(report.table.total.values[report.table.index("estimate")], sum(expected.values()))

    def test_part_of_a_task_has_no_estimate(self) -> None:
        reader = Reader.of(self.by_ana)
        found = self.column(self.report(reader, Grouping.TASK, Grouping.LABEL), "estimate")
        self.assertEqual({value for key, value in found.items() if len(key) == 2}, {None})
        for groupings in ((Grouping.DAY, Grouping.TASK), (Grouping.PROJECT, Grouping.PERSON)):
            columns = self.report(reader, *groupings).table.columns
            self.assertNotIn("estimate", [column.key for column in columns])

    def test_a_colour_of_the_bars_is_its_row(self) -> None:
        report = self.report(Reader.of(self.by_ana), Grouping.PROJECT, Grouping.TASK)
        tracked = report.table.index("tracked")
        rows = {(row.values[0].name, row.values[tracked]) for row in report.table.rows}  # type: ignore[union-attr]
        named = [(series.name, sum(filter(None, series.values))) for series in report.charts[0].series]
        self.assertEqual(len(named), 12)
        self.assertEqual(named[-1][0], "Everything else")
        self.assertLessEqual(set(named[:-1]), rows)

    def test_the_ring_makes_the_whole(self) -> None:
        for groupings in ((Grouping.PROJECT, Grouping.TASK), (Grouping.WEEK, Grouping.CLIENT), (Grouping.PERSON,)):
            report = self.report(Reader.of(self.by_mara), *groupings, rounding="up-15")
            ring = report.charts[1]
            self.assertEqual(ring.type, "doughnut")
            self.assertEqual(sum(filter(None, ring.series[0].values)), self.total(report))
            self.assertLessEqual(len(ring.labels), 7)
            self.assertEqual(len(ring.labels), len(ring.colours))
        # Labels overlap, and one person is all there is: no ring.
        self.assertEqual(len(self.report(Reader.of(self.by_mara), Grouping.LABEL).charts), 1)
        self.assertEqual(len(self.report(Reader.of(self.by_ana), Grouping.PERSON).charts), 1)

    def test_the_days_are_those_of_the_time_page(self) -> None:
        # The time page counts what runs too.
        TimeEntry.objects.of(self.ana).running().delete()
        for first, last in (PERIODS["a month"], PERIODS["a week"]):
            report = make_report(description_of(first, last, (Grouping.DAY,)), Reader.of(self.by_ana))
            page = days_in(self.by_ana, Days(first, last))
            self.assertEqual(
                {key: seconds for (key,), seconds in self.column(report, "tracked").items()},
                {day.date: day.total.seconds for day in page.days if day.total.seconds},
            )


class ClockChangeTests(CastTestCase):
    """On the day the clock changes, an hour is an hour."""

    def test_a_short_and_a_long_day_count_what_passed(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        for day in CLOCK_CHANGES:
            with self.subTest(day=day):
                begin, end = instant_of(day, time(1, 30), berlin), instant_of(day, time(3, 30), berlin)
                late = instant_of(day, time(23, 59, 59), berlin)
                create_entry(by=self.by_ana, description="Night", started_at=begin, stopped_at=end)
                create_entry(
                    by=self.by_ana, description="Late", started_at=late, stopped_at=late + timedelta(seconds=90)
                )
                night = 3600 if day.month == 3 else 3 * 3600
                self.assertEqual(self.seconds(self.by_ana, day), {"Night": night, "Late": 1})
                self.assertEqual(self.seconds(self.by_ana, day + timedelta(days=1)), {"Late": 89})

    def seconds(self, actor: Actor, day: date) -> dict[str, int]:
        sums = ask(description_of(day, day), Reader.of(actor), (Grouping.TASK,))
        return {str(key): amount.seconds for key, amount in sums.by_group.items()}
