"""
Who looks at a task or a project at this moment.

It lives in Valkey alone and expires: an open page says where it is, its process says so again every few seconds, and what is
not said any more is forgotten. Wiped, it is whole again after one round; lost, nobody is shown.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.projects.access import readers_by_project
from workstate.projects.models import Project
from workstate.tasks.models import Task

logger = logging.getLogger(__name__)

STAYS: Final = 30
"""Seconds for which a page is there after its process has said so."""
MOST: Final = 200
"""People that are told of at one place."""

TOPIC: Final = "beside:"
_PLACE: Final = re.compile(r"beside:(task|project)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII)

Seat = tuple[str, str]
"""A place, and one page there: `person:page`."""


def place_of(subject: Task | Project) -> str:
    """What the place is called, by pages and as the topic of what they are told."""
    return f"{TOPIC}{subject._meta.model_name}.{subject.pk}"


def is_place(text: str) -> bool:
    return _PLACE.fullmatch(text) is not None


def open_to(wanted: Iterable[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Those of the pairs of a person and a place of which the person sees what lies there. Constant queries."""
    wanted = set(wanted)
    named = {place: found for place in {place for _user, place in wanted} if (found := _PLACE.fullmatch(place))}
    if not named:
        return set()
    ids = {kind: [UUID(found[2]) for found in named.values() if found[1] == kind] for kind in ("task", "project")}
    tasks = Task.objects.kept().filter(pk__in=ids["task"], workspace__deleted_at=None)
    rows = list(tasks.only("project", "created_by")) if ids["task"] else []
    projects = Project.objects.kept().filter(pk__in=ids["project"], workspace__deleted_at=None)
    looked_at = set(projects.values_list("pk", flat=True)) if ids["project"] else set()
    seers = readers_by_project({task.project_id for task in rows if task.project_id} | looked_at)
    readers = {f"{TOPIC}project.{pk}": seers.get(pk, set()) for pk in looked_at}
    for task in rows:
        owner = {task.created_by_id} if task.created_by_id else set()
        readers[place_of(task)] = seers.get(task.project_id, set()) if task.project_id else owner
    return {(user, place) for user, place in wanted if user in readers.get(place, ())}


def people_beside(subject: Task | Project, actor: Actor) -> list[User]:
    """Who else looks at it and still may, by name. Nobody where Valkey does not answer."""
    place = place_of(subject)
    try:
        members = _valkey().zrangebyscore(_key(place), time.time(), "+inf", start=0, num=MOST)
    except RedisError as error:
        logger.debug("Who looks at %s is not known: %s", place, error)
        return []
    others = people_in(cast("list[bytes]", members)) - {actor.user.pk}
    allowed = {user for user, _place in open_to((user, place) for user in others)}
    return list(User.objects.filter(pk__in=allowed, is_active=True).order_by("name", "pk")) if allowed else []


def people_in(members: Iterable[bytes]) -> frozenset[UUID]:
    return frozenset(UUID(member.decode().partition(":")[0]) for member in members)


def sit(seats: Iterable[Seat]) -> Mapping[str, frozenset[UUID]]:
    """Say that these pages are there, and answer who is at each of their places. One way there and back."""
    seats = list(seats)
    places = list(dict.fromkeys(place for place, _member in seats))
    moment = time.time()
    with _valkey().pipeline(transaction=False) as pipe:
        for place, member in seats:
            pipe.zadd(_key(place), {member: moment + STAYS})
        for place in places:
            pipe.zremrangebyscore(_key(place), "-inf", moment)
            pipe.expire(_key(place), STAYS)
            pipe.zrange(_key(place), 0, -1)
        answers = pipe.execute()
    return {place: people_in(members) for place, members in zip(places, answers[len(seats) + 2 :: 3], strict=True)}


def rise(seat: Seat) -> frozenset[UUID]:
    """Say that the page is not there any more, and answer who is."""
    place, member = seat
    with _valkey().pipeline(transaction=False) as pipe:
        pipe.zrem(_key(place), member)
        pipe.zrangebyscore(_key(place), time.time(), "+inf")
        return people_in(pipe.execute()[1])


def _key(place: str) -> str:
    return f"workstate:{place}"


@lru_cache(maxsize=1)
def _valkey() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
