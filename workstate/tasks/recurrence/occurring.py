"""When a repeat is due: first, after a completion, and from then on. All is wall clock; nothing here knows zones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, product
from typing import Final

from django.utils.translation import gettext as _

from workstate.core.clock import LAST_DAY
from workstate.core.errors import Invalid
from workstate.tasks.recurrence.repeat import Anchor, Occurrence, Repeat
from workstate.tasks.recurrence.rule import Frequency, Rule, clock_parts, rule_of
from workstate.tasks.recurrence.series import days_from, ever_matches, moments_from

MOST_TIMES: Final = 24
"""Times of one day."""

MIDNIGHT: Final = time()
NOTHING_SKIPPED: Final[frozenset[date]] = frozenset()
_END_OF_DAY: Final = time.max


def checked(repeat: Repeat) -> Repeat:
    """The repeat in canonical form; raises Invalid (field "repeat") for a rule that is unknown, absurd or never true.

    BYHOUR and BYMINUTE, which other programs write into the rule, become times; the time in UNTIL is dropped.
    """
    rule = rule_of(repeat.rule)
    hours, minutes = clock_parts(repeat.rule)
    times = {_to_the_minute(at) for at in repeat.times}
    if hours:
        times.update(time(hour, minute) for hour, minute in product(hours, minutes or (0,)))
    elif minutes:
        raise _refusal(_("The repeat rule has minutes without hours. Add BYHOUR."))
    if times and rule.frequency.by_clock:
        raise _refusal(_("A task that repeats by the hour cannot have times of day too. Choose one of them."))
    if len(times) > MOST_TIMES:
        raise _refusal(_("A task can repeat at up to 24 times of a day."))
    if not ever_matches(rule):
        raise _refusal(_("There is no day that this repeat could mean. Check its days and months."))
    if rule.until and next(days_from(rule, start=date.min, day=date.min), None) is None:
        raise _refusal(_("This repeat ends before it begins. Choose a later day."))
    return Repeat(str(rule), Anchor(repeat.anchor), tuple(sorted(times)))


def first(repeat: Repeat, *, now: datetime) -> Occurrence:
    """The first occurrence on or after the day of `now`, with its time still to come if it has one.

    `now` is read as the wall clock it shows. The interval does not matter yet: "every 2 weeks on Monday" begins on the
    next Monday. Steps of hours begin with the next full hour, steps of minutes with the next five minutes. On the last
    day of a series its time may have passed. Raises Invalid (field "repeat") when the series is over by then.
    """
    wall = _wall(now)
    found = next(_all_from(repeat, wall), None) or next(
        _all_from(repeat, datetime.combine(wall.date(), MIDNIGHT)), None
    )
    if found is None:
        raise _refusal(_("This repeat is over already. Choose a later end."))
    return found


def following(
    repeat: Repeat,
    *,
    start: date,
    current: Occurrence,
    completed: datetime,
    skipped: Collection[date] = NOTHING_SKIPPED,
    done: int = 0,
) -> Occurrence | None:
    """The occurrence after `current`; None: it was the last. `completed` is read as the wall clock it shows.

    `start` gives "every 2 weeks" its phase and an unnamed day its name. `skipped` days are passed over. `done` is how
    many were completed before `current`: COUNT counts completions, not days that were missed or skipped.
    """
    rule = rule_of(repeat.rule)
    if rule.count is not None and done + 1 >= rule.count:
        return None
    coming = _after(repeat, rule, start, current, _wall(completed))
    return next((found for found in coming if found.day not in skipped), None)


def upcoming(
    repeat: Repeat,
    *,
    start: date,
    current: Occurrence,
    count: int = 5,
    skipped: Collection[date] = NOTHING_SKIPPED,
    done: int = 0,
    now: datetime | None = None,
) -> list[Occurrence]:
    """The next occurrences after `current`, as they come if each is completed when it is due.

    With `now`, the present one is completed now: an overdue "every day" begins tomorrow.
    """
    rule = rule_of(repeat.rule)
    if rule.count is not None:
        count = min(count, rule.count - done - 1)
    found: list[Occurrence] = []
    if repeat.anchor is not Anchor.COMPLETION and count > 0:
        wall = _wall(now) if now and repeat.anchor is Anchor.NOT_BEFORE else datetime.min  # noqa: DTZ901 - wall clock
        coming = _after(repeat, rule, start, current, wall)
        return list(islice((one for one in coming if one.day not in skipped), count))
    while len(found) < count:
        due = datetime.combine(current.day, current.time or MIDNIGHT)
        completed = max(due, _wall(now)) if now and not found else due
        coming_one = following(repeat, start=start, current=current, completed=completed, skipped=skipped)
        if coming_one is None:
            break
        found.append(coming_one)
        current = coming_one
    return found


def _refusal(message: str) -> Invalid:
    return Invalid(message, field="repeat")


def _to_the_minute(at: time) -> time:
    return time(at.hour, at.minute)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _all_from(repeat: Repeat, now: datetime) -> Iterator[Occurrence]:
    rule = replace(rule_of(repeat.rule), interval=1)
    if now.date() > LAST_DAY:
        return
    if rule.frequency.by_clock:
        step = timedelta(hours=1) if rule.frequency is Frequency.HOURLY else timedelta(minutes=5)
        origin = datetime.combine(now.date(), MIDNIGHT)
        full = replace(rule, frequency=Frequency.MINUTELY, interval=int(step.total_seconds()) // 60)
        yield from map(_occurrence, moments_from(full, origin=origin, after=now - timedelta(microseconds=1)))
        return
    for day in days_from(rule, start=now.date(), day=now.date()):
        for at in repeat.times or (None,):
            if at is None or day > now.date() or at > now.time():
                yield Occurrence(day, at)


def _after(repeat: Repeat, rule: Rule, start: date, current: Occurrence, completed: datetime) -> Iterator[Occurrence]:
    """The occurrences after `current`, and as the anchor wants it after the completion."""
    if max(current.day, completed.date(), start) > LAST_DAY:
        return iter(())
    if rule.frequency.by_clock:
        return _after_by_clock(repeat, rule, start, current, completed)
    return _after_by_day(repeat, rule, start, current, completed)


def _after_by_clock(
    repeat: Repeat, rule: Rule, start: date, current: Occurrence, completed: datetime
) -> Iterator[Occurrence]:
    due = datetime.combine(current.day, _to_the_minute(current.time) if current.time else MIDNIGHT)
    origin, after = due, due
    if repeat.anchor is Anchor.COMPLETION:
        origin = completed.replace(second=0, microsecond=0)
        after = max(due, origin)
    elif repeat.anchor is Anchor.NOT_BEFORE:
        after = max(due, completed)
    after = max(after, datetime.combine(start, MIDNIGHT) - timedelta.resolution if start > date.min else after)
    return map(_occurrence, moments_from(rule, origin=origin, after=after))


def _after_by_day(
    repeat: Repeat, rule: Rule, start: date, current: Occurrence, completed: datetime
) -> Iterator[Occurrence]:
    times: tuple[time | None, ...] = repeat.times or (current.time,)
    # A day without a time lasts to its end: what is due "today" and done today is not due today again.
    after = (current.day, current.time or _END_OF_DAY)
    done = (completed.date(), completed.time() if times[0] else _END_OF_DAY)
    day = current.day
    if repeat.anchor is Anchor.COMPLETION:
        start = completed.date()
        if len(times) > 1 and current.day == start:
            yield from _on(start, times, max(after, done))  # the rest of the day's times
        after = max(after, (start, _END_OF_DAY))
    elif repeat.anchor is Anchor.NOT_BEFORE:
        after = max(after, done)
    day = after[0]
    for on in days_from(rule, start=start, day=day):
        yield from _on(on, times, after)


def _on(day: date, times: tuple[time | None, ...], after: tuple[date, time]) -> Iterator[Occurrence]:
    """The occurrences of one day that are later than `after`."""
    return (Occurrence(day, at) for at in times if (day, at or _END_OF_DAY) > after)


def _occurrence(moment: datetime) -> Occurrence:
    return Occurrence(moment.date(), moment.time())
