"""The log as a file, made while it is sent: CSV for spreadsheets, JSON lines for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from workstate.activity.models import Event, EventQuerySet
from workstate.audit.lines import Line, lines_of
from workstate.core.actor import Actor
from workstate.core.spreadsheets import BYTE_ORDER_MARK, defused

AT_ONCE = 500


def lines(events: EventQuerySet, actor: Actor) -> Iterator[list[Line]]:
    """Some hundreds at a time, newest first; what is written meanwhile moves nothing."""
    last: int | None = None
    while True:
        following = events if last is None else events.filter(pk__lt=last)
        some: list[Event] = list(following.select_related("user")[:AT_ONCE])
        if not some:
            return
        last = some[-1].pk
        yield lines_of(some, actor)


def csv_of(events: EventQuerySet, actor: Actor) -> Iterator[bytes]:
    """With a byte order mark; no cell begins a formula. Instants in the zone of whoever asks."""
    echo = _Echo()
    write = csv.writer(echo, lineterminator="\r\n").writerow
    write([_("When"), _("Person"), _("What"), _("Kind"), _("By"), _("Address"), _("Device"), _("Subject")])
    yield (BYTE_ORDER_MARK + echo.take()).encode()
    for some in lines(events, actor):
        for line in some:
            when = line.at.astimezone(actor.zone).isoformat(timespec="seconds")
            cells = [line.name, line.words, line.event.verb, line.means, line.address, line.device, line.subject]
            write([when, *map(defused, cells)])
        yield echo.take().encode()


def json_lines_of(events: EventQuerySet, actor: Actor) -> Iterator[bytes]:
    """One object on each line, in UTF-8."""
    for some in lines(events, actor):
        yield "".join(json.dumps(line.as_json(), ensure_ascii=False) + "\n" for line in some).encode()


FORMATS: Final[dict[str, tuple[str, Callable[[EventQuerySet, Actor], Iterator[bytes]]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "jsonl": ("application/x-ndjson", json_lines_of),
}


class _Echo:
    """Keeps what the csv module writes until it is taken."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def write(self, line: str) -> None:
        self._written.append(line)

    def take(self) -> str:
        text = "".join(self._written)
        self._written.clear()
        return text
