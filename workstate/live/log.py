"""
The log of events as pages read it: what has happened since they last heard something.

Numbers of events are given out before they are committed, so one with a lower number may appear later than one with a higher.
A place in the log is therefore the newest number and, beside it, the oldest transaction that had not ended then: what that one
and later ones wrote is told again, however long they took.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Func, Q

from workstate.activity.models import Event
from workstate.core.clock import FIRST_DAY, LAST_DAY

LOOK_BACK = 5_000
"""Numbers given out during one transaction, at most: what a slower one wrote would be missed."""
CLOCKS_DIFFER = timedelta(seconds=0.5)
SLOWEST = timedelta(minutes=1)
"""Between what happened and the end of its transaction, where only the time is known at which a page was drawn."""
MOST = 1_000
_LARGEST = 2**63 - 1
_ROUND = 2**32
_PLACE = re.compile(r"(\d{1,19})-(\d{1,19})", re.ASCII)


# Transactions of other databases of the server, and PostgreSQL's own, write no events and may last for hours. One that has ended
# since the snapshot was taken is not found among those that run, and is counted with ours.
_NEWEST = """
WITH seen AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot)
SELECT
  (SELECT COALESCE(MAX(id), 0) FROM activity_event),
  COALESCE(
    (SELECT MIN(open::text::bigint) FROM seen, pg_snapshot_xip(seen.snapshot) AS open
      WHERE open::text::bigint % 4294967296 NOT IN (
        SELECT backend_xid::text::bigint FROM pg_stat_activity
          WHERE backend_xid IS NOT NULL AND (datname <> current_database() OR backend_type <> 'client backend')
      )),
    (SELECT pg_snapshot_xmax(seen.snapshot)::text::bigint FROM seen)
  )
"""


class Place(NamedTuple):
    """A place in the log: everything up to it is known, but what `horizon` and later transactions wrote."""

    newest: int
    horizon: int

    def __str__(self) -> str:
        return f"{self.newest}-{self.horizon}"

    def has_ahead(self, event: Event) -> bool:
        """Whether the event may not have been there yet. The event is one of read_since()."""
        if event.pk > self.newest:
            return True
        # Transactions are counted in 32 bits where they stand beside rows: the nearer way round is the true one.
        written: int = event.written_by  # type: ignore[attr-defined]
        return event.pk > self.newest - LOOK_BACK and (written - self.horizon) % _ROUND < _ROUND // 2

    @property
    def query(self) -> Q:
        return Q(pk__gt=self.newest - LOOK_BACK)


class Drawn(NamedTuple):
    """A page that has only just been drawn and knows nothing but when that was, by the server's clock."""

    at: datetime

    def has_ahead(self, event: Event) -> bool:
        """What was relayed later, or is not yet, may not have been committed when the page was drawn."""
        after = self.at - CLOCKS_DIFFER
        return event.happened_at >= after or event.relayed_at is None or event.relayed_at >= after

    @property
    def query(self) -> Q:
        return Q(happened_at__gte=self.at - SLOWEST)


Start = Place | Drawn


def parse_start(text: str) -> Start | None:
    """What a page says when it begins to listen, "after PLACE" or "since MOMENT"; None for anything else."""
    word, _space, said = text.partition(" ")
    if word == "after" and (found := _PLACE.fullmatch(said)):
        newest, horizon = map(int, found.groups())
        return Place(newest, horizon) if max(newest, horizon) <= _LARGEST else None
    if word == "since" and (moment := parse_moment(said)):
        return Drawn(moment)
    return None


def parse_moment(text: str) -> datetime | None:
    """An instant of our time as the page writes it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and FIRST_DAY <= moment.date() <= LAST_DAY else None


def newest_place() -> Place:
    """The end of the log, read in one moment."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        return Place(*cursor.fetchone())


def read_since(starts: Iterable[Start], *, known: frozenset[int] = frozenset()) -> list[Event] | None:
    """
    What is ahead of any of these starts and not known yet, oldest first; None if that is too much to look through.

    Two queries, and none that reads what events say of what is known.
    """
    starts = list(starts)
    places = [start for start in starts if isinstance(start, Place)]
    moments = [start for start in starts if isinstance(start, Drawn)]
    query = Q(pk__in=[])
    if places:
        query |= Place(min(place.newest for place in places), 0).query
    if moments:
        query |= min(moments).query
    written = Func(template="activity_event.xmin::text::bigint", output_field=BigIntegerField())
    rows = Event.objects.filter(query).annotate(written_by=written).order_by("pk")
    slim = rows.only("pk", "happened_at", "relayed_at")[: LOOK_BACK + MOST + len(known) + 1]
    candidates = list(slim)
    if len(candidates) > LOOK_BACK + MOST + len(known):
        return None
    ahead = {
        event.pk for event in candidates if event.pk not in known and any(start.has_ahead(event) for start in starts)
    }
    if len(ahead) > MOST:
        return None
    return list(rows.filter(pk__in=ahead)) if ahead else []
