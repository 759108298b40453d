"""Lines of a timeline as markup; there may be hundreds, so the templates are drawn once and filled in: see core.stencils."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.stencils import stencil
from workstate.savedviews.layouts.timeline.lines import Line
from workstate.tasks.extensions import Mark, row_ends
from workstate.tasks.models import Priority, Task

if TYPE_CHECKING:
    from workstate.savedviews.layouts.timeline import Timeline

NARROWEST: Final = 12
"""Pixels of a bar: a day of a year would be too small to see, let alone to grasp."""
OPEN_DAYS: Final = 14
"""How far a bar reaches of which only the beginning is said; it fades out."""
_ROW = (
    "classes", "key", "id", "url", "number", "title", "select_words", "complete_words", "more_words", "seen", "priority",
    "marks", "people", "end", "said", "start", "due", "width", "figures",
)  # fmt: skip
_BAR = ("classes", "x", "width", "part", "end_x", "link_x", "said")


class Pen:
    """Draws the lines of one page; `context` is the page's."""

    def __init__(self, timeline: Timeline, context: Mapping[str, Any]) -> None:
        self._timeline, self._scale = timeline, timeline.scale
        self._formats: Formats = timeline.scale.formats
        self._ends = row_ends(context)
        self._people: dict[object, SafeString] = {}
        self._waits = _("Waits for: %s")
        self._width = str(self._scale.width)

    def line(self, line: Line) -> SafeString:
        task, row = line.task, line.row
        done = row.is_done
        said = self.said(line)
        tone = f" p{task.priority} depth-{min(line.depth, 4)}"
        flags = f"{' is-done' if done else ''}{' is-running' if row.running_since else ''}"
        drawn = stencil(
            "savedviews/timeline/_row.html", *_ROW,
            done=done, fixed=not line.row.can_edit, can_edit=line.can_edit, prioritised=task.priority < Priority.P4,
            loose=line.can_edit and line.time is None,
        )  # fmt: skip
        return drawn.fill(
            {
                "classes": f"{tone}{flags}",
                "key": row.key,
                "id": str(task.pk),
                "url": row.url,
                "number": str(task.number),
                "title": task.title,
                "select_words": row.select_words,
                "complete_words": row.complete_words,
                "more_words": row.more_words,
                "seen": f"?seen={task.due_on.isoformat()}" if getattr(task, "repeats", False) and task.due_on else "",
                "priority": str(task.priority),
                "marks": self._marks(row.marks),
                "people": _joined([self._person(person) for person in row.people[:2]]),
                "end": "" if done and not row.running_since else _joined([end(task) for end in self._ends]),
                "said": said,
                "start": _iso(task.start_on),
                "due": _iso(task.due_on),
                "width": self._width,
                "figures": _joined(self._figures(line, said)),
            }
        )

    def said(self, line: Line) -> str:
        """When it is, in words: what one who does not see the bar is told."""
        task, days = line.task, self._formats.days
        parts = []
        if line.time and line.time.kind == "open":
            parts.append(_("Starts %s") % days(line.time.first, line.time.first))
        elif line.time:
            parts.append(days(line.time.first, line.time.last))
        elif line.whole:
            parts.append(days(*line.whole))
        if task.deadline_on:
            parts.append(_("Deadline: %s") % days(task.deadline_on, task.deadline_on))
        return ", ".join(parts + [self._waits % title for title in line.after])

    def _figures(self, line: Line, said: str) -> list[SafeString]:
        figures = []
        if line.whole and self._scale.shows(*line.whole):
            first, end = self._scale.x(line.whole[0]), self._scale.x(line.whole[1]) + self._scale.day_width
            drawn = stencil("savedviews/timeline/_whole.html", "from", "to", alone=line.time is None)
            figures.append(drawn.fill({"from": str(first), "to": str(end)}))
        if line.time:
            figures.append(self._bar(line, said))
        if line.task.deadline_on and self._scale.shows(line.task.deadline_on, line.task.deadline_on):
            x = self._scale.x(line.task.deadline_on) + self._scale.day_width
            figures.append(stencil("savedviews/timeline/_deadline.html", "x").fill({"x": str(x)}))
        return figures

    def _bar(self, line: Line, said: str) -> SafeString:
        assert line.time
        task, wide = line.task, self._scale.day_width
        days = OPEN_DAYS if line.time.kind == "open" else (line.time.last - line.time.first).days + 1
        x, width = self._scale.x(line.time.first), days * wide
        if width < NARROWEST:
            x, width = x - (NARROWEST - width) // 2, NARROWEST
        late = not line.row.is_done and task.due_on and task.due_on < self._formats.today
        drawn = stencil("savedviews/timeline/_bar.html", *_BAR, can_edit=line.can_edit, begun=line.share > 0)
        return drawn.fill(
            {
                "classes": f"is-{line.time.kind} {self._colour(task)}{' is-late' if late else ''}",
                "x": str(x),
                "width": str(width),
                "part": str(round(width * line.share)),
                "end_x": str(width - 3),
                "link_x": str(width + 13),
                "said": said,
            }
        )

    def _colour(self, task: Task) -> str:
        if self._timeline.by_priority:
            return f"p{task.priority}"
        return f"colour-{task.project.colour}" if task.project else "colour-slate"

    def _marks(self, marks: list[Mark]) -> SafeString:
        # Dates stand as figures beside it.
        shown = [mark for mark in marks if mark.icon not in {"flag", "calendar"}]
        return _joined(
            [
                stencil("tasks/_row_mark.html", "text", "title", "tone", icon=mark.icon, worded=bool(words)).fill(
                    {"text": words, "title": mark.title, "tone": mark.tone}
                )
                # Arrows say by what it is blocked.
                for mark, words in ((mark, "" if mark.tone == "blocked" else mark.text) for mark in shown)
            ]
        )

    def _person(self, person: Any) -> SafeString:
        if person.pk not in self._people:
            self._people[person.pk] = render_to_string("tasks/_row_person.html", {"person": person})
        return self._people[person.pk]


def _joined(parts: list[Any]) -> SafeString:
    return mark_safe("".join(parts))  # nosec: drawn by stencils, or safe by contract of register_row_end


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
