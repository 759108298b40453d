"""Whose clock is to be looked after, found by the database. What is done is judged again by the locked row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from workstate.timetracking.actions.reminding import THERE
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.models.notices import NoticeKind


def timers_due(at: datetime) -> QuerySet[TimeEntry, UUID]:
    """The people whose running timer is to be asked about or to be stopped, the longest waiting first (`forgotten.due_of`)."""
    asked = Q(user__clock__asked_at__gte=F("started_at"))
    counted = Greatest("started_at", "user__clock__answered_at")
    waited = Greatest("user__clock__asked_at", "user__clock__seen_at")
    return (
        TimeEntry.objects.running()
        .annotate(
            ask_at=_later(counted, _wish("ask_after", TimePreferences.ASK_AFTER)),
            stop_at=_later(waited, _wish("stop_after", TimePreferences.STOP_AFTER)),
        )
        .filter((asked & Q(stop_at__lte=at)) | (~asked & Q(ask_at__lte=at)))
        .order_by("started_at")
        .values_list("user", flat=True)
    )


def people_to_remind(at: datetime) -> QuerySet[Clock, UUID]:
    """Those who wish to be reminded, are there, and have no timer running."""
    wishes = TimePreferences.objects.filter(user=OuterRef("user"), remind_after__isnull=False)
    runs = TimeEntry.objects.running().filter(user=OuterRef("user"))
    return Clock.objects.filter(Exists(wishes), ~Exists(runs), seen_at__gte=at - THERE).values_list("pk", flat=True)


def reminders_open() -> QuerySet[Notice]:
    return Notice.objects.open().filter(kind=NoticeKind.NOT_TRACKING).select_related("user").order_by("id")


def _wish(name: str, ordinary: int) -> Case:
    """What the person chose, null for never; what is ordinary where they chose nothing."""
    wishes = TimePreferences.objects.filter(user=OuterRef("user"))
    return Case(When(Exists(wishes), then=Subquery(wishes.values(name)[:1])), default=Value(ordinary))


def _later(instant: Any, seconds: Combinable) -> ExpressionWrapper[Combinable]:
    return ExpressionWrapper(instant + seconds * Value(timedelta(seconds=1)), output_field=DateTimeField())
