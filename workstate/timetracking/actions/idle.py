"""Time that ran while nobody was there: kept, dropped, or told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.entries import delete_entry
from workstate.timetracking.actions.instants import clean_instant
from workstate.timetracking.actions.locking import lock_person, lock_tasks, require_version, running_entry
from workstate.timetracking.actions.signs import answer
from workstate.timetracking.actions.subject import label_names, require_subject
from workstate.timetracking.actions.timer import present_subject, start_timer, stop_timer
from workstate.timetracking.actions.writing import Act, New, new_entry, store
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry, can_track_time

MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """So many seconds of a gap, and what they went into."""

    seconds: int
    task: Task | None = None
    project: Project | None = None
    description: str = ""


@transaction.atomic
def settle_gap(
    entry: TimeEntry,
    *,
    since: datetime,
    until: datetime,
    parts: Sequence[Part] = (),
    kept: int = 0,
    goes_on: bool,
    by: Actor,
    version: int | None = None,
) -> Act:
    """
    Say what became of the gap between two instants in which the timer ran and nobody was there; one act, one undo.

    `kept` seconds from its beginning stay on the entry, then the parts follow each other; what is left of the gap is
    dropped. With `goes_on` the timer runs on from its end, on the same subject; a gap kept whole changes nothing then.
    Raises Conflict when it was settled already, Stale when the timer is another one now, Invalid at the field.
    """
    require(can_edit_entry(by, entry))
    clock = lock_person(by.user)
    running = running_entry(by.user)
    require_version(clock, version, running)
    if running is None or running.pk != entry.pk:
        raise Conflict(_("That timer has been stopped meanwhile. You find it on the time page."))
    since, until = _clean_gap(running, since, until)
    if clock.answered_at is not None and until <= clock.answered_at:
        raise Conflict(_("You have answered this already, on another device or in another window."))
    whole = int((until - since).total_seconds())
    _require_parts(parts, kept, whole, by)

    lock_tasks([running.task, *(part.task for part in parts)])
    act = Act(new_id())
    if goes_on and kept == whole:
        answer(clock, running, by=by)
        return act
    task, project = present_subject(running, by=by)
    labels = label_names(running, by=by)
    act.entries = [_ended(running, since + timedelta(seconds=kept), act, by)]
    act.entries += store(by, made=_made_of(parts, since + timedelta(seconds=kept), by), batch=act.batch).entries
    if goes_on:
        following = start_timer(
            task,
            by=by,
            project=project,
            description=running.description,
            labels=labels,
            billable=running.billable,
            at=until,
            batch=act.batch,
        )
        act.entries.append(following)
    return act


def _clean_gap(running: TimeEntry, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    assert running.started_at is not None
    since, until = clean_instant(since, field="since"), clean_instant(until, field="until")
    since = max(since, running.started_at)
    if until <= since:
        raise Invalid(_("The gap must end after it begins, and after the timer was started."), field="until")
    return since, until


def _require_parts(parts: Sequence[Part], kept: int, whole: int, by: Actor) -> None:
    if len(parts) > MOST_PARTS:
        raise Invalid(_("Split it into twenty parts at most."), field="parts")
    if kept < 0 or any(part.seconds <= 0 for part in parts):
        raise Invalid(_("Each part must be longer than nothing."), field="parts")
    if kept + sum(part.seconds for part in parts) > whole:
        raise Invalid(_("The parts are longer than the time you were away. Shorten one of them."), field="parts")
    for part in parts:
        require(can_track_time(by, part.task))
        require_subject(by, part.task, part.project)


def _ended(running: TimeEntry, at: datetime, act: Act, by: Actor) -> TimeEntry:
    """The entry stopped at the instant; one of which nothing is left goes into the bin."""
    if at == running.started_at:
        return delete_entry(running, by=by, batch=act.batch)
    stopped = stop_timer(by=by, entry=running.pk, at=at, batch=act.batch)
    assert stopped is not None
    return stopped


def _made_of(parts: Sequence[Part], begin: datetime, by: Actor) -> list[New]:
    made = []
    for part in parts:
        end = begin + timedelta(seconds=part.seconds)
        made.append(
            new_entry(
                by,
                task=part.task,
                project=part.project,
                description=part.description,
                started_at=begin,
                stopped_at=end,
            )
        )
        begin = end
    return made
