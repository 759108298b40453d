"""What people type into the fields of a task, read into what the actions take. Each raises Invalid with its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.durations import DurationError, parse_duration
from workstate.core.errors import Invalid
from workstate.tasks.due import Due
from workstate.tasks.line import context_of
from workstate.tasks.models import Task
from workstate.tasks.quickadd import Kind, parse

LONGEST_WORDS = 60
MOST_LABELS = 20
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}))?", re.ASCII)


def read_changes(data: Mapping[str, str], task: Task, *, by: Actor) -> dict[str, Any]:
    """What change_task() takes, of the fields that were sent."""
    changes: dict[str, Any] = {name: data[name] for name in ("title", "description") if name in data}
    if "priority" in data:
        changes["priority"] = read_priority(data["priority"])
    if "estimate" in data:
        changes["estimate"] = read_estimate(data["estimate"])
    if "due" in data:
        changes["due"] = read_due(data["due"], task, by=by)
    if "labels" in data:
        changes["labels"] = read_labels(data["labels"])
    return changes


def read_priority(text: str) -> int:
    if text not in {"1", "2", "3", "4"}:
        raise Invalid(_("Choose a priority from 1 to 4."), field="priority")
    return int(text)


def read_estimate(text: str) -> int | None:
    """Seconds; a bare number is minutes, as in quick add. Nothing takes the estimate away."""
    if not text.strip():
        return None
    try:
        return parse_duration(text, bare="minutes")
    except DurationError as error:
        raise Invalid(str(error), field="estimate") from error


def read_due(text: str, task: Task | None = None, *, by: Actor) -> Due | None:
    """A day in words, in the person's order or as ISO 8601; a time alone stays on the task's day. Nothing takes it away."""
    text = text.strip()
    if not text:
        return None
    refusal = Invalid(_("That is not a date. Try tomorrow 14:00, next friday or 3 dec."), field="due")
    if len(text) > LONGEST_WORDS:
        raise refusal
    if match := _ISO.fullmatch(text):
        try:
            clock = time.fromisoformat(match[2].rjust(5, "0")) if match[2] else None
            return Due(date.fromisoformat(match[1]), clock).checked()
        except ValueError:
            raise refusal from None
    draft = parse(text, context_of(by))
    if draft.due_on is None or draft.title or any(token.kind is not Kind.DATE for token in draft.tokens):
        raise refusal
    says_day = any(getattr(token.value, "day", None) for token in draft.tokens)
    day = draft.due_on if says_day or task is None or task.due_on is None else task.due_on
    return Due(day, draft.due_time)


def read_labels(text: str) -> list[str]:
    """Names between commas, with or without the @ of quick add."""
    names = [name.strip().removeprefix("@") for name in text.split(",")]
    names = [name for name in names if name]
    if len(names) > MOST_LABELS:
        raise Invalid(_("A task carries at most 20 labels."), field="labels")
    return names
