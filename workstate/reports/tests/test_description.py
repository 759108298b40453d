from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase

from workstate.core.clock import today, week_of
from workstate.reports.bars import Step, bars_of
from workstate.reports.description import Description, read_description
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Against, Period, Preset, Unit
from workstate.reports.shapes import SHAPES, ReportKind
from workstate.testing import CastTestCase
from workstate.timetracking.models import RoundingMode, TimeRules
from workstate.timetracking.rounding import NO_ROUNDING, Rounding

BAD = {
    "an unknown period": ({"period": "next-century"}, "period"),
    "a period and days": ({"period": "today", "from": "2026-11-16", "to": "2026-11-22"}, "period"),
    "a nul": ({"period": "\x00"}, "period"),
    "a very long word": ({"group": "project" * 2000}, "group"),
    "an unknown group": ({"group": "shoe-size"}, "group"),
    "an unknown second group": ({"group": "day", "then": "shoe-size"}, "then"),
    "the same twice": ({"group": "day", "then": "day"}, "then"),
    "the default twice": ({"then": "project"}, "then"),
    "no first day": ({"to": "2026-11-22"}, "from"),
    "no last day": ({"from": "2026-11-22"}, "to"),
    "an end before the start": ({"from": "2026-11-22", "to": "2026-11-16"}, "to"),
    "no day at all": ({"from": "yesterday", "to": "2026-11-16"}, "from"),
    "a day that is not there": ({"from": "2026-02-29", "to": "2026-03-01"}, "from"),
    "month thirteen": ({"from": "2026-01-01", "to": "2026-13-01"}, "to"),
    "year 0": ({"from": "0000-01-01", "to": "2026-01-01"}, "from"),
    "year 20000": ({"from": "2026-01-01", "to": "20000-01-01"}, "to"),
    "year 9999": ({"from": "2026-01-01", "to": "9999-12-31"}, "to"),
    "a day before time": ({"from": "1969-12-31", "to": "2026-01-01"}, "from"),
    "a week of the ISO calendar": ({"from": "2026-W47-1", "to": "2026-12-01"}, "from"),
    "digits of another script": ({"from": "٢٠٢٦-١١-١٦", "to": "2026-12-01"}, "from"),
    "a right-to-left override": ({"from": "\u202e2026-11-16", "to": "2026-12-01"}, "from"),
    "an instant": ({"from": "2026-11-16T00:00", "to": "2026-12-01"}, "from"),
    "an unknown rounding": ({"rounding": "sideways-15"}, "rounding"),
    "a rounding to nothing": ({"rounding": "up-0"}, "rounding"),
    "a rounding to more than a day": ({"rounding": "up-1441"}, "rounding"),
    "a rounding in another script": ({"rounding": "up-١٥"}, "rounding"),
    "ten thousand characters": ({"from": "2" * 10_000, "to": "2026-12-01"}, "from"),
    "people who are no ids": ({"people": "ana, mara"}, "people"),
    "a crowd": ({"people": ",".join(str(UUID(int=number)) for number in range(201))}, "people"),
    "groups that are no ids": ({"groups": "\u202edesign"}, "groups"),
    "oneself and a group": ({"people": "me", "groups": str(UUID(int=1))}, "people"),
    "a filter without end": ({"filter": "p1 " * 1000}, "filter"),
}
ONE, OTHER = UUID(int=1), UUID(int=2)


