"""What waits to be done: jobs at the broker, events at the relay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.schedules import crontab, schedule
from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from workstate.activity.models import Event
from workstate.administration.models import JobRun

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Lag:
    waiting: int
    failing: int
    oldest: timedelta
    """How long the one that has waited longest does."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job of the scheduler, with how it fared."""

    title: str
    name: str
    when: str
    run: JobRun | None


def lag() -> Lag:
    """One query by the index of the outbox."""
    found = Event.objects.filter(relayed_at=None).aggregate(
        waiting=Count("pk"), failing=Count("pk", filter=Q(relay_attempts__gt=0)), oldest=Min("happened_at")
    )
    oldest: datetime | None = found["oldest"]
    return Lag(found["waiting"], found["failing"], timezone.now() - oldest if oldest else timedelta())


def failing_events() -> list[Event]:
    """Those that could not be relayed, the next to be tried first; what they say stays unread."""
    failing = Event.objects.filter(relayed_at=None, relay_attempts__gt=0).defer("data")
    return list(failing.order_by("relay_after", "pk")[:MOST_SHOWN])


def waiting_jobs() -> int | None:
    """How many jobs lie at the broker; None when it does not answer."""
    try:
        with Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=1, socket_timeout=1) as redis:
            found = redis.llen(settings.CELERY_TASK_DEFAULT_QUEUE)
    except (RedisError, ValueError):
        return None
    return int(found)


def scheduled_jobs() -> tuple[list[Scheduled], list[JobRun]]:
    """What the scheduler sends, and the runs of what is sent for other reasons."""
    runs = {run.name: run for run in JobRun.objects.order_by("name")}
    jobs = [
        Scheduled(title, job["task"], when(job["schedule"]), runs.pop(job["task"], None))
        for title, job in sorted(settings.CELERY_BEAT_SCHEDULE.items())
    ]
    return jobs, list(runs.values())


def when(plan: schedule | crontab) -> str:
    """In words: every 10 s, daily at 3:17 (UTC)."""
    if isinstance(plan, crontab):
        hours, minutes = sorted(plan.hour), sorted(plan.minute)
        if len(hours) == 1 and len(minutes) == 1:
            return _("daily at %(time)s UTC") % {"time": f"{hours[0]}:{minutes[0]:02d}"}
        return _("as %(plan)s says") % {"plan": str(plan)}
    seconds = int(plan.run_every.total_seconds())
    if seconds % 60 == 0:
        return _("every %(count)d min") % {"count": seconds // 60}
    return _("every %(count)d s") % {"count": seconds}
