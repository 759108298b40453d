"""A week or a day by the clock: blocks as long as they are estimated, hours of work, and what was tracked behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.safestring import SafeString, mark_safe

from workstate.accounts.formats import Formats
from workstate.accounts.working_week import WorkingDay
from workstate.savedviews.layouts.calendar.drawing import Pen, placed
from workstate.savedviews.layouts.calendar.lanes import beside
from workstate.savedviews.layouts.calendar.planned import A_DAY, Item
from workstate.savedviews.layouts.calendar.worked import Strip


@dataclass(frozen=True, slots=True)
class DrawnStrip:
    strip: Strip
    placed: str
    since: int
    """The minute at which it begins, for one that grows."""


@dataclass(frozen=True, slots=True)
class Column:
    """One day by the clock."""

    date: date
    words: str
    blocks: SafeString
    strips: list[DrawnStrip]
    work: str
    """Classes that say where the hours of work stand, "" on a day off."""
    now: str
    """The same of the present moment, on the day that it is."""
    classes: str
    hidden: int
    """Items with a time that are not drawn: too many."""


def column_of(
    day: date, items: Sequence[Item], strips: Sequence[Strip], pen: Pen, *, is_on: bool, hidden: int
) -> Column:
    formats = pen.scene.formats
    return Column(
        date=day,
        words=formats.full_day(day),
        blocks=mark_safe("".join(map(pen.block, beside(items)))),  # nosec: drawn by stencils
        strips=[DrawnStrip(strip, placed(strip.minute, strip.length), strip.minute) for strip in strips],
        work=_work(pen.scene.actor.user.working_week.on(day)),
        now=_now(formats) if day == formats.today else "",
        classes=" ".join(filter(None, ["is-today" if day == formats.today else "", "is-on" if is_on else ""])),
        hidden=hidden,
    )


def _work(day: WorkingDay | None) -> str:
    """Where the hours of work stand; what goes past midnight is not drawn on the next day."""
    if not day:
        return ""
    begins = day.starts.hour * 60 + day.starts.minute
    return placed(begins, min(day.length // 60, A_DAY - begins))


def _now(formats: Formats) -> str:
    local = formats.local(formats.now)
    return placed(local.hour * 60 + local.minute, 0)


def hour_names(formats: Formats) -> list[str]:
    """Beside the lines of the hours, but for midnight."""
    return ["", *(formats.time(time(hour)) for hour in range(1, 24))]
