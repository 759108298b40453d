"""What people type into the fields of a task, read into what the actions take. Each raises Invalid with its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.durations import DurationError, parse_duration
from workstate.core.errors import Invalid
from workstate.tasks.actions import Remind
from workstate.tasks.due import Due
from workstate.tasks.line import Place, context_of, read_line
from workstate.tasks.models import Recurrence, Task
from workstate.tasks.quickadd import Kind, parse
from workstate.tasks.recurrence import Anchor, Repeat, checked, phrase_in
from workstate.workspaces.acts import chosen
from workstate.workspaces.models import Membership

LONGEST_WORDS = 60
MOST_LABELS = 20
DAYS = {"start_on": "start_on", "deferred_until": "deferred_until", "deadline_on": "deadline_on"}
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """What the words of a date field come to: when the task is due, and how it comes back if they say so."""

    due: Due
    repeat: Repeat | None = None


def read_changes(data: Mapping[str, str], task: Task, *, by: Actor) -> dict[str, Any]:
    """What change_tasks() takes, of the fields that were sent."""
    changes: dict[str, Any] = {name: data[name] for name in ("title", "description") if name in data}
    if "priority" in data:
        changes["priority"] = read_priority(data["priority"])
    if "estimate" in data:
        changes["estimate"] = read_estimate(data["estimate"])
    changes |= _read_due_fields(data, task, by)
    for field in DAYS:
        if field in data:
            changes[field] = read_day(data[field], by=by, field=field)
    if "labels" in data:
        changes["labels"] = read_labels(data["labels"])
    for field in ("add_labels", "remove_labels"):
        if field in data:
            changes[field] = [data[field]]
    for field in ("add_assignees", "remove_assignees"):
        if field in data:
            changes[field] = [read_member(data[field], by=by)]
    return changes


def _read_due_fields(data: Mapping[str, str], task: Task, by: Actor) -> dict[str, Any]:
    """A day leaves the time of day alone unless the time field says another; typed words say all."""
    clock = read_time(data["due_time"]) if "due_time" in data else None
    if "due_day" in data:
        day = read_day(data["due_day"], by=by, field="due")
        if day and clock and (clock != task.due_time):
            return {"due": Due(day, clock).checked()}
        return {"due_day": day}
    if data.get("due", "").strip():
        when = read_when(data["due"], task, by=by)
        return {"due": when.due, **({"repeat": when.repeat} if when.repeat else {})}
    if "due_time" not in data:
        return {"due": None} if "due" in data else {}
    if clock == task.due_time:
        return {}
    if task.due_on is None:
        # A time without a day is the next such time.
        return {"due": read_when(clock.isoformat("minutes"), task, by=by).due} if clock else {}
    return {"due": Due(task.due_on, clock)}


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


def read_time(text: str) -> time | None:
    """A wall-clock time as browsers send it; nothing is None."""
    if not (text := text.strip()):
        return None
    try:
        if match := _CLOCK.fullmatch(text):
            return time(int(match[1]), int(match[2]))
    except ValueError:
        pass
    raise Invalid(_("That is not a time of day. Try 14:30."), field="due")


def read_due(text: str, task: Task | None = None, *, by: Actor) -> Due | None:
    """A day in words, in the person's order or as ISO 8601; a time alone stays on the task's day. Nothing takes it away."""
    return read_when(text, task, by=by, with_repeat=False).due if text.strip() else None


def read_when(text: str, task: Task | None = None, *, by: Actor, with_repeat: bool = True) -> When:
    """
    A day, a time or both; where it may, also how the task comes back ("every friday 9:00").

    Raises Invalid at "due" for anything else, nothing included.
    """
    text = text.strip()
    refusal = Invalid(_("That is not a date. Try tomorrow 14:00, next friday or 3 dec."), field="due")
    if not text or len(text) > LONGEST_WORDS:
        raise refusal
    if match := _ISO.fullmatch(text):
        try:
            clock = time.fromisoformat(match[2].rjust(5, "0")) if match[2] else None
            return When(Due(date.fromisoformat(match[1]), clock).checked())
        except ValueError:
            raise refusal from None
    draft = parse(text, context_of(by))
    kinds = {token.kind for token in draft.tokens}
    if draft.due_on is None or draft.title or kinds - {Kind.DATE, Kind.REPEAT}:
        raise refusal
    if Kind.REPEAT in kinds and not with_repeat:
        raise refusal
    says_day = Kind.REPEAT in kinds or any(getattr(token.value, "day", None) for token in draft.tokens)
    day = draft.due_on if says_day or task is None or task.due_on is None else task.due_on
    return When(Due(day, draft.due_time), draft.repeat)


def read_day(text: str, *, by: Actor, field: str) -> date | None:
    """A day without a time, in words or as ISO 8601; nothing takes it away."""
    if not text.strip():
        return None
    try:
        due = read_due(text, by=by)
    except Invalid as refusal:
        raise Invalid(" ".join(refusal.messages), field=field) from None
    assert due is not None
    if due.time:
        raise Invalid(_("Give a day without a time here."), field=field)
    return due.day


def read_labels(text: str) -> list[str]:
    """Names between commas, with or without the @ of quick add."""
    names = [name.strip().removeprefix("@") for name in text.split(",")]
    names = [name for name in names if name]
    if len(names) > MOST_LABELS:
        raise Invalid(_("A task carries at most 20 labels."), field="labels")
    return names


def read_member(text: str, *, by: Actor) -> Membership:
    """Somebody of the workspace by id, or "me"; whether they can be given the task is for the action to say."""
    members = Membership.objects.visible_to(by)
    gone = _("There is no such person here.")
    found = (
        members.filter(user=by.user).first() if text == "me" else chosen(members, text, field="assignees", gone=gone)
    )
    if found is None:
        raise Invalid(gone, field="assignees")
    return found


def read_repeat(data: Mapping[str, str], present: Recurrence | None, *, by: Actor) -> Repeat:
    """How a task comes back, from words (`repeat`), a rule, or what it counts from (`anchor`) alone."""
    words, rule = data.get("repeat", "").strip(), data.get("rule", "").strip()
    if rule:
        repeat = checked(Repeat(rule))
    elif words:
        found = repeat_in(words, by=by)
        if found is None:
            raise Invalid(
                _(
                    "That does not say how often. Try every friday, every 2 weeks on mon and fri, or every month on the 1st."
                ),
                field="repeat",
            )
        repeat = found
    elif present:
        repeat = present.repeat
    else:
        raise Invalid(_("Say how often the task comes back."), field="repeat")
    if data.get("anchor"):
        if data["anchor"] not in set(Anchor):
            raise Invalid(_("Choose what the next time is counted from."), field="repeat")
        repeat = replace(repeat, anchor=Anchor(data["anchor"]))
    return checked(repeat)


def repeat_in(words: str, *, by: Actor) -> Repeat | None:
    """What the words mean, None if they mean no repeat."""
    context = context_of(by)
    phrase = phrase_in(
        words[:200],
        language=context.language,
        now=context.now,
        week_start=context.week_start,
        date_order=context.date_order,
        time_format=context.time_format,
    )
    return phrase.repeat if phrase else None


def read_reminders(text: str, task: Task, *, by: Actor) -> list[Remind]:
    """ "30m before", "tomorrow 9:00": what quick add takes after its exclamation mark."""
    refusal = Invalid(_("That is not a moment. Try 30m before, 1 day before or tomorrow 9:00."), field="reminders")
    text = text.strip().removeprefix("!").strip()
    if not text or len(text) > LONGEST_WORDS:
        raise refusal
    due = Due(task.due_on, task.due_time) if task.due_on else None
    reading = read_line(f"x !{text}", by=by, place=Place(due=due))
    draft = reading.draft
    if draft.title != "x" or not reading.reminders or any(token.kind is not Kind.REMINDER for token in draft.tokens):
        raise refusal
    return [Remind(before=one) if isinstance(one, int) else Remind(at=one) for one in reading.reminders]


def when_words(when: When, formats: Formats) -> str:
    """What was understood, before it is sent."""
    clock = formats.time(when.due.time) if when.due.time else ""
    return ", ".join(filter(None, [formats.weekday_date(when.due.day), clock]))
