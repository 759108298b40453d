"""Whether the server is well, and what to do where it is not."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

import django
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django_celery_beat.models import PeriodicTask
from redis import Redis
from redis.exceptions import RedisError

from workstate.administration.models import JobRun
from workstate.administration.queues import lag, waiting_jobs
from workstate.attachments.storage import storage
from workstate.core.durations import format_duration_long
from workstate.core.ids import new_id

# A minute between two pulses, and patience for a worker that is busy.
ALIVE = timedelta(minutes=3)
# The scheduler writes down what it has sent every three minutes.
SENT = timedelta(minutes=8)
SLOW_RELAY = timedelta(minutes=2)
MANY_WAITING = 1000
LITTLE_SPACE = 2 * 1024**3
PULSE = "workstate.administration.jobs.pulse"
LEAST_SECRET = 32


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and what to do about it."""

    name: str
    title: str
    state: State
    said: str
    todo: str = ""

    @property
    def icon(self) -> str:
        return {State.OK: "circle-check", State.WARNING: "triangle-alert", State.BAD: "circle-alert"}[self.state]

    @property
    def words(self) -> str:
        return {State.OK: _("Well"), State.WARNING: _("Look at this"), State.BAD: _("Not working")}[self.state]


def findings() -> list[Finding]:
    """All of them, the worst first. None raises: what cannot be looked at is itself a finding."""
    order = list(reversed(State))
    return sorted(_looked_at(), key=lambda finding: order.index(finding.state))


def _looked_at() -> Iterator[Finding]:
    looks: tuple[tuple[str, str, Callable[[], Finding]], ...] = (
        ("database", _("Database"), database),
        ("redis", _("Valkey or Redis"), valkey),
        ("worker", _("Worker"), worker),
        ("beat", _("Scheduler"), beat),
        ("relay", _("Events"), relay),
        ("mail", _("Mail"), mail),
        ("storage", _("Files"), files),
        ("settings", _("Settings"), safety),
    )
    for name, title, look in looks:
        try:
            yield look()
        except Exception as error:
            todo = _("See the log of the web server for more.")
            yield Finding(name, title, State.BAD, f"{type(error).__name__}", todo)


def database() -> Finding:
    name, title = "database", _("Database")
    begun = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
            found, size = cursor.fetchone()
    except DatabaseError as error:
        todo = _("Look whether PostgreSQL runs and whether DATABASE_URL is right.")
        return Finding(name, title, State.BAD, f"{type(error).__name__}", todo)
    milliseconds = round((time.monotonic() - begun) * 1000)
    said = _("PostgreSQL %(version)s, %(size)s; it answered in %(time)d ms.") % {
        "version": found.split()[0],
        "size": megabytes(size),
        "time": milliseconds,
    }
    if milliseconds > 500:
        return Finding(name, title, State.WARNING, said, _("That is slow. Look at the load of its machine."))
    return Finding(name, title, State.OK, said)


def valkey() -> Finding:
    name, title = "redis", _("Valkey or Redis")
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as redis:
            about = redis.info("server")
    except (RedisError, ValueError) as error:
        todo = _(
            "Look whether it runs and whether REDIS_URL is right. Nothing is lost meanwhile, but pages are not live "
            "and jobs wait."
        )
        return Finding(name, title, State.BAD, type(error).__name__, todo)
    found = about.get("valkey_version") or about.get("redis_version", "?")
    called = "Valkey" if "valkey_version" in about else "Redis"
    return Finding(name, title, State.OK, _("%(called)s %(version)s answers.") % {"called": called, "version": found})


def worker() -> Finding:
    name, title = "worker", _("Worker")
    last = JobRun.objects.aggregate(well=Max("finished_at"), ill=Max("failed_at"))
    seen = max((at for at in last.values() if at), default=None)
    if seen is None:
        todo = _("Start one: celery -A workstate.config.celery worker. `workstate up` starts it by itself.")
        return Finding(name, title, State.BAD, _("No job was ever done here."), todo)
    since = timezone.now() - seen
    said = _("The last job was done %(time)s ago.") % {"time": _length(since)}
    if since > ALIVE:
        todo = _("Look whether the worker runs, and at its log. Reminders, mails and searches wait for it.")
        return Finding(name, title, State.BAD, said, todo)
    return Finding(name, title, State.OK, said)


def beat() -> Finding:
    """By the pulse, which it sends and a worker notes; where no worker does, by what the scheduler itself wrote down."""
    name, title = "beat", _("Scheduler")
    done = JobRun.objects.filter(name=PULSE).values_list("finished_at", flat=True).first()
    at = timezone.now()
    if done and at - done <= ALIVE:
        return Finding(name, title, State.OK, _("Its pulse was felt %(time)s ago.") % {"time": _length(at - done)})
    sent = PeriodicTask.objects.filter(enabled=True).aggregate(last=Max("last_run_at"))["last"]
    if sent and at - sent <= SENT:
        said = _("It sends jobs, but no worker has done its pulse.")
        return Finding(name, title, State.WARNING, said, _("Look at the worker first."))
    todo = _("Start one, and only one: celery -A workstate.config.celery beat. `workstate up` starts it by itself.")
    return Finding(name, title, State.BAD, _("It has sent nothing for a while."), todo)


