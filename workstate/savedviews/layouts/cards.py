"""Tasks as cards of a board. The markup is that of `savedviews/board/_card.html`, filled in as rows of a list are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workstate.core.durations import format_duration
from workstate.core.stencils import stencil
from workstate.savedviews.layouts.board import Board, Column
from workstate.tasks.drawing import NOTHING, Pen, seen_of
from workstate.tasks.extensions import Mark
from workstate.tasks.models import Priority
from workstate.tasks.rows import Row

_PLACES = (
    "classes", "key", "id", "number", "url", "select_words", "project_url", "project", "colour", "seen", "complete_words",
    "priority", "title", "more_words", "labels", "due", "due_tone", "due_machine", "due_exact", "marks", "time", "people",
    "end",
)  # fmt: skip


class CardPen(Pen):
    """Draws the cards of one board."""

    def __init__(self, context: Mapping[str, Any], board: Board) -> None:
        super().__init__(context)
        self._board = board

    def cards(self, column: Column) -> SafeString:
        return mark_safe("".join([self.card(row) for row in column.rows]))  # nosec: drawn by stencils

    def card(self, row: Row) -> SafeString:
        task, done, due = row.task, row.is_done, row.due
        in_project = bool(row.project_url) and not self._board.hides_project
        # What nobody has begun says how long it takes; the bar of what is tracked comes with the first minute.
        planned = not row.seconds and bool(task.estimate)
        time = NOTHING if planned else self._time(row)
        marks = (
            [*row.marks, Mark("hourglass", format_duration(task.estimate or 0), _("Estimate"))]
            if planned
            else row.marks
        )
        drawn = stencil(
            "savedviews/board/_card.html", *_PLACES,
            changes=self._board.changes and row.can_edit, done=done, fixed=not row.can_edit, in_project=in_project, is_due=bool(due.short), timed=bool(time),
            prioritised=task.priority < Priority.P4,
        )  # fmt: skip
        return drawn.fill(
            {
                "classes": f"p{task.priority}{' is-running' if row.running_since else ''}{' is-done' if done else ''}",
                "key": row.key,
                "id": str(task.pk),
                "number": str(task.number),
                "url": row.url,
                "select_words": row.select_words,
                "project_url": row.project_url,
                "project": task.project.name if task.project and in_project else "",
                "colour": task.project.colour if task.project and in_project else "",
                "seen": seen_of(task),
                "complete_words": row.complete_words,
                "priority": str(task.priority),
                "title": task.title,
                "more_words": row.more_words,
                "labels": self._all(self._label, row.labels),
                "due": due.short,
                "due_tone": " overdue" if due.overdue else "",
                "due_machine": due.machine,
                "due_exact": due.exact,
                "marks": self._all(self._mark, marks),
                "time": time,
                "people": self._all(self._person, row.people),
                "end": self._end(row),
            }
        )
