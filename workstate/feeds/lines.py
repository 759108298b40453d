"""A feed as it is shown: days with their lines, in words that the reader may hear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.activity.sentences import Sentence
from workstate.core.actor import Actor
from workstate.core.clock import day_of
from workstate.feeds.names import Names
from workstate.feeds.queries import Told
from workstate.feeds.words import sentence

# Today and yesterday.
DAYS_WITH_NAMES = 2


@dataclass(frozen=True, slots=True)
class Line:
    event: int
    person: User | None
    icon: str
    words: str
    html: SafeString
    at: datetime
    clock: str
    exact: str


@dataclass(frozen=True, slots=True)
class Day:
    heading: str
    lines: list[Line] = field(default_factory=list)


def told_words(one: Told, names: Names) -> Sentence:
    """The sentence of an act, and how many more it was done to."""
    said = sentence(one.event, names)
    if not one.more:
        return said
    more = ngettext("{what}, and {count} more", "{what}, and {count} more", one.more)
    return Sentence(said.icon, more.format(what=said.template, count=one.more), said.parts)


def days_of(told: Iterable[Told], actor: Actor) -> list[Day]:
    """By the reader's days; a constant number of queries."""
    told, formats = list(told), Formats.of(actor.user)
    names = Names.of([one.event for one in told], actor, formats=formats)
    days = groupby(told, key=lambda one: day_of(one.event.happened_at, formats.zone))
    return [Day(_heading(formats, day), [_line(one, names, formats) for one in some]) for day, some in days]


def _heading(formats: Formats, day: date) -> str:
    near = (formats.today - day).days < DAYS_WITH_NAMES
    return f"{formats.day_name(day)}, {formats.full_day(day)}" if near else formats.full_day(day)


def _line(one: Told, names: Names, formats: Formats) -> Line:
    said, at = told_words(one, names), one.event.happened_at
    clock = formats.time(formats.local(at).time())
    return Line(one.event.pk, one.event.user, said.icon, str(said), said.html, at, clock, formats.exact(at))
