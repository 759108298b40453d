from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.core.colours import COLOURS
from workstate.demo.plan import Plan, make_plan
from workstate.demo.text import read_stories

STORIES = read_stories()
BERLIN = ZoneInfo("Europe/Berlin")


def plan_at(at: datetime, zone: ZoneInfo = BERLIN) -> Plan:
    return make_plan(STORIES, at, zone)


def told(plan: Plan) -> list[object]:
    """All that does not hang on the date."""
    return [
        [(w.line.title, w.line.estimate, w.done, w.spent) for w in plan.works],
        [(s.words, s.note, s.work.line.title if s.work else "", s.stop - s.start) for s in plan.slots],
    ]


class TextTest(SimpleTestCase):
    def test_six_projects_and_an_inbox(self) -> None:
        self.assertEqual(
            [story.name for story in STORIES],
            ["", "Storefront", "Mobile app", "Rebrand", "Table booking", "Internal", "Learning"],
        )
        self.assertTrue({story.colour for story in STORIES[1:]} <= set(COLOURS))
        self.assertEqual(len({story.colour for story in STORIES}), 7)

    def test_no_token_is_left_in_a_title(self) -> None:
        for story in STORIES:
            for line in story.lines:
                for title in (line.title, *(child.title for child in line.children)):
                    self.assertNotRegex(title, r"[~@*=]|\{n\}| p\d$")


class PlanTest(SimpleTestCase):
    now = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)

    def test_it_tells_the_same_on_any_day(self) -> None:
        first = told(plan_at(self.now))
        for days in (0, 1, 4, 5, 40, 200):
            self.assertEqual(told(plan_at(self.now + timedelta(days=days))), first)

    def test_the_numbers_are_those_that_are_promised(self) -> None:
        plan = plan_at(self.now)
        tasks = sum(1 + len(work.line.children) for work in plan.works)
        self.assertTrue(380 <= tasks <= 420, tasks)
        self.assertTrue(1450 <= len(plan.slots) <= 1600, len(plan.slots))

    def test_days_are_worked_as_people_work(self) -> None:
        plan = plan_at(self.now)
        hours: dict[date, float] = defaultdict(float)
        for slot in plan.slots[:-5]:
            hours[slot.day] += (slot.stop - slot.start).total_seconds() / 3600
            self.assertLess(slot.day.weekday(), 5)
            self.assertTrue(8 <= slot.start.astimezone(BERLIN).hour < 19)
        self.assertEqual(len(hours), 64)
        self.assertTrue(all(4 < length < 9 for length in hours.values()), hours)

    def test_what_was_done_took_about_what_was_estimated(self) -> None:
        done = [w for w in plan_at(self.now).works if w.done and w.line.estimate and w.spent]
        self.assertGreater(len(done), 220)
        ratio = sum(w.spent for w in done) / sum(w.line.estimate or 0 for w in done)
        self.assertTrue(0.9 < ratio < 1.25, ratio)

    def test_today_has_something_overdue_due_and_begun(self) -> None:
        plan = plan_at(self.now)
        today = self.now.astimezone(BERLIN).date()
        waiting = Counter(
            "overdue" if work.due[0] < today else "today" if work.due[0] == today else "later"
            for work in plan.works
            if not work.done and work.due
        )
        self.assertTrue(2 <= waiting["overdue"] <= 6 and 5 <= waiting["today"] <= 10 and waiting["later"] > 30, waiting)

    @settings(max_examples=40, deadline=None)
    @given(
        at=st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2032, 1, 1)),  # noqa: DTZ001
        zone=st.sampled_from(
            ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
        ),
    )
    def test_time_runs_forward_and_never_into_the_future(self, at: datetime, zone: str) -> None:
        now = at.replace(tzinfo=UTC, microsecond=0)
        plan = plan_at(now, ZoneInfo(zone))
        for slot, after in pairwise(plan.slots):
            self.assertLess(slot.start, slot.stop)
            self.assertLessEqual(slot.stop, after.start)
        self.assertLess(plan.slots[-1].stop, now)
        for work in plan.works:
            assert work.created_at
            self.assertLess(work.created_at, now)
            if work.done:
                assert work.done_at
                self.assertTrue(work.created_at < work.done_at < now, work.line.title)
