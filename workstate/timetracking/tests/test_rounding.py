from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Sum
from django.db.models.expressions import RawSQL
from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from workstate.testing import CastTestCase
from workstate.timetracking.models import DayShare, EntryDay, RoundingMode, TimeEntry, TimeRules
from workstate.timetracking.rounding import NO_ROUNDING, Rounding

MODES = [RoundingMode.UP, RoundingMode.DOWN, RoundingMode.NEAREST]
MINUTES = [1, 5, 6, 10, 12, 15, 20, 30, 60, 1440]
ROUNDINGS = [Rounding(mode, minutes * 60) for mode in MODES for minutes in MINUTES]

roundings = st.builds(Rounding, st.sampled_from(MODES), st.integers(60, 86_400))
lengths = st.integers(0, 40 * 86_400)


class RoundingTests(SimpleTestCase):
    def test_each_way_by_example(self) -> None:
        quarter = 15 * 60
        for mode, seconds, expected in (
            (RoundingMode.UP, 0, 0),
            (RoundingMode.UP, 1, quarter),
            (RoundingMode.UP, quarter, quarter),
            (RoundingMode.UP, quarter + 1, 2 * quarter),
            (RoundingMode.DOWN, quarter - 1, 0),
            (RoundingMode.DOWN, quarter, quarter),
            (RoundingMode.NEAREST, 449, 0),
            (RoundingMode.NEAREST, 450, quarter),
            (RoundingMode.NEAREST, 1349, quarter),
            (RoundingMode.NEAREST, 1350, 2 * quarter),
            (RoundingMode.NONE, 1234, 1234),
        ):
            with self.subTest(mode=mode, seconds=seconds):
                self.assertEqual(Rounding(mode, quarter).rounded(seconds), expected)

    @given(roundings, lengths)
    def test_what_is_rounded_is_a_multiple_close_by_and_is_not_rounded_again(
        self, rounding: Rounding, seconds: int
    ) -> None:
        rounded = rounding.rounded(seconds)
        self.assertEqual(rounded % rounding.step, 0)
        self.assertLess(abs(rounded - seconds), rounding.step)
        self.assertEqual(rounding.rounded(rounded), rounded)
        match rounding.mode:
            case RoundingMode.UP:
                self.assertGreaterEqual(rounded, seconds)
            case RoundingMode.DOWN:
                self.assertLessEqual(rounded, seconds)
            case RoundingMode.NEAREST:
                self.assertLessEqual(abs(rounded - seconds) * 2, rounding.step)

    @given(roundings, st.lists(lengths, min_size=1, max_size=6))
    def test_the_parts_of_an_entry_add_up_to_the_rounded_entry(self, rounding: Rounding, parts: list[int]) -> None:
        before, shares = 0, []
        for seconds in parts:
            shares.append(rounding.share(seconds, before))
            before += seconds
        self.assertEqual(sum(shares), rounding.rounded(sum(parts)))
        self.assertTrue(all(share >= 0 for share in shares))

    def test_an_address_says_what_is_rounded_and_how(self) -> None:
        for rounding in (*ROUNDINGS, NO_ROUNDING):
            self.assertEqual(Rounding.read(rounding.code), rounding)
        self.assertEqual(Rounding.read("up-15"), Rounding(RoundingMode.UP, 900))
        for wrong in (
            "",
            "up",
            "up-0",
            "up-1441",
            "up-١٥",
            "none-15",
            "up--15",
            "UP-15",
            "up-15 ",
            "up-15\x00",
            "9" * 9999,
        ):
            with self.subTest(wrong[:20]), self.assertRaises(ValidationError) as refused:
                Rounding.read(wrong)
            self.assertEqual(list(refused.exception.message_dict), ["rounding"])

    def test_a_workspace_says_it_in_its_rules(self) -> None:
        self.assertEqual(Rounding.of(TimeRules()), NO_ROUNDING)
        self.assertEqual(
            Rounding.of(TimeRules(rounding="up", rounding_step=360)).words, "Rounded up to 6 m, entry by entry"
        )
        self.assertEqual(NO_ROUNDING.words, "")


class RoundingInTheDatabaseTests(CastTestCase):
    """The rule is stated in Python and in SQL: here they meet."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        pick = random.Random(7)
        edges = [step * 60 * times // 2 + off for step in MINUTES for times in (1, 2, 3) for off in (-1, 0, 1)]
        start = datetime(2025, 3, 1, 22, tzinfo=UTC)
        entries, parts = [], []
        for seconds in [*edges, 1, 2, *(pick.randint(1, 200_000) for _ in range(300))]:
            cut = sorted(pick.sample(range(1, seconds), 2)) if seconds > 2 and pick.random() < 0.6 else []
            entry = TimeEntry(
                workspace=cls.by_ana.workspace,
                user=cls.ana,
                day=date(2025, 3, 1),
                last_day=date(2025, 3, 3) if cut else None,
                started_at=start,
                stopped_at=start + timedelta(seconds=seconds),
                duration=seconds,
            )
            entries.append(entry)
            for number, (begin, end) in enumerate(zip([0, *cut], [*cut, seconds], strict=True) if cut else ()):
                day = date(2025, 3, 1 + number)
                parts.append(
                    EntryDay(
                        workspace=entry.workspace, user=cls.ana, entry=entry, day=day, seconds=end - begin, before=begin
                    )
                )
        TimeEntry.objects.bulk_create(entries)
        EntryDay.objects.bulk_create(parts)

    def test_it_rounds_each_share_as_the_rule_says(self) -> None:
        for rounding in (*ROUNDINGS, NO_ROUNDING):
            with self.subTest(rounding.code):
                found = DayShare.objects.annotate(
                    rounded=RawSQL(rounding.sql("seconds", "before"), (), output_field=IntegerField())
                ).values_list("seconds", "before", "rounded")
                self.assertEqual(
                    [rounding.share(seconds, before) for seconds, before, _ in found], [r for *_, r in found]
                )

    def test_the_parts_add_up_to_the_entries(self) -> None:
        lengths = list(TimeEntry.objects.values_list("duration", flat=True))
        for rounding in (*ROUNDINGS, NO_ROUNDING):
            with self.subTest(rounding.code):
                total = DayShare.objects.aggregate(
                    seconds=Sum(RawSQL(rounding.sql("seconds", "before"), (), output_field=IntegerField()))
                )["seconds"]
                self.assertEqual(total, sum(rounding.rounded(length or 0) for length in lengths))