class ReadingTests(CastTestCase):
    def test_without_parameters_it_is_this_week_by_project_and_task(self) -> None:
        self.ana.first_weekday, self.ana.time_zone = 6, "Pacific/Kiritimati"
        description = read_description(ReportKind.SUMMARY, {}, self.by_ana)
        first, last = week_of(today(ZoneInfo("Pacific/Kiritimati")), 6)
        self.assertEqual((description.period.first, description.period.last), (first, last))
        self.assertEqual(description.period.first.weekday(), 6)
        self.assertEqual(description.groupings, (Grouping.PROJECT, Grouping.TASK))

    def test_today_is_the_persons_own(self) -> None:
        for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
            self.ana.time_zone = zone
            day = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
            self.assertEqual(
                read_description(ReportKind.SUMMARY, {"period": "today"}, self.by_ana).period, Period(day, day)
            )

    def test_what_means_nothing_is_refused_at_its_parameter(self) -> None:
        for name, (parameters, field) in BAD.items():
            with self.subTest(name), self.assertRaises(ValidationError) as refused:
                read_description(ReportKind.SUMMARY, parameters, self.by_ana)
            self.assertEqual(list(refused.exception.message_dict), [field])

    def test_the_address_of_a_report_reads_as_the_same_report(self) -> None:
        for parameters in (
            {},
            {"period": "last-30-days", "group": "label", "then": "day"},
            {"from": "2026-02-01", "to": "2026-02-28", "group": "week", "then": ""},
            {"period": "today", "rounding": "nearest-6"},
            {"rounding": "none"},
            {"people": "me", "filter": "billable & #Website"},
            {"people": str(OTHER), "groups": f"{ONE},{OTHER}"},
        ):
            description = read_description(ReportKind.SUMMARY, parameters, self.by_ana)
            again = read_description(
                ReportKind.SUMMARY, dict(parse_qsl(description.query, keep_blank_values=True)), self.by_ana
            )
            self.assertEqual(again, description)

    def test_it_is_rounded_as_the_workspace_does_unless_the_address_says_otherwise(self) -> None:
        TimeRules.objects.create(workspace=self.by_ana.workspace, rounding="up", rounding_step=600)
        description = read_description(ReportKind.SUMMARY, {}, self.by_ana)
        self.assertEqual(description.rounding, Rounding(RoundingMode.UP, 600))
        self.assertNotIn("rounding", description.query)
        self.assertIs(read_description(ReportKind.SUMMARY, {"rounding": "none"}, self.by_ana).rounding, NO_ROUNDING)
        asked = read_description(ReportKind.SUMMARY, {"rounding": "down-30", "period": "today"}, self.by_ana)
        self.assertEqual(asked.rounding.code, "down-30")
        self.assertIn("rounding=down-30", asked.about(Preset.LAST_WEEK).query)
        self.assertEqual(read_description(ReportKind.SUMMARY, {}, self.by_boris).rounding, NO_ROUNDING)

    def test_one_grouping_is_enough(self) -> None:
        self.assertEqual(
            read_description(ReportKind.SUMMARY, {"group": "task"}, self.by_ana).groupings, (Grouping.TASK,)
        )
        self.assertEqual(read_description(ReportKind.SUMMARY, {"then": ""}, self.by_ana).groupings, (Grouping.PROJECT,))

    def test_each_kind_reads_what_it_knows_and_leaves_the_rest(self) -> None:
        asked = {
            "group": "label",
            "then": "day",
            "rounding": "up-15",
            "filter": "p1",
            "people": "me",
            "against": "before",
        }
        for kind in ReportKind:
            shape, usual = SHAPES[kind], Description.default(kind, self.by_ana)
            wanted = asked | {"group": usual.group.value if usual.group else "label", "then": ""}
            description = read_description(kind, wanted, self.by_ana)
            with self.subTest(kind):
                self.assertEqual(description.group, usual.group)
                self.assertIs(description.rounds, shape.rounds)
                self.assertEqual(description.filter, "p1" if shape.filters else "")
                self.assertIs(description.is_own, shape.chooses_people)
                self.assertEqual(description.against, Against.BEFORE if shape.compares else None)
                self.assertEqual(usual.preset, shape.preset)

    def test_a_comparison_says_with_what(self) -> None:
        def compared(**parameters: str) -> Period | None:
            asked = {"from": "2026-03-01", "to": "2026-03-31"} | parameters
            return read_description(ReportKind.COMPARISON, asked, self.by_ana).compared

        self.assertEqual(compared(), Period(date(2026, 2, 1), date(2026, 2, 28)))
        self.assertEqual(compared(against="year-before"), Period(date(2025, 3, 1), date(2025, 3, 31)))
        own = {"against_from": "2020-01-01", "against_to": "2020-01-02"}
        self.assertEqual(compared(**own), Period(date(2020, 1, 1), date(2020, 1, 2)))
        for wrong, field in (
            ({"against": "never"}, "against"),
            ({"against": "before", **own}, "against"),
            ({"against_from": "2020-01-02", "against_to": "2020-01-01"}, "against_to"),
        ):
            with self.assertRaises(ValidationError) as refused:
                compared(**wrong)
            self.assertEqual(list(refused.exception.message_dict), [field])


