"""What cells are called in words, for copying, for files and for what is typed back into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration
from workstate.customfields.models import FieldValue, Kind
from workstate.customfields.values import number_words
from workstate.savedviews.cells.columns import Column
from workstate.tasks.models import Priority, Task

Said = dict[UUID, dict[UUID, list[FieldValue]]]


def said_in(tasks: Sequence[Task], columns: Iterable[Column]) -> Said:
    """By task, then by field, what stands in the fields that are columns, choices in their order. One query, or none."""
    fields = [column.field for column in columns if column.field]
    found: Said = defaultdict(lambda: defaultdict(list))
    if not fields or not tasks:
        return found
    rows = FieldValue.objects.filter(task__in=[task.pk for task in tasks], field__in=fields)
    for row in rows.select_related("choice", "member__user").order_by("choice__position", "choice"):
        found[row.task_id][row.field_id].append(row)
    return found


@dataclass(frozen=True)
class Wording:
    """Tells cells in plain words that can be pasted back; `said` is what said_in() brought."""

    formats: Formats
    said: Said = field(default_factory=dict)

    def words(self, column: Column, task: Task) -> str:
        """One line. Days are ISO 8601, lengths are h:mm, several things stand between commas."""
        if column.field:
            return self._field(column, self.said.get(task.pk, {}).get(column.field.pk, []))
        return str(_WORDS[column.key](self, task)) if column.key in _WORDS else ""

    def moment(self, at: datetime | None) -> str:
        return self.formats.local(at).strftime("%Y-%m-%d %H:%M") if at else ""

    def due(self, task: Task) -> str:
        if task.due_at:
            return self.moment(task.due_at)
        return task.due_on.isoformat() if task.due_on else ""

    def _field(self, column: Column, rows: Sequence[FieldValue]) -> str:
        if not rows or column.field is None:
            return ""
        row = rows[0]
        match Kind(row.kind):
            case Kind.CHOICE | Kind.CHOICES:
                return listed(row.choice.name for row in rows if row.choice)
            case Kind.PERSON:
                return row.member.user.name if row.member else ""
            case Kind.NUMBER:
                return number_words(column.field, row.number) if row.number is not None else ""
            case Kind.DATE:
                return row.day.isoformat() if row.day else ""
            case Kind.CHECKBOX:
                return _("Yes") if row.checked else ""
            case Kind.LINK:
                return row.link or ""
        return " ".join((row.text or "").split())


def listed(names: Iterable[str]) -> str:
    """Between commas; a name that has one stands in quotes."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


def fetched(task: Task, name: str) -> list[Any]:
    """What was fetched ahead; to ask for it through the task makes a manager for each."""
    found = getattr(task, "_prefetched_objects_cache", {}).get(name)
    return list(getattr(task, name).all() if found is None else found)


def state_words(task: Task) -> str:
    if task.completed_at:
        return _("Completed")
    return _("Cancelled") if task.cancelled_at else _("Open")


_WORDS: dict[str, Any] = {
    "title": lambda wording, task: task.title,
    "due": Wording.due,
    "start": lambda wording, task: task.start_on or "",
    "deadline": lambda wording, task: task.deadline_on or "",
    "priority": lambda wording, task: Priority(task.priority).label,
    "labels": lambda wording, task: listed(label.name for label in fetched(task, "labels")),
    "assignees": lambda wording, task: listed(one.user.name or one.user.email for one in fetched(task, "assignees")),
    "project": lambda wording, task: task.project.name if task.project else "",
    "section": lambda wording, task: task.section.name if task.section else "",
    "estimate": lambda wording, task: format_duration(task.estimate) if task.estimate is not None else "",
    "tracked": lambda wording, task: format_duration(seconds) if (seconds := getattr(task, "tracked", 0)) else "",
    "creator": lambda wording, task: task.created_by.name if task.created_by else "",
    "created": lambda wording, task: wording.moment(task.created_at),
    "completed": lambda wording, task: wording.moment(task.completed_at),
    "number": lambda wording, task: task.number,
    "state": lambda wording, task: state_words(task),
}
