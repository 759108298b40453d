"""
Thirteen weeks of somebody's work, thought out before anything is written: what was done when, and what is left.

The same every time: each day has its own seeded dice and its number counts back from today, so that only the dates differ
between one run and another. Time on a task and its completion come from one story, so that estimates and hours agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from workstate.core.clock import day_of, instant_of
from workstate.demo.text import Line, Story

DAYS = 65  # working days: thirteen weeks
DAYS_OFF = frozenset({33})
DONE_SHARE = 0.7  # of each section, from the top
SPREAD = (0.62, 0.75, 0.85, 0.9, 1.0, 1.0, 1.05, 1.1, 1.2, 1.35, 1.6)  # of hours needed over hours estimated
NOTES = ("first pass", "with Jo", "after the feedback", "tests", "loose ends", "reading up", "second try")
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Work:
    """A task as it went. `needs` is seconds; a task that is begun and not done has `done_at` None."""

    line: Line
    story: int
    needs: float = 0
    spent: int = 0
    done: bool = False
    began_at: datetime | None = None
    done_at: datetime | None = None
    created_at: datetime | None = None
    due: tuple[date, time | None] | None = None


@dataclass(slots=True)
class Slot:
    """A stretch of time, UTC; with `words` it is a meeting or mail, else it is for tasks."""

    start: datetime
    stop: datetime
    day: date
    number: int  # of the working day, 0 is the first
    words: str = ""
    story: int | None = None
    label: str = ""
    work: Work | None = None
    note: str = ""


@dataclass(slots=True)
class Plan:
    works: list[Work] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


def make_plan(stories: list[Story], at: datetime, zone: ZoneInfo) -> Plan:
    """What somebody in the zone has behind and before them at the instant."""
    today = day_of(at, zone)
    places = {story.name: index for index, story in enumerate(stories)}
    works = [Work(line, index) for index, story in enumerate(stories) for line in story.lines]
    slots = [slot for number, day in enumerate(_working_days(today)) for slot in _slots_of(number, day, zone, places)]
    _decide(works, slots)
    _spend(works, slots)
    slots += _this_morning(works, at, zone, places)
    for index, work in enumerate(works):
        _date(work, index, today, at, zone)
    _date_the_rest([work for work in works if not work.done and work.due is None], today)
    return Plan(works, slots)


def _working_days(today: date) -> list[date]:
    days: list[date] = []
    day = today
    while len(days) < DAYS:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            days.append(day)
    return days[::-1]


def _slots_of(number: int, day: date, zone: ZoneInfo, places: dict[str, int]) -> Iterator[Slot]:
    """The stretches of one day, with their gaps and a lunch."""
    if number in DAYS_OFF:
        return
    dice = Random(f"day {number}")  # nosec B311: a story, not a secret
    now = _minutes(8, 20) + dice.randint(0, 35)
    end = _minutes(15, 40) if number % 5 == 4 else _minutes(17, 5) + dice.randint(0, 50)
    internal, storefront, rebrand = places["Internal"], places["Storefront"], places["Rebrand"]
    fixed: list[tuple[int, int, str, int, str]] = [
        (now, dice.randint(9, 17), "Mail and planning", internal, ""),
        (_minutes(9, 15), dice.randint(12, 18), "Standup", internal, "meeting"),
        (_minutes(15, 0), dice.randint(7, 14), "Mail", internal, ""),
    ]
    if number % 5 == 1:
        fixed.append((_minutes(10, 0), dice.randint(38, 52), "Weekly call with Northwind", storefront, "meeting"))
    if number % 5 == 3:
        fixed.append((_minutes(14, 0), dice.randint(22, 36), "Call with Élodie", rebrand, "meeting"))
    if number % 5 == 4:
        fixed.append((_minutes(15, 10), dice.randint(16, 24), "Look back at the week", internal, "meeting"))
    fixed.sort()
    lunch = _minutes(12, 5) + dice.randint(0, 40)
    while now < end or fixed:
        if lunch and now >= lunch:
            now, lunch = now + dice.randint(36, 58), 0
        if fixed and now >= fixed[0][0] - 4:
            _at, length, words, story, label = fixed.pop(0)
        else:
            length, words, story, label = dice.randint(9, 24), "", -1, ""
        yield Slot(
            _instant(day, now, dice.randint(0, 59), zone),
            _instant(day, now + length, dice.randint(0, 59), zone),
            day, number, words, None if story < 0 else story, label,
            note=dice.choice(NOTES) if dice.random() < 0.2 else "",
        )  # fmt: skip
        now += length + (dice.randint(9, 18) if dice.random() < 0.05 else dice.randint(1, 5))


def _decide(works: list[Work], slots: list[Slot]) -> None:
    """What is done by now, and how long each takes: together as long as there was time."""
    dice = Random("works")  # nosec B311
    sections: dict[tuple[int, str], list[Work]] = {}
    for work in works:
        sections.setdefault((work.story, work.line.section), []).append(work)
    for (story, _section), members in sections.items():
        until = round(len(members) * DONE_SHARE)
        for place, work in enumerate(members):
            estimate = work.line.estimate or 0
            work.needs = estimate * dice.choice(SPREAD)
            if work.line.week is not None:
                work.done = work.line.week < 13
                work.needs *= work.done
            else:
                work.done = place < until and story > 0 and work.line.due_in is None
                if not work.done and place != until:
                    work.needs = 0
                elif not work.done:
                    work.needs = estimate * dice.choice((0.3, 0.45, 0.6, 0.8))  # begun
    open_time = sum((slot.stop - slot.start).total_seconds() for slot in slots if not slot.words)
    needed = sum(work.needs for work in works if work.done)
    begun = sum(work.needs for work in works if not work.done)
    for work in works:
        if work.done:
            work.needs *= (open_time - begun) / needed


def _spend(works: list[Work], slots: list[Slot]) -> None:
    """Give every stretch to a task: a few in a row to one project, what is due each week before the week is out."""
    dice = Random("spend")  # nosec B311
    queues: dict[int, list[Work]] = {}
    for work in sorted(works, key=_share_of_section(works)):
        if work.needs and work.line.week is None:
            queues.setdefault(work.story, []).append(work)
    weekly = [work for work in works if work.needs and work.line.week is not None]
    current, row = 0, 0
    for slot in slots:
        if slot.words:
            continue
        due = [w for w in weekly if w.line.week is not None and w.line.week <= slot.number // 5 + 1]
        waiting = {story: sum(w.needs - w.spent for w in queue) for story, queue in queues.items() if queue}
        if due and (dice.random() < 0.3 + 0.1 * (slot.number % 5) or not waiting):
            work, queue = due[0], weekly
        elif waiting:
            if row <= 0 or current not in waiting:
                current = dice.choices(list(waiting), weights=list(waiting.values()))[0]
                row = dice.randint(3, 7)
            queue = queues[current]
            work = queue[1] if len(queue) > 1 and dice.random() < 0.25 else queue[0]
            row -= 1
        else:
            work, queue = next(w for w in reversed(works) if w.done and w.spent), []
        _work_on(work, slot)
        if work in queue and work.spent >= work.needs - 300:
            queue.remove(work)
            work.done_at = slot.stop if work.done else None
    for work in [*weekly, *(work for queue in queues.values() for work in queue)]:
        # The weeks were over first: what was nearly done counts as done, the rest as begun.
        if work.done and work.spent >= work.needs * 0.6:
            work.done_at = slots[-1].stop
        else:
            work.done = False


def _this_morning(works: list[Work], at: datetime, zone: ZoneInfo, places: dict[str, int]) -> list[Slot]:
    """The last two hours, counted back from now, so that today is never empty."""
    titled = {work.line.title: work for work in works}
    checkout = titled["Fix checkout totals"]
    morning = (
        (21, checkout, "", 4),
        (17, titled["Save the chosen delivery day with the order"], "", 3),
        (26, checkout, "", 6),
        (15, None, "Standup", 5),
        (28, titled["Plan the week, no. 13"], "", 2),
    )
    slots: list[Slot] = []
    stop = at.replace(microsecond=0) - 6 * MINUTE
    for length, work, words, gap in morning:
        start = stop - length * MINUTE
        slot = Slot(start, stop, day_of(start, zone), DAYS, words, places["Internal"] if words else None)
        slot.label = "meeting" if words else ""
        if work:
            _work_on(work, slot)
        slots.append(slot)
        stop = start - gap * MINUTE
    week = titled["Plan the week, no. 13"]
    week.done, week.done_at = True, slots[-1].stop
    return slots[::-1]


def _work_on(work: Work, slot: Slot) -> None:
    slot.work = work
    work.spent += int((slot.stop - slot.start).total_seconds())
    work.began_at = min(work.began_at or slot.start, slot.start)


def _date(work: Work, index: int, today: date, at: datetime, zone: ZoneInfo) -> None:
    """When it was written down, when it was done if no time went into it, when it was or is due."""
    dice = Random(f"task {index}")  # nosec B311
    line = work.line
    if work.done and work.done_at is None:
        # Small things that nobody clocks.
        back = 7 * (13 - (line.week or 1)) + 3
        work.done_at = instant_of(today - timedelta(days=back), time(17, dice.randint(0, 59)), zone)
    if line.week is not None:
        work.created_at = (work.began_at or work.done_at or at) - timedelta(days=dice.randint(1, 4))
        if not work.done:
            work.due = (today + timedelta(days=dice.randint(0, 4)), None)
    else:
        work.created_at = (work.began_at or at) - timedelta(days=dice.randint(1, 18), minutes=dice.randint(0, 300))
    if work.done and work.done_at and dice.random() < 0.75:
        work.due = (day_of(work.done_at, zone) + timedelta(days=dice.choice((-1, 0, 0, 0, 0, 1, 3))), None)
    if not work.done and line.due_in is not None:
        work.due = (today + timedelta(days=line.due_in), line.due_time)


def _date_the_rest(works: list[Work], today: date) -> None:
    """Over the coming weeks, thinning out; many have no day yet."""
    dice = Random("due")  # nosec B311
    for work in works:
        if work.story and dice.random() < 0.55:
            work.due = (today + timedelta(days=1 + int(dice.betavariate(1.1, 2.2) * 30)), None)


def _share_of_section(works: list[Work]) -> Callable[[Work], float]:
    """Sort so that the sections of a project go on side by side."""
    sections: dict[tuple[int, str], int] = {}
    share: dict[int, float] = {}
    for work in works:
        key = (work.story, work.line.section)
        sections[key] = sections.get(key, 0) + 1
        share[id(work)] = sections[key]
    return lambda work: share[id(work)] / sections[work.story, work.line.section]


def _instant(day: date, minute: int, second: int, zone: ZoneInfo) -> datetime:
    return instant_of(day, time(minute // 60, minute % 60, second), zone)


def _minutes(hour: int, minute: int) -> int:
    return hour * 60 + minute
