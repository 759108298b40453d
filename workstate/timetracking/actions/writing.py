"""The one way in which finished time is written: however many entries an act concerns, their days, locks, labels and events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.activity.actions import record_many
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now, require_day
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.instants import clean_instant
from workstate.timetracking.actions.locking import require_open
from workstate.timetracking.actions.subject import clean_description, put_labels
from workstate.timetracking.days import days_between, last_day_of, shares_of
from workstate.timetracking.defaults import decide_billable
from workstate.timetracking.models import EntryDay, EntryLabel, TimeEntry
from workstate.timetracking.policies import can_edit_entry
from workstate.timetracking.rules import excused_by, require_rules, required_fields, rules_for

LONGEST_BY_HAND = 24 * 3600
TIMES = frozenset({"started_at", "stopped_at", "day", "last_day", "duration"})


@dataclass(frozen=True, slots=True)
class New:
    """A finished entry that is not stored yet, with the names of its labels."""

    entry: TimeEntry
    labels: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """New values for columns of an entry, by the names of its fields; `labels` replaces all it has, None leaves them."""

    entry: TimeEntry
    columns: Mapping[str, Any] = field(default_factory=dict)
    labels: Sequence[str] | None = None


@dataclass
class Act:
    """What was done together and is taken back together; `undoes` names the act that it takes back itself."""

    batch: UUID
    undoes: UUID | None = None
    entries: list[TimeEntry] = field(default_factory=list)


def span_of(
    by: Actor,
    *,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    day: date | None = None,
    duration: int | None = None,
) -> dict[str, Any]:
    """The columns that say when: from–to, or a length in seconds on a day. Raises Invalid at the field that is wrong."""
    if started_at or stopped_at:
        if not started_at:
            raise Invalid(_("Give the start too."), field="started_at")
        if not stopped_at:
            raise Invalid(_("Give the end too."), field="stopped_at")
        started_at = clean_instant(started_at, field="started_at")
        stopped_at = clean_instant(stopped_at, field="stopped_at")
        if stopped_at < started_at:
            raise Invalid(_("The end must not be before the start."), field="stopped_at")
        if (stopped_at - started_at).total_seconds() > LONGEST_BY_HAND:
            raise Invalid(_("One entry holds 24 hours at most. Make several."), field="stopped_at")
        return clocked(by, started_at, stopped_at)
    if duration is None:
        raise Invalid(_("Give a length, such as 1:30, or a start and an end."), field="duration", code="required")
    if not 0 < duration <= LONGEST_BY_HAND:
        raise Invalid(_("One entry holds more than nothing and 24 hours at most."), field="duration")
    if day is None:
        raise Invalid(_("Give the day."), field="day", code="required")
    day = require_day(day, field="day")
    return {"started_at": None, "stopped_at": None, "day": day, "last_day": None, "duration": duration}


def clocked(by: Actor, started_at: datetime, stopped_at: datetime) -> dict[str, Any]:
    """The columns of time from one whole second to another, with the days that the actor's clock showed."""
    return {
        "started_at": started_at,
        "stopped_at": stopped_at,
        "day": day_of(started_at, by.zone),
        "last_day": last_day_of(shares_of(started_at, stopped_at, by.zone)),
        "duration": int((stopped_at - started_at).total_seconds()),
    }


def new_entry(
    by: Actor,
    *,
    id: UUID | None = None,
    task: Task | None = None,
    project: Project | None = None,
    description: str = "",
    labels: Iterable[str] = (),
    billable: bool | None = None,
    **times: Any,
) -> New:
    """
    A finished entry of the actor, to be handed to write(); raises Invalid at the field. The subject is checked already.

    Whether it is billable is decided when it is stored, of many at once, unless it is said.
    """
    entry = TimeEntry(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        task=task,
        project=task.project if task else project,
        description=clean_description(description),
        **span_of(by, **times),
    )
    entry.billable = billable  # type: ignore[assignment]  # None until decide_billable()
    return New(entry, tuple(labels))


