"""What time really went into, behind the plan: the actor's own entries, by day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from workstate.core.clock import start_of_day
from workstate.core.durations import format_duration
from workstate.savedviews.layouts.calendar.periods import DAY, Period
from workstate.savedviews.layouts.calendar.planned import A_DAY
from workstate.savedviews.scenes import Scene
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import own_entries

MOST = 500
LEAST = 10
"""Minutes that a strip is drawn high at least."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Time that went by, on one day. `since` is set while it runs: then it grows."""

    minute: int
    length: int
    colour: str
    title: str
    words: str
    running: bool
    key: str


@dataclass(frozen=True, slots=True)
class Worked:
    strips: dict[date, list[Strip]]
    seconds: dict[date, int]
    """By the day of the entry, as everywhere in the product; with what runs."""


def worked_in(scene: Scene, period: Period) -> Worked:
    """One query. In a project only what went into it."""
    entries = own_entries(scene.actor).between(period.first - timedelta(days=1), period.last)
    # A task may since have gone into another's inbox: then it is not named.
    entries = entries.annotate(sees_task=Exists(Task.objects.visible_to(scene.actor).filter(pk=OuterRef("task"))))
    if scene.place.project:
        entries = entries.filter(project=scene.place.project)
    strips: dict[date, list[Strip]] = defaultdict(list)
    seconds: dict[date, int] = defaultdict(int)
    for entry in entries.order_by("started_at", "pk")[: MOST * (1 if period.span == DAY else 7)]:
        seconds[entry.day] += entry.seconds_at(scene.formats.now)
        if entry.started_at:
            for day, strip in _strips(entry, scene):
                if period.holds(day):
                    strips[day].append(strip)
    return Worked(strips, seconds)


def _strips(entry: TimeEntry, scene: Scene) -> list[tuple[date, Strip]]:
    """One for each day that it touches in the reader's zone; one that runs longer than two days is no work any more."""
    assert entry.started_at is not None
    formats = scene.formats
    stopped = entry.stopped_at or max(formats.now, entry.started_at)
    first, last = formats.local(entry.started_at).date(), formats.local(stopped).date()
    found = []
    words = f"{format_duration(entry.seconds_at(formats.now))} · {formats.time(entry.started_at)}"
    words += f"–{formats.time(entry.stopped_at)}" if entry.stopped_at else ""
    for ahead in range(min(2, (last - first).days + 1)):
        day = first + timedelta(days=ahead)
        begun = _minute(formats.local(max(entry.started_at, start_of_day(day, formats.zone))))
        end = A_DAY if day < last else _minute(formats.local(stopped))
        strip = Strip(
            minute=min(begun, A_DAY - LEAST),
            # On the day on which clocks go back an end may stand above its beginning.
            length=max(LEAST, end - begun),
            colour=entry.project.colour if entry.project else "none",
            title=str(entry) if entry.description or entry.sees_task else _("Time"),  # type: ignore[attr-defined]
            words=_("Tracked: %s") % words,
            running=entry.is_running and day == last,
            key=f"entry-{entry.pk}-{ahead}",
        )
        found.append((day, strip))
    return found


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute
