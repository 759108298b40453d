"""
Rows of tasks as markup. A list draws hundreds, so the templates are drawn once and filled in for each: see core.stencils.

The markup is that of `tasks/_row.html` and the small templates beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from workstate.accounts.models import User
from workstate.core.durations import format_duration
from workstate.core.stencils import stencil
from workstate.tasks.extensions import Mark, RowEnd, row_ends
from workstate.tasks.models import Priority, Task
from workstate.tasks.rows import Group, Row

_PLACES = (
    "classes", "key", "id", "url", "title", "complete_words", "priority", "marks", "labels", "project_url", "project",
    "colour", "time", "due", "due_tone", "due_machine", "due_exact", "people", "more_words", "seen", "end",
    "number", "select_words",
)  # fmt: skip
NOTHING = SafeString()


def draw_rows(rows: Iterable[Row], group: Group, pen: Pen) -> SafeString:
    """The rows of a group."""
    return mark_safe("".join([pen.row(row, sortable=group.sortable) for row in rows]))  # nosec: drawn by stencils


class Pen:
    """
    Draws the rows of one page, and remembers what comes back in many of them.

    `context` is the page's: what other rooms put at the end of a row is drawn from it.
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._ends: list[RowEnd] = row_ends(context)
        page = context.get("page")
        self._hides_project = bool(page and page.hides_project)
        self._drawn: dict[object, SafeString] = {}

    def row(self, row: Row, *, sortable: bool) -> SafeString:
        task = row.task
        done, project = row.is_done, bool(row.project_url) and not self._hides_project
        due = row.due
        drawn = stencil(
            "tasks/_row.html", *_PLACES,
            sortable=sortable and row.can_edit and not row.once, done=done, once=row.once, fixed=row.once or not row.can_edit, in_project=project, is_due=bool(due.short),
            prioritised=task.priority < Priority.P4,
        )  # fmt: skip
        return drawn.fill(
            {
                "classes": f"p{task.priority}{' is-running' if row.running_since else ''}{' is-done' if done else ''}",
                "key": row.key,
                "id": str(task.pk),
                "url": row.url,
                "title": task.title,
                "complete_words": row.complete_words,
                "priority": str(task.priority),
                "marks": self._all(self._mark, row.marks),
                "labels": self._all(self._label, row.labels),
                "project_url": row.project_url,
                "project": task.project.name if task.project and project else "",
                "colour": task.project.colour if task.project and project else "",
                "time": self._time(row),
                "due": due.short,
                "due_tone": " overdue" if due.overdue else "",
                "due_machine": due.machine,
                "due_exact": due.exact,
                "people": self._all(self._person, row.people),
                "more_words": row.more_words,
                "seen": seen_of(row.task),
                "number": str(task.number),
                "select_words": row.select_words,
                "end": "" if row.once else self._end(row),
            }
        )

    def _end(self, row: Row) -> SafeString:
        if (row.is_done or not row.can_edit) and not row.running_since:
            return NOTHING
        return mark_safe("".join([end(row.task) for end in self._ends]))  # nosec: safe by contract of register_row_end

    def _time(self, row: Row) -> SafeString:
        estimate = row.task.estimate
        if row.once or (not row.seconds and not estimate):
            return NOTHING
        if row.running_since:
            return render_to_string("tasks/_tracked.html", {"row": row, "task": row.task})
        # As in {% progress %}: whole percent, of no more than the whole.
        percent = min(100, round(100 * row.seconds / estimate)) if estimate else 0
        return stencil("tasks/_row_time.html", "percent", "tracked", "estimate", estimated=bool(estimate),
                       over=bool(estimate) and row.seconds > (estimate or 0)).fill(
            {
                "percent": str(percent),
                "tracked": format_duration(row.seconds),
                "estimate": format_duration(estimate) if estimate else "",
            }
        )  # fmt: skip

    def _mark(self, mark: Mark) -> SafeString:
        drawn = stencil("tasks/_row_mark.html", "text", "title", "tone", icon=mark.icon, worded=bool(mark.text))
        return drawn.fill({"text": mark.text, "title": mark.title, "tone": mark.tone})

    def _label(self, label: Any) -> SafeString:
        drawn = self._drawn.get(label.pk)
        if drawn is None:
            drawn = stencil("tasks/_row_label.html", "name", "colour").fill(
                {"name": label.name, "colour": label.colour}
            )
            self._drawn[label.pk] = drawn
        return drawn

    def _person(self, person: User) -> SafeString:
        drawn = self._drawn.get(person.pk)
        if drawn is None:
            drawn = self._drawn[person.pk] = render_to_string("tasks/_row_person.html", {"person": person})
        return drawn

    @staticmethod
    def _all(draw: Any, things: list[Any]) -> SafeString:
        return mark_safe("".join(map(draw, things))) if things else NOTHING  # nosec: drawn by stencils


def seen_of(task: Task) -> str:
    """When a repeating task is due as the page shows it: done elsewhere meanwhile, it is not done once more."""
    if not getattr(task, "repeats", False) or task.due_on is None:
        return ""
    return f"?seen={task.due_on.isoformat()}" + (f"T{task.due_time:%H:%M}" if task.due_time else "")
