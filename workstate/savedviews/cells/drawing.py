"""
Rows of a table as markup. A table draws thousands of cells, so templates are drawn once and filled in: see core.stencils.

The markup is that of `savedviews/table/_row.html` and the small templates beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from workstate.accounts.models import User
from workstate.core.durations import format_duration
from workstate.core.stencils import stencil
from workstate.customfields.models import FieldValue, Kind
from workstate.savedviews.cells.columns import Column
from workstate.savedviews.cells.names import Wording, fetched
from workstate.tasks.drawing import NOTHING, seen_of
from workstate.tasks.extensions import Mark, RowEnd, row_ends
from workstate.tasks.models import Priority
from workstate.tasks.rows import Row

_PLACES = (
    "classes", "key", "id", "number", "url", "title", "complete_words", "priority", "seen", "marks", "more_words",
    "select_words", "cells", "end",
)  # fmt: skip
MOST_PEOPLE = 3
"""Drawn in one cell; the others are counted."""


class TablePen:
    """Draws the rows of one table, and remembers what comes back in many of them."""

    def __init__(self, columns: Sequence[Column], wording: Wording, context: Mapping[str, Any]) -> None:
        self._columns, self._wording = columns, wording
        self._ends: list[RowEnd] = row_ends(context)
        self._kept: dict[object, SafeString] = {}
        # What a column tells is told once.
        keys = {column.key for column in columns}
        self._told = {icon for key, icon in (("deadline", "flag"), ("start", "calendar")) if key in keys}

    def row(self, row: Row, *, editable: bool) -> SafeString:
        task = row.task
        drawn = stencil(
            "savedviews/table/_row.html", *_PLACES,
            done=row.is_done, prioritised=task.priority < Priority.P4, editable=editable, fixed=not row.can_edit,
        )  # fmt: skip
        classes = f"p{task.priority}{' is-running' if row.running_since else ''}{' is-done' if row.is_done else ''}"
        return drawn.fill(
            {
                "classes": classes,
                "key": row.key,
                "id": str(task.pk),
                "number": str(task.number),
                "url": row.url,
                "title": task.title,
                "complete_words": row.complete_words,
                "priority": str(task.priority),
                "seen": seen_of(task),
                "marks": _joined([self._mark(mark) for mark in row.marks if mark.icon not in self._told]),
                "more_words": row.more_words,
                "select_words": row.select_words,
                "cells": _joined([self._cell(column, row) for column in self._columns]),
                "end": "" if row.is_done and not row.running_since else _joined([end(task) for end in self._ends]),
            }
        )

    def _cell(self, column: Column, row: Row) -> SafeString:
        """The words are what is copied and typed over; where they are not what is shown, they stand beside it."""
        words = self._wording.words(column, row.task)
        if not words and not (column.key == "tracked" and row.running_since):
            return self._empty(column)
        shown = self._shown(column, row, words)
        same = shown is words
        drawn = stencil("savedviews/table/_cell.html", "words", "shown", number=column.is_number, told=not same)
        return drawn.fill({"words": words, "shown": shown})

    def _empty(self, column: Column) -> SafeString:
        key = "empty", column.is_number
        if key not in self._kept:
            drawn = stencil("savedviews/table/_cell.html", "shown", number=column.is_number, told=False)
            self._kept[key] = drawn.fill({"shown": ""})
        return self._kept[key]

    def _shown(self, column: Column, row: Row, words: str) -> str:
        task = row.task
        if column.field:
            return self._field(column, row, words)
        match column.key:
            case "due":
                due = row.due
                return self._day(due.short, due.exact, "overdue" if due.overdue else "")
            case "start" | "deadline" | "created" | "completed":
                day = {"start": task.start_on, "deadline": task.deadline_on}.get(column.key)
                at = {"created": task.created_at, "completed": task.completed_at}.get(column.key)
                formats = self._wording.formats
                day = day or (formats.local(at).date() if at else None)
                if day is None:
                    return words
                late = column.key == "deadline" and day <= formats.today and not row.is_done
                return self._day(formats.day(day), formats.exact(at or day), "overdue" if late else "")
            case "priority":
                return self._once(("priority", task.priority), "_priority.html", {"priority": task.priority})
            case "labels":
                return _joined([self._label(one) for one in row.labels])
            case "assignees":
                return self._people([one.user for one in fetched(task, "assignees")])
            case "creator":
                return self._people([task.created_by]) if task.created_by else words
            case "project":
                return self._once(("project", task.project_id), "_project.html", {"project": task.project})
            case "tracked" if row.running_since:
                return render_to_string("savedviews/table/_running.html", {"row": row})
            case "tracked" if task.estimate and row.seconds > task.estimate:
                return stencil("savedviews/table/_over.html", "words").fill({"words": format_duration(row.seconds)})
        return words

    def _field(self, column: Column, row: Row, words: str) -> str:
        assert column.field is not None
        said: list[FieldValue] = self._wording.said.get(row.task.pk, {}).get(column.field.pk, [])
        match Kind(column.field.kind):
            case Kind.CHOICE | Kind.CHOICES:
                return _joined([self._label(one.choice) for one in said if one.choice])
            case Kind.PERSON:
                return self._people([one.member.user for one in said if one.member])
            case Kind.DATE if said and said[0].day:
                day, formats = said[0].day, self._wording.formats
                return self._day(formats.weekday_date(day), formats.exact(day), "")
            case Kind.CHECKBOX:
                return self._once("ticked", "_ticked.html", {})
            case Kind.LINK:
                drawn = stencil("savedviews/table/_link.html", "url", "words")
                return drawn.fill({"url": words, "words": words.partition("://")[2] or words})
        return words

    def _day(self, words: str, exact: str, tone: str) -> SafeString:
        key = "day", words, exact, tone
        if key not in self._kept:
            drawn = stencil("savedviews/table/_day.html", "words", "exact", "tone")
            self._kept[key] = drawn.fill({"words": words, "exact": exact, "tone": tone})
        return self._kept[key]

    def _label(self, label: Any) -> SafeString:
        key = "label", label.pk
        if key not in self._kept:
            drawn = stencil("tasks/_row_label.html", "name", "colour")
            self._kept[key] = drawn.fill({"name": label.name, "colour": label.colour})
        return self._kept[key]

    def _people(self, people: Sequence[User]) -> SafeString:
        shown = {"people": people[:MOST_PEOPLE], "more": len(people) - MOST_PEOPLE, "alone": len(people) == 1}
        return self._once(("people", *(one.pk for one in people)), "_people.html", shown)

    def _mark(self, mark: Mark) -> SafeString:
        drawn = stencil("tasks/_row_mark.html", "text", "title", "tone", icon=mark.icon, worded=bool(mark.text))
        return drawn.fill({"text": mark.text, "title": mark.title, "tone": mark.tone})

    def _once(self, key: object, template: str, context: dict[str, Any]) -> SafeString:
        if key not in self._kept:
            self._kept[key] = render_to_string(f"savedviews/table/{template}", context)
        return self._kept[key]


def _joined(parts: Sequence[str]) -> SafeString:
    return mark_safe("".join(parts)) if parts else NOTHING  # nosec: drawn by stencils, or by contract of a row's end
