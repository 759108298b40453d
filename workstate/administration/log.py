"""What happened to accounts and to the server, in words: for administrators, and each person's own for themself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.devices import words_of_device
from workstate.accounts.models import User
from workstate.accounts.security import words_of
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Via

PAGE = 50
VERBS = [verb for verb in Verb if verb.startswith(("account.", "server.", "export."))]
_PERSON = User._meta.label_lower


@dataclass(frozen=True, slots=True)
class Line:
    event: Event
    actor: User | None
    about: User | None
    words: str

    @property
    def name(self) -> str:
        if self.actor:
            return str(self.actor)
        return _("Workstate") if self.event.via == Via.SYSTEM else _("Somebody")

    @property
    def at(self) -> datetime:
        return self.event.happened_at

    @property
    def means(self) -> str:
        return str(Via(self.event.via).label)

    @property
    def address(self) -> str:
        return self.event.address or ""

    @property
    def device(self) -> str:
        return words_of_device(self.event.device) if self.event.device else ""


def server_log(before: int | None) -> tuple[list[Line], int | None]:
    """A page of it, newest first, and what the next one begins before; two queries."""
    events = Event.objects.filter(workspace=None, verb__in=VERBS)
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events.select_related("user").order_by("-pk")[: PAGE + 1])
    return _lines(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def person_log(user: User, *, limit: int) -> list[Line]:
    """What last happened to somebody's account."""
    events = Event.objects.about(user).filter(workspace=None, verb__in=VERBS).select_related("user")
    return _lines(list(events.order_by("-pk")[:limit]))


def _lines(events: Sequence[Event]) -> list[Line]:
    people = User.objects.in_bulk(_people(events))
    return [
        Line(event, event.user, about, words_of(event, about if about != event.user else None))
        for event in events
        for about in [people.get(UUID(event.subject_id)) if event.subject_type == _PERSON else None]
    ]


def _people(events: Iterable[Event]) -> set[UUID]:
    return {UUID(event.subject_id) for event in events if event.subject_type == _PERSON}
