"""
Who is to be told of a goal: that it is reached, that a limit is exceeded, or that it is at risk.

At risk is a goal when the person is at work in the last quarter of their working time of the day or week, and what is
missing is more than the working time that is left, by more than a tenth of the goal. Outside of working hours nobody is
told so, and of a limit only that it is exceeded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from workstate.accounts.working_week import WorkingWeek
from workstate.focus.goal_progress import Now, standing
from workstate.focus.models.goals import Goal
from workstate.timetracking.models import Notice, TimeEntry
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import give
from workstate.workspaces.models import Membership

logger = logging.getLogger(__name__)

AT_ONCE = 500
LATELY = timedelta(days=8)
LAST_PART = 4
"""Told in the last such part of the working time…"""
MARGIN = 10
"""…when more than such a part of the goal is out of reach."""


def tell_of_goals(at: datetime) -> int:
    """Tell whoever is concerned, once per goal and day or week. Four queries for 500 goals, and those of what is new."""
    told = 0
    for goals in _batches(goals_watched(at)):
        occasions = {key: (one, kind) for one in standing(goals, at) for key, kind in _occasions(one, at)}
        known = Notice.objects.filter(
            user__in={one.goal.user_id for one, _kind in occasions.values()}, key__in=occasions
        )
        for key in occasions.keys() - set(known.values_list("key", flat=True)):
            one, kind = occasions[key]
            told += _tell(one, kind, key, at)
    return told


def goals_watched(at: datetime) -> Any:
    """Goals whose people want to be told, belong to the workspace, and tracked time there lately."""
    entries = TimeEntry.objects.kept().filter(
        workspace=OuterRef("workspace"), user=OuterRef("user"), day__gte=(at - LATELY).date()
    )
    belongs = Membership.objects.filter(workspace=OuterRef("workspace"), user=OuterRef("user"))
    return (
        Goal.objects.current()
        .filter(Exists(entries), Exists(belongs), notifies=True, user__is_active=True, workspace__deleted_at=None)
        .select_related("user", "workspace", "client", "project", "label")
        .order_by("pk")
    )


def is_at_risk(one: Now, at: datetime) -> bool:
    """As the head of this module says."""
    week = one.goal.user.working_week
    if one.goal.at_most or not one.applies or not week.span_at(at):
        return False
    days = [one.first + timedelta(days=place) for place in range((one.last - one.first).days + 1)]
    whole = sum(week.seconds_on(day) for day in days)
    left = sum(work_left(week, day, at) for day in days)
    missing = one.wanted - one.seconds_at(at)
    return 0 < left * LAST_PART <= whole and missing - left > one.wanted // MARGIN


def work_left(week: WorkingWeek, day: Any, at: datetime) -> int:
    """Seconds of work that the day still has at the instant; a pause is spread over what lies between its ends."""
    span = week.span_on(day)
    if not span or at >= span[1]:
        return 0
    part = (span[1] - max(at, span[0])) / (span[1] - span[0])
    return int(week.seconds_on(day) * part)


def _occasions(one: Now, at: datetime) -> Iterable[tuple[str, NoticeKind]]:
    if not one.applies:
        return
    met = one.is_met_at(at)
    if met != one.goal.at_most:
        # Reached, or a limit exceeded.
        yield f"goal:{one.goal.pk}:{one.first}:reached", NoticeKind.GOAL_REACHED
    elif is_at_risk(one, at):
        yield f"goal:{one.goal.pk}:{one.first}:risk", NoticeKind.GOAL_AT_RISK


def _tell(one: Now, kind: NoticeKind, key: str, at: datetime) -> bool:
    goal = one.goal
    data = {
        "goal": str(goal.pk),
        "wanted": one.wanted,
        "seconds": one.seconds_at(at),
        "is_weekly": goal.is_weekly,
        "at_most": goal.at_most,
        "subject": str(goal.subject or ""),
    }
    try:
        return give(goal.user, kind, key=key, workspace=goal.workspace, data=data) is not None
    except Exception:
        # Whom it cannot be told holds up nobody else.
        logger.exception("Goal %s was not told of.", goal.pk)
        return False


def _batches(goals: Any) -> Iterable[list[Goal]]:
    last = None
    while found := list((goals.filter(pk__gt=last) if last else goals)[:AT_ONCE]):
        yield found
        last = found[-1].pk
