"""Time between entries and over others: pure, so tested on plain stretches of minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest import TestCase
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from workstate.timetracking.gaps import Means, Mend, Overlap, gaps_between, mends, overlaps_among

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
LATE = MONDAY + timedelta(days=1)
ROOM = UUID(int=1)


@dataclass(frozen=True)
class Stretch:
    id: UUID
    started_at: datetime | None
    stopped_at: datetime | None


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return MONDAY + timedelta(hours=int(hour), minutes=int(minute))


def stretch(span: str, name: str = "") -> Stretch:
    """ "9:00-10:30", or "9:00-" for one that runs."""
    start, _dash, end = span.partition("-")
    return Stretch(uuid5(ROOM, span + name), at(start), at(end) if end else None)


def said(mend: Mend[Stretch]) -> str:
    return f"{mend.means} {mend.at:%H:%M}"


class GapsTest(TestCase):
    WORK = [(at("9:00"), at("17:00"))]

    def gaps(self, *spans: str, current: datetime = LATE) -> list[str]:
        entries = [stretch(span, str(number)) for number, span in enumerate(spans)]
        return [
            f"{gap.start:%H:%M}-{gap.end:%H:%M} {'<' if gap.before else ''}{'>' if gap.after else ''}".strip()
            for gap in gaps_between(entries, within=self.WORK, current=current)
        ]

    def test_between_two_entries_and_in_no_other_place(self) -> None:
        self.assertEqual(self.gaps("9:30-10:15", "11:00-12:00"), ["10:15-11:00 <>"])
        self.assertEqual(self.gaps("9:30-10:15"), [])
        self.assertEqual(self.gaps(), [])

    def test_breath_is_no_gap(self) -> None:
        self.assertEqual(self.gaps("9:30-10:15", "10:19-12:00", "12:05-13:00"), ["12:00-12:05 <>"])

    def test_only_within_working_time_and_then_beside_what_touches_it(self) -> None:
        self.assertEqual(self.gaps("15:00-16:30", "19:00-20:00"), ["16:30-17:00 <"])
        self.assertEqual(self.gaps("7:00-8:00", "9:30-10:00"), ["09:00-09:30 >"])
        self.assertEqual(self.gaps("6:00-7:00", "18:00-19:00"), ["09:00-17:00"])
        self.assertEqual(self.gaps("18:00-19:00", "20:00-21:00"), [])

    def test_what_lies_under_a_longer_entry_leaves_none(self) -> None:
        self.assertEqual(self.gaps("9:00-12:00", "9:30-10:00", "11:00-11:30", "13:00-14:00"), ["12:00-13:00 <>"])

    def test_one_that_runs_reaches_to_now(self) -> None:
        self.assertEqual(self.gaps("9:00-9:30", "10:00-", current=at("10:30")), ["09:30-10:00 <>"])
        self.assertEqual(self.gaps("9:00-", "9:10-9:20", "10:00-10:10", current=at("11:00")), [])


class OverlapsTest(TestCase):
    def mended(self, *spans: str, current: datetime = LATE) -> list[str]:
        [overlap] = overlaps_among([stretch(span, str(at)) for at, span in enumerate(spans)], current=current)
        return [said(mend) for mend in mends(overlap)]

    def test_touching_ends_are_none(self) -> None:
        self.assertEqual(overlaps_among([stretch("9:00-10:00"), stretch("10:00-11:00")], current=LATE), [])

    def test_a_later_one_over_the_end_of_an_earlier_one(self) -> None:
        self.assertEqual(self.mended("9:00-10:30", "10:15-11:00"), ["end-first 10:15", "start-second 10:30"])

    def test_one_within_another(self) -> None:
        self.assertEqual(
            self.mended("9:00-12:00", "10:00-10:30"), ["split-first 10:00", "end-first 10:00", "start-first 10:30"]
        )

    def test_with_the_same_start_or_end(self) -> None:
        self.assertEqual(self.mended("9:00-12:00", "9:00-10:30"), ["start-first 10:30"])
        self.assertEqual(self.mended("9:00-10:30", "9:00-12:00"), ["start-first 10:30"])
        self.assertEqual(self.mended("9:00-12:00", "11:00-12:00"), ["end-first 11:00"])

    def test_the_same_time_twice(self) -> None:
        self.assertEqual(self.mended("9:00-12:00", "9:00-12:00"), ["remove-second 09:00"])

    def test_no_mend_stops_a_timer(self) -> None:
        self.assertEqual(self.mended("9:00-", "10:00-10:30"), ["split-first 10:00", "start-first 10:30"])
        self.assertEqual(self.mended("9:00-10:30", "10:00-"), ["end-first 10:00", "start-second 10:30"])
        [overlap] = overlaps_among([stretch("9:00-"), stretch("10:00-10:30")], current=LATE)
        [changed], [copied] = (side for side in (mends(overlap)[0].changed, mends(overlap)[0].copied))
        self.assertEqual((changed.start, changed.end), (at("10:30"), None))
        self.assertEqual((copied.start, copied.end), (at("9:00"), at("10:00")))

    def test_all_that_lie_over_another_are_told_of(self) -> None:
        entries = [stretch(span) for span in ("8:00-13:00", "9:00-9:10", "11:00-11:10", "13:00-14:00")]
        found = overlaps_among(entries, current=LATE)
        self.assertEqual({one.id for o in found for one in (o.first, o.second)}, {one.id for one in entries[:3]})


def minutes_of(entries: list[Stretch]) -> list[set[int]]:
    return [
        set(range(int((e.started_at - MONDAY).total_seconds()) // 60, int((e.stopped_at - MONDAY).total_seconds()) // 60))
        for e in entries
        if e.started_at and e.stopped_at
    ]  # fmt: skip


def after(mend: Mend[Stretch], overlap: Overlap[Stretch]) -> list[Stretch]:
    pieces = {piece.entry.id: piece for piece in mend.changed}
    kept = [one for one in (overlap.first, overlap.second) if one not in mend.removed]
    there = [Stretch(one.id, pieces[one.id].start, pieces[one.id].end) if one.id in pieces else one for one in kept]
    return there + [Stretch(uuid5(piece.entry.id, "copy"), piece.start, piece.end) for piece in mend.copied]


class AnyEntriesTest(TestCase):
    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=1, max_size=12))
    def test_gaps_and_overlaps_are_what_minutes_say(self, spans: list[tuple[int, int]]) -> None:
        entries = [
            Stretch(uuid5(ROOM, str(number)), MONDAY + timedelta(minutes=begins), MONDAY + timedelta(minutes=begins + n))
            for number, (begins, n) in enumerate(spans)
        ]  # fmt: skip
        sets = minutes_of(entries)
        everywhere = (MONDAY - timedelta(hours=1), LATE)
        gaps = gaps_between(entries, within=[everywhere], current=LATE, shortest=timedelta(minutes=1))
        empty = {
            minute
            for gap in gaps
            for minute in range(gap_minute(gap.start), gap_minute(gap.end))
        }  # fmt: skip
        first, last = min(begins for begins, _n in spans), max(begins + n for begins, n in spans)
        self.assertEqual(empty, set(range(first, last)) - set().union(*sets))
        over = {
            entry.id
            for entry, one in zip(entries, sets, strict=True)
            if any(one & other for other_entry, other in zip(entries, sets, strict=True) if other_entry is not entry)
        }
        found = overlaps_among(entries, current=LATE)
        self.assertEqual({one.id for o in found for one in (o.first, o.second)}, over)
        for overlap in found:
            ways = mends(overlap)
            self.assertTrue(ways)
            before = set().union(*minutes_of([overlap.first, overlap.second]))
            for mend in ways:
                now = minutes_of(after(mend, overlap))
                self.assertTrue(all(now), "no entry without length")
                self.assertEqual(sum(map(len, now)), len(set().union(*now)), "parted")
                self.assertLessEqual(set().union(*now), before, "nothing invented")
            # The mildest loses nothing.
            self.assertEqual(set().union(*minutes_of(after(ways[0], overlap))), before)
            self.assertEqual(len({mend.means for mend in ways}), len(ways))
            self.assertLessEqual({mend.means for mend in ways}, set(Means))


def gap_minute(instant: datetime) -> int:
    return int((instant - MONDAY).total_seconds()) // 60
