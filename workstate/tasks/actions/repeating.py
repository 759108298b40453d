"""How a task comes back: giving it a rule, moving it on, leaving one time out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.tasks.actions.acts import Act, Change, lock_tasks, tell, write_columns
from workstate.tasks.due import Due
from workstate.tasks.models import Recurrence, Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.recurrence import Occurrence, Repeat, checked, first, following

MOST_SKIPPED = 200


def put_repeats(changes: Sequence[Change], repeat: Repeat | None | Literal["same"], *, by: Actor) -> None:
    """Set or take away the rule of locked tasks; a task whose date goes repeats no more."""
    undated = [change for change in changes if change.columns.get("due_on", change.task.due_on) is None]
    concerned = undated if repeat == "same" else changes
    if not concerned or (repeat == "same" and not any("due_on" in change.columns for change in undated)):
        return
    present = {row.task_id: row for row in Recurrence.objects.filter(task__in=[change.task for change in concerned])}
    rule = checked(repeat) if isinstance(repeat, Repeat) else None
    new = []
    for change in concerned:
        row = present.get(change.task.pk)
        if rule is None:
            if row:
                change.notice("repeat", as_json(row), None)
            continue
        if row and row.repeat == rule:
            present.pop(change.task.pk)
            continue
        fresh = Recurrence(
            task=change.task,
            workspace_id=change.task.workspace_id,
            rule=rule.rule,
            anchor=rule.anchor,
            times=list(rule.times),
            start_on=_dated(change, rule, by),
        )
        change.notice("repeat", as_json(row) if row else None, as_json(fresh))
        new.append(fresh)
    Recurrence.objects.filter(task__in=list(present)).delete()
    Recurrence.objects.bulk_create(new)


def as_json(row: Recurrence) -> dict[str, Any]:
    """A rule with its state, as an event keeps it."""
    return {
        "rule": row.rule,
        "anchor": row.anchor,
        "times": [clock.isoformat() for clock in row.times],
        "start_on": row.start_on.isoformat(),
        "done": row.done,
        "skipped": [day.isoformat() for day in row.skipped],
    }


def recurrence_of(task: Task, kept: dict[str, Any]) -> Recurrence:
    """The other way: the row, not yet saved, that as_json wrote down."""
    fields = {field.name: field for field in Recurrence._meta.concrete_fields}
    values = {name: fields[name].to_python(kept[name]) for name in ("rule", "anchor", "start_on", "done")}
    times = [time.fromisoformat(text) for text in kept["times"]]
    skipped = [date.fromisoformat(text) for text in kept["skipped"]]
    return Recurrence(task=task, workspace_id=task.workspace_id, times=times, skipped=skipped, **values)


def next_due(task: Task, row: Recurrence, at: datetime, by: Actor) -> Due | None:
    """When the task comes back if it is done at the instant; None: it was the last time."""
    assert task.due_on is not None
    zone = task.zone_or(by.zone)
    found = following(
        row.repeat,
        start=row.start_on,
        current=Occurrence(task.due_on, task.due_time),
        completed=at.astimezone(zone),
        skipped=frozenset(row.skipped),
        done=row.done,
    )
    return Due(found.day, found.time) if found else None


@transaction.atomic
def skip_occurrence(task: Task, *, by: Actor) -> Act:
    """Move a repeating task to its next time without doing it. Raises Invalid where there is none."""
    require(can_edit_task(by, task))
    [task] = lock_tasks([task], by=by)
    row = _recurrence(task)
    due = next_due(task, row, now(), by)
    if due is None:
        raise Invalid(_("This was the last time. Complete it, or end the repeat."), field="repeat")
    before = as_json(row)
    row.done += 1
    row.save(update_fields=["done"])
    change = Change(task, dict(due.columns(task.zone_or(by.zone))))
    change.notice("repeat", before, as_json(row))
    act = Act([task], new_id())
    tell(Verb.TASK_SKIPPED, write_columns([change]), by=by, batch=act.batch)
    return act


@transaction.atomic
def skip_days(task: Task, days: Iterable[date], *, by: Actor) -> Task:
    """Leave these days out of the series, for good; the present one moves on when it is among them."""
    require(can_edit_task(by, task))
    [task] = lock_tasks([task], by=by)
    row = _recurrence(task)
    before = as_json(row)
    row.skipped = sorted({*row.skipped, *days})
    if len(row.skipped) > MOST_SKIPPED:
        raise Invalid(_("At most 200 days can be left out."), field="skipped")
    row.save(update_fields=["skipped"])
    change = Change(task, {})
    if task.due_on in row.skipped and (due := next_due(task, row, now(), by)):
        change.columns = dict(due.columns(task.zone_or(by.zone)))
    if before != as_json(row):
        change.notice("repeat", before, as_json(row))
    tell(Verb.TASK_CHANGED, write_columns([change]), by=by, batch=new_id())
    return task


def _recurrence(task: Task) -> Recurrence:
    row = Recurrence.objects.filter(task=task).first()
    if row is None or task.completed_at or task.cancelled_at:
        raise Conflict(_("This task does not repeat any more."))
    return row


def _dated(change: Change, rule: Repeat, by: Actor) -> date:
    """The day that the rule counts from: when the task is due; the first time of the rule for a task without a date."""
    day: date | None = change.columns.get("due_on", change.task.due_on)
    if day is None:
        found = first(rule, now=now().astimezone(by.zone))
        change.columns |= Due(found.day, found.time).columns(by.zone)
        return found.day
    if rule.times and change.columns.get("due_time", change.task.due_time) not in rule.times:
        # "Every day at 9" says when, also for a task that had a date alone.
        change.columns |= Due(day, rule.times[0]).columns(change.task.zone_or(by.zone))
    return day
