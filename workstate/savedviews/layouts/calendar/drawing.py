"""Tasks on a calendar as markup, drawn by stencils: a month shows hundreds. The markup is that of `savedviews/calendar/_item.html`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from workstate.core.stencils import stencil
from workstate.savedviews.layouts.calendar.lanes import Block, Line
from workstate.savedviews.layouts.calendar.planned import Item
from workstate.savedviews.planning import can_plan
from workstate.savedviews.scenes import Scene
from workstate.tasks.drawing import seen_of
from workstate.tasks.models import Priority, Task
from workstate.tasks.rows import Addresses, Row

_PLACES = (
    "classes", "key", "id", "number", "url", "title", "hint", "complete_words", "more_words", "select_words", "seen",
    "time", "marks", "on", "at", "lasts", "first", "colour", "priority",
)  # fmt: skip
FIVE = 5
"""Minutes to which a block is drawn; the classes .m0 to .m11 of calendar.css count them."""


@dataclass
class Pen:
    """Draws the items of one calendar from the rows that were fetched for them."""

    scene: Scene
    rows: Mapping[UUID, Row]
    coming: Mapping[UUID, Task] = field(default_factory=dict)
    """The tasks that come round again, of which only that is drawn."""
    drawn: set[UUID] = field(default_factory=set)

    def line(self, line: Line) -> SafeString:
        """A line of a day: an item, or room."""
        if line.item is None:
            return mark_safe('<li class="cal-room" aria-hidden="true"></li>')  # nosec: no value in it
        classes = f"is-line w{line.days}" if line.item.is_bar else "is-line"
        classes += f"{' goes-on' if line.goes_on else ''}{'' if line.ends else ' goes-ahead'}"
        by_days = line.item.minute is None
        return self._item(line.item, classes, begins=by_days and not line.goes_on, stretches=by_days and line.ends)

    def block(self, block: Block) -> SafeString:
        item = block.item
        assert item.minute is not None
        classes = f"is-block {placed(item.minute, item.length)} b{block.column} of{block.columns}"
        return self._item(item, f"{classes}{' is-short' if item.length < 45 else ''}", stretches=True)

    def loose(self, row: Row) -> SafeString:
        """One that has no day."""
        return self._fill(row, None, "is-loose")

    def colour(self, item: Item) -> str:
        task = self.coming[item.pk] if item.faint else self.rows[item.pk].task
        return task.project.colour if task.project else "none"

    def _item(self, item: Item, classes: str, *, begins: bool = False, stretches: bool = False) -> SafeString:
        if item.faint:
            return self._faint(item, classes)
        row = self.rows.get(item.pk)
        if row is None:
            return SafeString()
        twin = item.pk in self.drawn
        self.drawn.add(item.pk)
        return self._fill(
            row, item, classes + (" is-late" if item.is_late else ""), twin=twin, begins=begins, stretches=stretches
        )

    def _fill(
        self,
        row: Row,
        item: Item | None,
        classes: str,
        *,
        twin: bool = False,
        begins: bool = False,
        stretches: bool = False,
    ) -> SafeString:
        task, formats = row.task, self.scene.formats
        timed = item is not None and item.minute is not None
        movable = can_plan(self.scene.actor, task) and not row.is_done
        hint = " · ".join(filter(None, [task.title, row.due.exact, task.project.name if task.project else ""]))
        drawn = stencil(
            "savedviews/calendar/_item.html", *_PLACES, twin=twin, done=row.is_done, fixed=not row.can_edit, movable=movable,
            begins=begins and movable, stretches=stretches and movable, timed=timed, prioritised=task.priority < Priority.P4,
        )  # fmt: skip
        return drawn.fill(
            {
                "classes": f"{classes} p{task.priority}{' is-done' if row.is_done else ''}{' is-running' if row.running_since else ''}",
                "key": f"{row.key}-on" if twin else row.key,
                "id": str(task.pk),
                "number": str(task.number),
                "url": row.url,
                "title": task.title,
                "hint": hint,
                "complete_words": row.complete_words,
                "more_words": row.more_words,
                "select_words": row.select_words,
                "seen": seen_of(task),
                "time": formats.time(formats.local(task.due_at).time()) if timed and task.due_at else "",
                "marks": _marks(row),
                "on": item.day.isoformat() if item else "",
                "at": str(item.minute) if item and item.minute is not None else "",
                "lasts": str((task.estimate or 0) // 60),
                "first": item.first.isoformat() if item and item.is_bar else "",
                "colour": task.project.colour if task.project else "none",
                "priority": str(task.priority),
            }
        )

    def _faint(self, item: Item, classes: str) -> SafeString:
        task, minute = self.coming[item.pk], item.minute
        timed = minute is not None
        drawn = stencil("savedviews/calendar/_coming.html", "classes", "url", "title", "hint", "time", timed=timed)
        return drawn.fill(
            {
                "classes": f"{classes} colour-{self.colour(item)}",
                "url": f"{self.tasks_url}{task.number}/",
                "title": task.title,
                "hint": item.faint,
                "time": self.scene.formats.time(time(*divmod(minute, 60))) if minute is not None else "",
            }
        )

    @cached_property
    def tasks_url(self) -> str:
        return Addresses.of(self.scene.actor).tasks


def placed(minute: int, length: int) -> str:
    """The classes that say where by the clock something stands and how high it is."""
    return f"{_at('h', 'm', minute)} {_at('t', 'u', length)}"


def _at(hours: str, fives: str, minutes: int) -> str:
    return f"{hours}{minutes // 60} {fives}{minutes % 60 // FIVE}"


def _marks(row: Row) -> SafeString:
    """Of what is known beside its date, only what matters for a plan: that it is blocked, and that it repeats."""
    icons = {"ban", "repeat"}
    found = [
        stencil("tasks/_row_mark.html", "text", "title", "tone", icon=mark.icon, worded=False).fill(
            {"text": "", "title": mark.title, "tone": mark.tone}
        )
        for mark in row.marks
        if mark.icon in icons
    ]
    return mark_safe("".join(found))  # nosec: drawn by stencils