def write(
    by: Actor,
    *,
    made: Sequence[New] = (),
    changed: Sequence[Edit] = (),
    removed: Sequence[TimeEntry] = (),
    restored: Sequence[TimeEntry] = (),
    batch: UUID | None = None,
) -> Act:
    """
    Make, change, bin and bring back entries of the actor, in a constant number of queries and as one act.

    Inside the transaction of an action that has the person's lock and the rows'. Raises Locked for days that are closed
    and Invalid for what the workspace wants and an entry does not say; writes nothing then.
    """
    edits = [Edit(edit.entry, _news(edit), edit.labels) for edit in changed]
    _require_rules(by, made, edits)
    return store(by, made=made, changed=edits, removed=removed, restored=restored, batch=batch)


def store(
    by: Actor,
    *,
    made: Sequence[New] = (),
    changed: Sequence[Edit] = (),
    removed: Sequence[TimeEntry] = (),
    restored: Sequence[TimeEntry] = (),
    batch: UUID | None = None,
    undoes: UUID | None = None,
) -> Act:
    """Like write(), for what may lack what the workspace wants: time noted in passing, and what was so before."""
    act = Act(batch or new_id(), undoes)
    edits = [Edit(edit.entry, _news(_on_its_days(edit, by)), edit.labels) for edit in changed]
    for new in made:
        _put_on_its_days(new.entry, by)
    decide_billable(by, [new.entry for new in made])
    for entry in [*(edit.entry for edit in edits), *removed, *restored]:
        require(can_edit_entry(by, entry))
    require_open(by, _days_of(made, edits, [*removed, *restored], by))

    _bin(removed, by, act)
    _bring_back(restored, by, act)
    _change(edits, by, act)
    _make(made, by, act)
    return act


def put_days(entries: Collection[TimeEntry], by: Actor, *, had: Collection[UUID] = ()) -> None:
    """Store the parts of those that go over midnight; `had` are those that had parts before."""
    if had:
        EntryDay.objects.filter(entry__in=had).delete()
    parts = [
        EntryDay(
            workspace_id=entry.workspace_id,
            user_id=entry.user_id,
            entry=entry,
            day=share.day,
            seconds=share.seconds,
            before=share.before,
        )
        for entry in entries
        if entry.last_day and entry.started_at and entry.stopped_at
        for share in shares_of(entry.started_at, entry.stopped_at, by.zone)
    ]
    if parts:
        EntryDay.objects.bulk_create(parts)


def plain(value: Any) -> Any:
    """A value as an event tells it."""
    return value if value is None or isinstance(value, (bool, int)) else str(getattr(value, "pk", value))


def _require_rules(by: Actor, made: Sequence[New], edits: Sequence[Edit]) -> None:
    finished = [edit for edit in edits if not edit.entry.is_running]
    if not made and not finished:
        return
    rules = rules_for(by)
    required = required_fields(rules)
    if not required:
        return
    ties = EntryLabel.objects.filter(entry__in=[edit.entry for edit in finished]) if "labels" in required else None
    labelled = set(ties.values_list("entry", flat=True)) if ties is not None else set()
    for new in made:
        require_rules(new.entry, rules, labelled=bool(new.labels))
    for edit in finished:
        had = edit.entry.pk in labelled
        touched = [*edit.columns, *(["labels"] if edit.labels is not None else [])]
        excused = excused_by(edit.entry, rules, touched, labelled=had)
        after = copy(edit.entry)
        for name, value in edit.columns.items():
            setattr(after, name, value)
        has = had if edit.labels is None else bool(edit.labels)
        require_rules(after, rules, labelled=has, excused=excused)


def _on_its_days(edit: Edit, by: Actor) -> Edit:
    """The days go by the clock of the present zone whenever the times are written, also where older ones are put back."""
    if not TIMES & edit.columns.keys():
        return edit
    start, stop = (edit.columns.get(name, getattr(edit.entry, name)) for name in ("started_at", "stopped_at"))
    if start is None:
        return edit
    days = clocked(by, start, stop) if stop else {"day": day_of(start, by.zone), "last_day": None}
    return Edit(edit.entry, {**edit.columns, **days}, edit.labels)


def _put_on_its_days(entry: TimeEntry, by: Actor) -> None:
    if entry.started_at and entry.stopped_at:
        for name, value in clocked(by, entry.started_at, entry.stopped_at).items():
            setattr(entry, name, value)


def _news(edit: Edit) -> dict[str, Any]:
    return {name: value for name, value in edit.columns.items() if getattr(edit.entry, name) != value}


