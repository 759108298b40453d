"""Where things stand that would lie over each other: held to what must be so for any day and any week."""

from __future__ import annotations

from datetime import date, timedelta
from unittest import TestCase
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.core.lanes import MOST_BESIDE
from workstate.savedviews.layouts.calendar.lanes import beside, lines_of
from workstate.savedviews.layouts.calendar.planned import A_DAY, Item

MONDAY = date(2026, 11, 30)
WEEK = [MONDAY + timedelta(days=ahead) for ahead in range(7)]


def item(
    number: int, *, day: date = MONDAY, first: date | None = None, minute: int | None = None, minutes: int = 0
) -> Item:
    return Item(
        pk=UUID(int=number), day=day, minute=minute, first=first or day, estimate=minutes * 60, is_done=False,
        is_late=False, priority=4, position=str(number),
    )  # fmt: skip


timed = st.lists(st.tuples(st.integers(0, A_DAY - 1), st.integers(0, 600)), max_size=25)
spans = st.lists(st.tuples(st.integers(-5, 11), st.integers(0, 9)), max_size=25)


class BesideTest(TestCase):
    def test_what_touches_does_not_overlap(self) -> None:
        blocks = beside([item(1, minute=540, minutes=60), item(2, minute=600, minutes=60)])
        self.assertEqual([(block.column, block.columns) for block in blocks], [(0, 1), (0, 1)])

    def test_what_overlaps_one_that_overlaps_another_shares_its_columns(self) -> None:
        blocks = beside(
            [item(1, minute=540, minutes=120), item(2, minute=600, minutes=120), item(3, minute=660, minutes=60)]
        )
        self.assertEqual([(block.column, block.columns) for block in blocks], [(0, 2), (1, 2), (0, 2)])

    @settings(deadline=None)
    @given(timed)
    def test_nothing_lies_over_another_and_nothing_is_lost(self, given_times: list[tuple[int, int]]) -> None:
        items = [item(number, minute=at, minutes=lasts) for number, (at, lasts) in enumerate(given_times)]
        blocks = beside(items)
        self.assertCountEqual([block.item.pk for block in blocks], [one.pk for one in items])
        for block in blocks:
            self.assertTrue(0 <= block.column < block.columns <= MOST_BESIDE)
        for one in blocks:
            for other in blocks:
                if one is other or one.column != other.column or one.column == MOST_BESIDE - 1:
                    continue
                assert one.item.minute is not None and other.item.minute is not None
                apart = one.item.minute + one.item.length <= other.item.minute
                self.assertTrue(apart or other.item.minute + other.item.length <= one.item.minute)


class LinesTest(TestCase):
    @settings(deadline=None)
    @given(spans, st.integers(2, 6))
    def test_every_day_counts_all_that_stands_on_it_and_shows_no_more_than_fits(
        self, given_spans: list[tuple[int, int]], most: int
    ) -> None:
        items = []
        for number, (end, days) in enumerate(given_spans):
            day = MONDAY + timedelta(days=end)
            items.append(item(number, day=day, first=day - timedelta(days=days)))
        items.sort(key=lambda one: one.order)
        found = lines_of(WEEK, items, most)
        covered: dict[date, int] = dict.fromkeys(WEEK, 0)
        for at, day in enumerate(WEEK):
            lines = found[day]
            here = [one for one in items if one.first <= day <= one.day]
            self.assertEqual(lines.total, len(here))
            self.assertLessEqual(len(lines.shown) + bool(lines.more), most)
            for lane, line in enumerate(lines.shown):
                if line.item is None:
                    continue
                for over in WEEK[at : at + line.days]:
                    covered[over] += 1
                for over in WEEK[at + 1 : at + line.days]:
                    self.assertIsNone(found[over].shown[lane].item, "What goes on keeps its line.")
                self.assertEqual(line.goes_on, line.item.first < MONDAY)
                self.assertEqual(line.ends, line.item.day <= WEEK[-1])
        for day in WEEK:
            self.assertEqual(covered[day] + found[day].more, found[day].total)
