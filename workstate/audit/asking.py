"""What is asked of the log: whose acts, of which kind, about what, when and by what means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from workstate.activity.models import Event, EventQuerySet
from workstate.audit.kinds import KINDS, audited, verbs_of
from workstate.core.actor import Actor, Via
from workstate.core.clock import require_day, start_of_day
from workstate.core.errors import Invalid

FIELDS = ("person", "kind", "subject", "first", "last", "via")
# An event carries the time at which its transaction began, its number that of its writing: they differ by no more than this.
LONGEST_TRANSACTION = timedelta(hours=1)
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Read from the address of the page; empty where nothing is asked."""

    person: UUID | None = None
    kind: str = ""
    subject: tuple[str, str] | None = None
    """The type and the id of what it is about."""
    first: date | None = None
    last: date | None = None
    via: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    """As it stood in the address, to be drawn again."""

    @property
    def address(self) -> str:
        """As the query of an address."""
        return urlencode(self.typed)

    @property
    def is_anything(self) -> bool:
        return bool(self.typed)


def read(typed: Mapping[str, str]) -> Asked:
    """Raises Invalid at the field that means nothing."""
    given = {name: value for name in FIELDS if (value := typed.get(name, "").strip())}
    kind, via = given.get("kind", ""), given.get("via", "")
    if kind and kind not in KINDS:
        raise Invalid(_("Choose one of the kinds offered."), field="kind")
    if via and via not in Via.values:
        raise Invalid(_("Choose one of the means offered."), field="via")
    first, last = (_day(given.get(name, ""), name) for name in ("first", "last"))
    if first and last and last < first:
        raise Invalid(_("The last day lies before the first. Change one of them."), field="last")
    return Asked(_person(given.get("person", "")), kind, _subject(given.get("subject", "")), first, last, via, given)


def events_of(asked: Asked, actor: Actor) -> EventQuerySet:
    """What is asked for, newest first. Two small queries come before it where a period is asked for."""
    events = Event.objects.visible_to(actor).filter(verb__in=verbs_of(asked.kind) if asked.kind else audited())
    if asked.person:
        events = events.filter(user=asked.person)
    if asked.via:
        events = events.filter(via=asked.via)
    if asked.subject:
        events = events.filter(subject_type=asked.subject[0], subject_id=asked.subject[1])
    return events.filter(_within(asked, actor)).order_by("-pk")


def _within(asked: Asked, actor: Actor) -> Q:
    """
    The period by instants and, so that the way to it along the index is short, by numbers: they rise with time, though not
    strictly.
    """
    within = Q()
    if asked.first:
        start = start_of_day(asked.first, actor.zone)
        within &= Q(happened_at__gte=start, pk__gte=_number_at(start - LONGEST_TRANSACTION))
    if asked.last:
        end = start_of_day(asked.last + timedelta(days=1), actor.zone)
        within &= Q(happened_at__lt=end, pk__lte=_number_at(end + LONGEST_TRANSACTION))
    return within


def _number_at(instant: object) -> int:
    """The number of the first event since; larger than any if there is none yet."""
    found = Event.objects.filter(happened_at__gte=instant).order_by("happened_at").values_list("pk", flat=True).first()
    return _LARGEST_ID if found is None else found


def _person(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid(_("Choose one of the people offered."), field="person") from None


def _subject(text: str) -> tuple[str, str] | None:
    if not text:
        return None
    kind, colon, pk = text.partition(":")
    if not colon or len(kind) > 60 or not 0 < len(pk) <= 40 or not (kind + pk).isprintable():
        raise Invalid(_("This subject cannot be read. Go back to the whole log."), field="subject")
    return kind, pk


def _day(text: str, field: str) -> date | None:
    try:
        return require_day(date.fromisoformat(text), field=field) if text else None
    except ValueError:
        raise Invalid(_("Give a day as 2026-12-31."), field=field) from None
