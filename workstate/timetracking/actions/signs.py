"""Signs of life, the question whether somebody is still working, and the answer to it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, NotFound
from workstate.core.ids import new_id
from workstate.timetracking.actions.locking import lock_person, running_entry
from workstate.timetracking.actions.timer import stop_timer
from workstate.timetracking.actions.undoing import take_back
from workstate.timetracking.forgotten import Due, due_of, is_asked, last_sign
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import dismiss, give
from workstate.workspaces.models import Membership

SEEN_EVERY = timedelta(seconds=30)
LONGEST_AGO = timedelta(minutes=2)


@transaction.atomic
def record_sign_of_life(*, by: Actor, ago: int = 0) -> None:
    """
    Keep that the person was there `ago` seconds ago, at most two minutes. Written once in half a minute; no event tells of it.
    """
    at = now() - max(timedelta(), min(timedelta(seconds=ago), LONGEST_AGO))
    if Clock.objects.filter(pk=by.user.pk).filter(Q(seen_at=None) | Q(seen_at__lt=at - SEEN_EVERY)).update(seen_at=at):
        return
    Clock.objects.bulk_create([Clock(user=by.user, seen_at=at)], ignore_conflicts=True)


@transaction.atomic
def still_working(*, by: Actor) -> bool:
    """Say yes to “Still working?”, on all devices; the length counts anew from now. False when nobody asked."""
    clock = lock_person(by.user)
    running = running_entry(by.user)
    if running is None or not is_asked(running, clock):
        return False
    answer(clock, running, by=by)
    return True


def answer(clock: Clock, running: TimeEntry, *, by: Actor) -> None:
    """Somebody is there and says that the timer runs rightly; whatever was asked has its answer. Call with the person's lock."""
    clock.asked_at = None
    clock.seen_at = clock.answered_at = now()
    clock.save(update_fields=["asked_at", "seen_at", "answered_at"])
    record(Verb.TIMER_ANSWERED, running, by=_where_it_runs(running, by))


@transaction.atomic
def tend_clock(user_id: UUID) -> Due:
    """
    Ask the person whether they still work, or stop their forgotten timer at the last sign of life; answers what was done.

    Whoever is at the clock already does what is to be done: they are passed over. What is due is judged by the row that is
    locked, so that nothing is done twice, by however many workers and however often.
    """
    clock = _claimed(user_id)
    running = running_entry(clock.user) if clock else None
    if clock is None or running is None:
        return Due.NOTHING
    wishes = TimePreferences.objects.filter(pk=user_id).first() or TimePreferences(pk=user_id)
    at = now()
    due = due_of(running, clock, wishes, at)
    if due is Due.ASK:
        clock.asked_at = at
        clock.save(update_fields=["asked_at"])
        record(Verb.TIMER_ASKED, running, by=_owner_of(running, clock))
    elif due is Due.STOP:
        _stop_forgotten(running, clock)
    return due


@transaction.atomic
def resume_forgotten(notice: Notice, *, by: Actor) -> None:
    """
    Let a timer that was stopped as forgotten run on as if it had not been; that counts as an answer.

    Raises NotFound for a notice of somebody else or another kind, Conflict when it was changed since or another timer runs.
    """
    if notice.user_id != by.user.pk or notice.kind != NoticeKind.TIMER_STOPPED or notice.batch is None:
        raise NotFound
    lock_person(by.user)
    if Notice.objects.open().filter(pk=notice.pk).first() is None:
        raise Conflict(_("This was settled already, on another device or in another window."))
    take_back(notice.batch, by=by)
    dismiss(notice, by=by)


def _claimed(user_id: UUID) -> Clock | None:
    """The person's clock, locked; None while somebody else is at it."""
    clocks = Clock.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user").filter(pk=user_id)
    if (clock := clocks.first()) or Clock.objects.filter(pk=user_id).exists():
        return clock
    # A timer that was started before there were clocks.
    Clock.objects.bulk_create([Clock(user_id=user_id)], ignore_conflicts=True)
    return clocks.first()


def _stop_forgotten(running: TimeEntry, clock: Clock) -> None:
    assert running.started_at is not None
    by, batch, asked_at = _owner_of(running, clock), new_id(), clock.asked_at
    at = last_sign(running, clock, now())
    stop_timer(by=by, entry=running.pk, at=at, batch=batch)
    give(
        clock.user,
        NoticeKind.TIMER_STOPPED,
        key=f"timer_stopped:{running.pk}:{asked_at:%Y%m%dT%H%M%S}",
        workspace=running.workspace,
        data={
            "entry": str(running.pk),
            "what": str(running.task.title if running.task else running.description),
            "started_at": running.started_at.isoformat(),
            "stopped_at": at.isoformat(),
        },
        batch=batch,
    )


def _where_it_runs(entry: TimeEntry, by: Actor) -> Actor:
    """The timer may run in another workspace than the one in which the person acts now; the log of each stays its own."""
    return by if entry.workspace_id == by.workspace.pk else Actor(by.user, entry.workspace, by.role, by.via)


def _owner_of(entry: TimeEntry, clock: Clock) -> Actor:
    """The person whose timer it is, where it runs; who left that workspace meanwhile has the least of its roles."""
    membership = Membership.objects.filter(user=clock.user, workspace=entry.workspace).first()
    role = Role(membership.role) if membership else Role.GUEST
    return Actor(clock.user, entry.workspace, role, Via.SYSTEM)