def _days_of(made: Sequence[New], edits: Sequence[Edit], others: Sequence[TimeEntry], by: Actor) -> set[date]:
    """
    Every day that gains or loses something.

    A timer holds no day yet: no lock keeps it from being discarded. But its start is not moved over locked days either.
    """
    finished = [new.entry for new in made] + [entry for entry in others if not entry.is_running]
    days = {day for entry in finished for day in days_between(entry.day, entry.last_day)}
    for edit in edits:
        entry, columns = edit.entry, edit.columns
        if not entry.is_running and (columns or edit.labels is not None):
            days |= set(days_between(entry.day, entry.last_day))
        if TIMES & columns.keys():
            runs = columns.get("duration", entry.duration) is None
            last = day_of(now(), by.zone) if runs else columns.get("last_day", entry.last_day)
            days |= set(days_between(columns.get("day", entry.day), last))
    return days


def _bin(entries: Sequence[TimeEntry], by: Actor, act: Act) -> None:
    at = now()
    gone = [entry for entry in entries if entry.deleted_at is None]
    for entry in gone:
        entry.deleted_at, entry.deleted_by = at, by.user
    _save(gone, ["deleted_at", "deleted_by"])
    _tell(Verb.ENTRY_DELETED, [(entry, {"running": entry.is_running}) for entry in gone], by, act)


def _bring_back(entries: Sequence[TimeEntry], by: Actor, act: Act) -> None:
    back = [entry for entry in entries if entry.deleted_at is not None]
    for entry in back:
        entry.deleted_at, entry.deleted_by = None, None
    _save(back, ["deleted_at", "deleted_by"])
    _tell(Verb.ENTRY_RESTORED, [(entry, {"running": entry.is_running}) for entry in back], by, act)


def _change(edits: Sequence[Edit], by: Actor, act: Act) -> None:
    before: dict[UUID, dict[str, Any]] = {}
    after: dict[UUID, dict[str, Any]] = {}
    moved: list[TimeEntry] = []
    had_parts: list[UUID] = []
    for edit in edits:
        entry = edit.entry
        before[entry.pk] = {name: plain(getattr(entry, name)) for name in edit.columns}
        after[entry.pk] = {name: plain(value) for name, value in edit.columns.items()}
        if TIMES & edit.columns.keys():
            moved.append(entry)
            had_parts += [entry.pk] if entry.last_day else []
        for name, value in edit.columns.items():
            setattr(entry, name, value)
    _save([edit.entry for edit in edits if edit.columns], sorted({name for edit in edits for name in edit.columns}))
    put_days(moved, by, had=had_parts)
    labelled = {edit.entry: edit.labels for edit in edits if edit.labels is not None}
    for entry, (old, new) in (put_labels(labelled, by=by) if labelled else {}).items():
        before[entry.pk]["labels"], after[entry.pk]["labels"] = old, new
    told = [
        (edit.entry, {"before": before[edit.entry.pk], "after": after[edit.entry.pk]})
        for edit in edits
        if before[edit.entry.pk]
    ]
    _tell(Verb.ENTRY_CHANGED, told, by, act)


def _make(made: Sequence[New], by: Actor, act: Act) -> None:
    entries = TimeEntry.objects.bulk_create([new.entry for new in made])
    put_days(entries, by)
    if any(new.labels for new in made):
        put_labels({new.entry: new.labels for new in made if new.labels}, by=by)
    _tell(
        Verb.ENTRY_CREATED, [(entry, {"seconds": entry.duration, "day": str(entry.day)}) for entry in entries], by, act
    )


def _save(entries: Sequence[TimeEntry], columns: Sequence[str]) -> None:
    if len(entries) == 1:
        entries[0].save(update_fields=columns)
    elif entries and columns:
        TimeEntry.objects.bulk_update(entries, columns)


def _tell(verb: Verb, told: Sequence[tuple[TimeEntry, Mapping[str, Any]]], by: Actor, act: Act) -> None:
    if act.undoes:
        told = [(entry, {**data, "undoes": str(act.undoes)}) for entry, data in told]
    if told:
        record_many(verb, told, by=by, batch=act.batch)
        act.entries += [entry for entry, _data in told]