def relay() -> Finding:
    name, title = "relay", _("Events")
    behind = lag()
    waiting = waiting_jobs()
    said = _("%(count)d events wait, the oldest for %(time)s; %(failing)d could not be passed on.") % {
        "count": behind.waiting,
        "time": _length(behind.oldest),
        "failing": behind.failing,
    }
    if not behind.waiting:
        said = _("Nothing waits.")
    if behind.failing:
        return Finding(name, title, State.WARNING, said, _("The page Jobs says which and why."))
    if behind.oldest > SLOW_RELAY or (waiting or 0) > MANY_WAITING:
        todo = _("Workers do not keep up. Start another, or look at the page Jobs for what takes long.")
        return Finding(name, title, State.WARNING, said, todo)
    return Finding(name, title, State.OK, said)


def mail() -> Finding:
    name, title = "mail", _("Mail")
    if not settings.EMAIL_CONFIGURED:
        todo = _("Set EMAIL_HOST and DEFAULT_FROM_EMAIL. Without them nobody resets a password or confirms an address.")
        return Finding(name, title, State.WARNING, _("No mail is sent."), todo)
    said = _("Sent by %(host)s.") % {"host": settings.EMAIL_HOST or settings.EMAIL_BACKEND}
    if settings.EMAIL_HOST and not settings.EMAIL_USE_TLS and settings.EMAIL_HOST_PASSWORD:
        todo = _("The password goes over the net in the open. Set EMAIL_USE_TLS=true.")
        return Finding(name, title, State.WARNING, said, todo)
    return Finding(name, title, State.OK, said)


def files() -> Finding:
    name, title = "storage", _("Files")
    probe = f"probes/{new_id()}"
    try:
        key = storage().save(probe, ContentFile(b"well"))
        storage().delete(key)
    except Exception as error:
        todo = _("Nobody can attach a file. Look at the rights of MEDIA_ROOT, or at the bucket and its keys.")
        return Finding(name, title, State.BAD, type(error).__name__, todo)
    if settings.AWS_STORAGE_BUCKET_NAME:
        said = _("The bucket %(name)s takes files.") % {"name": settings.AWS_STORAGE_BUCKET_NAME}
        return Finding(name, title, State.OK, said)
    free = shutil.disk_usage(settings.MEDIA_ROOT).free
    said = _("The folder takes files; %(free)s are free.") % {"free": megabytes(free)}
    if free < LITTLE_SPACE:
        return Finding(name, title, State.WARNING, said, _("Make room on this disk, or move the files to a bucket."))
    return Finding(name, title, State.OK, said)


def safety() -> Finding:
    name, title = "settings", _("Settings")
    if settings.DEBUG:
        todo = _("Unset DEBUG: error pages show secrets to whoever sees them.")
        return Finding(name, title, State.WARNING, _("DEBUG is on."), todo)
    if len(settings.SECRET_KEY) < LEAST_SECRET:
        todo = _("Set SECRET_KEY to 50 random characters and keep them. Everybody signs in again then.")
        return Finding(name, title, State.WARNING, _("SECRET_KEY is short."), todo)
    if "*" in settings.ALLOWED_HOSTS:
        todo = _("Name the hosts of this server in ALLOWED_HOSTS.")
        return Finding(name, title, State.WARNING, _("ALLOWED_HOSTS lets any name in."), todo)
    if not settings.SERVED_OVER_HTTPS:
        todo = _("Beyond your own machine, serve it over https and say so in SITE_URL: cookies are safe only then.")
        state = State.OK if "localhost" in settings.SITE_URL or "127.0.0.1" in settings.SITE_URL else State.WARNING
        return Finding(name, title, state, _("Served over http."), todo if state is State.WARNING else "")
    return Finding(name, title, State.OK, _("DEBUG is off, the key is long, and pages go over https."))


def versions() -> list[tuple[str, str]]:
    """What runs here, by name."""
    return [
        ("Workstate", installed()),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (_("System"), f"{platform.system()} {platform.release()}"),
        (_("Processors"), str(os.cpu_count() or "?")),
    ]


def installed() -> str:
    try:
        return version("workstate")
    except PackageNotFoundError:
        return _("from a checkout")


def megabytes(size: int) -> str:
    """Bytes as people say them: 512 MB, 1.5 GB."""
    if size >= 1024**3:
        return f"{size / 1024**3:.1f} GB"
    return f"{size / 1024**2:.0f} MB" if size >= 1024**2 else f"{size / 1024:.0f} KB"


def _length(span: timedelta) -> str:
    seconds = max(0, int(span.total_seconds()))
    return _("%(seconds)d s") % {"seconds": seconds} if seconds < 60 else format_duration_long(seconds)