class PeriodTests(SimpleTestCase):
    def test_each_preset_counts_from_the_day(self) -> None:
        expected = {
            Preset.TODAY: ("2026-03-01", "2026-03-01"),
            Preset.YESTERDAY: ("2026-02-28", "2026-02-28"),
            Preset.THIS_WEEK: ("2026-02-23", "2026-03-01"),
            Preset.LAST_WEEK: ("2026-02-16", "2026-02-22"),
            Preset.THIS_MONTH: ("2026-03-01", "2026-03-31"),
            Preset.LAST_MONTH: ("2026-02-01", "2026-02-28"),
            Preset.LAST_30_DAYS: ("2026-01-31", "2026-03-01"),
            Preset.THIS_QUARTER: ("2026-01-01", "2026-03-31"),
            Preset.LAST_QUARTER: ("2025-10-01", "2025-12-31"),
            Preset.THIS_YEAR: ("2026-01-01", "2026-12-31"),
            Preset.LAST_YEAR: ("2025-01-01", "2025-12-31"),
        }
        for preset in Preset:
            period = Period.of(preset, date(2026, 3, 1), 0)
            self.assertEqual((str(period.first), str(period.last)), expected[preset])

    def test_the_week_begins_on_the_persons_day(self) -> None:
        sunday = Period.of(Preset.THIS_WEEK, date(2026, 3, 1), 6)
        self.assertEqual((sunday.first, sunday.last), (date(2026, 3, 1), date(2026, 3, 7)))
        self.assertEqual(sunday.unit, Unit.WEEK)

    def test_before_and_after_are_of_the_same_kind(self) -> None:
        february = Period(date(2028, 2, 1), date(2028, 2, 29))
        self.assertEqual(february.before(), Period(date(2028, 1, 1), date(2028, 1, 31)))
        self.assertEqual(february.after(), Period(date(2028, 3, 1), date(2028, 3, 31)))
        leap = Period(date(2028, 1, 1), date(2028, 12, 31))
        self.assertEqual(leap.before(), Period(date(2027, 1, 1), date(2027, 12, 31)))
        ten = Period(date(2026, 3, 3), date(2026, 3, 12))
        self.assertEqual(ten.before(), Period(date(2026, 2, 21), date(2026, 3, 2)))
        self.assertEqual(ten.after(), Period(date(2026, 3, 13), date(2026, 3, 22)))

    def test_the_calendar_ends_somewhere(self) -> None:
        everything = Period(date(1970, 1, 1), date(2199, 12, 31))
        self.assertIs(everything.after(), None)
        self.assertIs(everything.has_before(), False)
        self.assertEqual(len(bars_of(everything, Step.of(everything))), 230)

    def test_an_unfinished_period_is_held_against_as_much_of_the_one_before(self) -> None:
        march = Period(date(2026, 3, 1), date(2026, 3, 31))
        self.assertEqual(march.same_day_before(date(2026, 3, 31)), date(2026, 2, 28))
        self.assertEqual(march.same_day_before(date(2026, 3, 5)), date(2026, 2, 5))
        year = Period(date(2028, 1, 1), date(2028, 12, 31))
        self.assertEqual(year.same_day_before(date(2028, 2, 29)), date(2027, 2, 28))
        self.assertEqual(year.same_day_before(date(2028, 12, 1)), date(2027, 12, 1))
        week = Period(date(2026, 3, 2), date(2026, 3, 8))
        self.assertEqual(week.same_day_before(date(2026, 3, 4)), date(2026, 2, 25))

    def test_bars_are_days_then_weeks_then_months(self) -> None:
        for days, step in ((31, Step.DAY), (32, Step.WEEK), (200, Step.WEEK), (201, Step.MONTH), (2000, Step.YEAR)):
            period = Period(date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + days - 1))
            self.assertEqual(Step.of(period), step)

    def test_a_description_knows_whether_days_are_to_come(self) -> None:
        week = Period(date(2026, 3, 2), date(2026, 3, 8))
        self.assertIs(Description(ReportKind.SUMMARY, week, date(2026, 3, 4)).is_unfinished, True)
        self.assertIs(Description(ReportKind.SUMMARY, week, date(2026, 3, 8)).is_unfinished, False)
        self.assertIs(Description(ReportKind.SUMMARY, week, date(2026, 3, 9)).is_unfinished, False)
