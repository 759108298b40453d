"""“You are not tracking”: said once in a stretch of untracked working time, and taken back by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.core.clock import day_of, now
from workstate.timetracking.forgotten import latest
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import dismiss, give
from workstate.workspaces.models import Workspace
from workstate.workspaces.queries import home_actor

THERE = timedelta(minutes=5)
"""Who gave no sign of life for so long is away: they are not reminded."""


@transaction.atomic
def remind_of_tracking(user_id: UUID) -> Notice | None:
    """Tell the person that they are not tracking, if they wished to be told and it is so; None if there is nothing to say."""
    clock = (
        Clock.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("user")
        .filter(pk=user_id)
        .first()
    )
    wishes = TimePreferences.objects.filter(pk=user_id).first()
    at = now()
    if clock is None or wishes is None or not wishes.remind_after or not clock.seen_at or clock.seen_at < at - THERE:
        return None
    since = untracked_since(clock.user, at)
    if since is None or at < since + timedelta(seconds=wishes.remind_after):
        return None
    return give(
        clock.user,
        NoticeKind.NOT_TRACKING,
        key=f"not_tracking:{since:%Y%m%dT%H%M%S}",
        data={"since": since.isoformat()},
    )


@transaction.atomic
def withdraw_reminder(notice: Notice) -> bool:
    """Put the reminder away once time is tracked again or work is over; False while it holds."""
    since = untracked_since(notice.user, now())
    if since is not None and since.isoformat() == notice.data.get("since"):
        return False
    by = home_actor(notice.user, via=Via.SYSTEM)
    if by is None:
        return False
    dismiss(notice, by=by)
    return True


def untracked_since(user: User, at: datetime) -> datetime | None:
    """
    Since when in the present working hours nothing was tracked: the start of work, or the end of what was tracked last.

    None out of working hours and while a timer runs. Hours that were written down without clock times count from when
    they were written.
    """
    span = user.working_week.span_at(at)
    if span is None or TimeEntry.objects.of(user).running().exists():
        return None
    started = TimeEntry.objects.of(user).kept().filter(started_at__lte=at).order_by("-started_at").first()
    logged = (
        TimeEntry.objects.of(user)
        .kept()
        .filter(workspace__in=Workspace.objects.of(user).order_by(), started_at=None, created_at__gte=span[0])
        .filter(day__gte=day_of(span[0], user.zone))
        .order_by("-created_at")
        .first()
    )
    ends = [started.stopped_at if started else None, logged.created_at if logged else None]
    return latest(span[0], *(min(end, at) for end in ends if end is not None)).replace(microsecond=0)
