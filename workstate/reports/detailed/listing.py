"""
The shares of time of a report one by one: a page of them, or all. What the detailed report is made of.

A row is an entry on a day, as every total by day counts it: one over midnight has a row for each of its days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from workstate.billing.models import RateKind
from workstate.billing.pricing import Pricing, pricings_of
from workstate.core.errors import Invalid
from workstate.reports.asking import shares_of
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.timetracking.models import DayShare
from workstate.timetracking.models.days import DayShareQuerySet

NEWEST = "-day"
MOST_AT_ONCE = 2000
LONGEST = 2**31 - 1  # Seconds, as the database keeps them.

_COLUMNS = (
    "entry_id",
    "workspace_id",
    "user_id",
    "task_id",
    "project_id",
    "description",
    "billable",
    "started_at",
    "day",
    "seconds",
    "before",
)
# Each order with its opposite, as the database is asked for rows and for those of a page once more.
_ORDERS: dict[str, tuple[Any, ...]] = {
    "-day": ("-day", F("started_at").desc(nulls_last=True), "-entry_id"),
    "day": ("day", F("started_at").asc(nulls_first=True), "entry_id"),
    "-duration": ("-seconds", "-day", "-entry_id"),
    "duration": ("seconds", "day", "entry_id"),
}
_ORDERS_SQL = {
    "-day": "s.day DESC, s.started_at DESC NULLS LAST, s.entry_id DESC",
    "day": "s.day, s.started_at NULLS FIRST, s.entry_id",
    "-duration": "s.seconds DESC, s.day DESC, s.entry_id DESC",
    "duration": "s.seconds, s.day, s.entry_id",
}
# The two parts of the view of shares (timetracking 0004), each alone: only then does the database take rows out of an index
# in their order, where it would first sort all that the view has. A test holds them together.
_VIEW = "timetracking_dayshare"
_HALVES = (
    """(SELECT e.id AS entry_id, e.workspace_id, e.user_id, e.task_id, e.project_id, e.description, e.billable,
    e.started_at, e.day, e.duration AS seconds, 0 AS before, true AS is_first FROM timetracking_timeentry e
    WHERE e.deleted_at IS NULL AND e.duration IS NOT NULL AND e.last_day IS NULL)""",
    """(SELECT e.id AS entry_id, p.workspace_id, p.user_id, e.task_id, e.project_id, e.description, e.billable,
    e.started_at, p.day, p.seconds, p.before, p.day = e.day AS is_first FROM timetracking_entryday p
    JOIN timetracking_timeentry e ON e.id = p.entry_id
    WHERE e.deleted_at IS NULL AND e.duration IS NOT NULL AND e.last_day IS NOT NULL)""",
)
_PLACE = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\.(?P<start>-?[0-9]{1,18}|)\.(?P<seconds>[0-9]{1,10})\.(?P<entry>[0-9a-f]{32})",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Share(NamedTuple):
    """
    A row of the database. `rounded` is what it adds to the report; `rate` what an hour of it earns, None where no rate
    holds, where it is not billable, or where the reader may not see it.
    """

    entry: UUID
    user: UUID
    task: UUID | None
    project: UUID | None
    description: str
    billable: bool
    started_at: datetime | None
    day: date
    seconds: int
    before: int
    rounded: int
    rate: Decimal | None
    currency: str | None

    @property
    def start(self) -> datetime | None:
        return self.started_at + timedelta(seconds=self.before) if self.started_at else None

    @property
    def end(self) -> datetime | None:
        return self.started_at + timedelta(seconds=self.before + self.seconds) if self.started_at else None


@dataclass(frozen=True, slots=True)
class Place:
    """Of a row, all that any order sorts by: where the next page begins."""

    day: date
    started_at: datetime | None
    seconds: int
    entry: UUID

    @classmethod
    def of(cls, share: Share) -> Place:
        return cls(share.day, share.started_at, share.seconds, share.entry)

    @classmethod
    def read(cls, code: str, *, field: str) -> Place:
        """Raises Invalid for what no page has said."""
        match = _PLACE.fullmatch(code)
        try:
            if match is None:
                raise ValueError
            start = _EPOCH + int(match["start"]) * _MICROSECOND if match["start"] else None
            seconds = int(match["seconds"])
            if seconds > LONGEST:
                # Nothing is that long; asked of the database it would be a question that Django refuses to write.
                raise ValueError
            return cls(date.fromisoformat(match["day"]), start, seconds, UUID(match["entry"]))
        except (ValueError, OverflowError):
            raise Invalid(_("This place in the list does not exist. Start from its top."), field=field) from None

    @property
    def code(self) -> str:
        start = "" if self.started_at is None else str((self.started_at - _EPOCH) // _MICROSECOND)
        return f"{self.day.isoformat()}.{start}.{self.seconds}.{self.entry.hex}"


def shares_after(
    description: Description,
    reader: Reader,
    after: Place | None,
    size: int,
    *,
    upto: Place | None = None,
    pricing: Pricing | None = None,
) -> list[Share]:
    """The next rows, at most so many; with `upto` none beyond that one. `pricing` as `earning` finds it."""
    shares = shares_of(description, reader)
    if after:
        shares = shares.filter(_beyond(after, _order(description)))
    if upto:
        shares = shares.filter(_beyond(upto, _opposite(_order(description))) | Q(day=upto.day, entry=upto.entry))
    sql, params = _sql(shares, description, pricing, size)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Share._make(row) for row in cursor.fetchall()]


def all_shares(description: Description, reader: Reader, *, at_once: int = MOST_AT_ONCE) -> Iterator[list[Share]]:
    """
    Every row, some at a time. The first come out of an index, so that whoever reads no further waits for no more; the
    database keeps the rest, as they were when they were asked for.
    """
    pricing = earning(reader)
    first = shares_after(description, reader, None, at_once, pricing=pricing)
    yield first
    if len(first) < at_once:
        return
    rest = shares_of(description, reader).filter(_beyond(Place.of(first[-1]), _order(description)))
    sql, params = _sql(rest, description, pricing, None)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        # One iterator for all: who lets go of one closes the cursor beneath it.
        found = iter(cursor)
        while rows := list(islice(found, at_once)):
            yield [Share._make(row) for row in rows]


def earning(reader: Reader) -> Pricing | None:
    """How to price what is billable; None where the reader may not see it or there is no rate at all."""
    if not reader.amounts:
        return None
    pricing = pricings_of(reader.actor.workspace)[RateKind.BILLABLE]
    return None if pricing.is_empty else pricing


def _sql(
    shares: DayShareQuerySet, description: Description, pricing: Pricing | None, size: int | None
) -> tuple[str, tuple[Any, ...]]:
    """The rows come out of an index in their order, and only then has each of those its rate looked up."""
    order = _order(description)
    rows = shares.order_by(*_ORDERS[order]).values(*_COLUMNS)
    inner, params = rows.query.sql_with_params() if size is None else _first(rows[:size])
    columns = [f"s.{column}" for column in _COLUMNS if column != "workspace_id"]
    columns.append(description.rounding.sql("s.seconds", "s.before"))
    columns += (
        [f"CASE WHEN s.billable THEN {pricing.amount} END", f"CASE WHEN s.billable THEN {pricing.currency} END"]
        if pricing
        else ["NULL::numeric", "NULL::text"]
    )
    joins = pricing.joins if pricing else ""
    # Names of ours; what a person typed is in the parameters.
    sql = f"SELECT {', '.join(columns)} FROM ({inner}) s {joins} ORDER BY {_ORDERS_SQL[order]}"  # nosec B608
    return (sql, params) if size is None else (f"{sql} LIMIT {size:d}", params)


def _first(rows: QuerySet[DayShare, Any]) -> tuple[str, tuple[Any, ...]]:
    """The first rows of each half of the view: the first of all are among them."""
    sql, params = rows.query.sql_with_params()
    table = f'FROM "{_VIEW}"'
    halves = [sql.replace(table, f'FROM {half} "{_VIEW}"', 1) for half in _HALVES]
    return " UNION ALL ".join(f"({half})" for half in halves), params * len(halves)


def _order(description: Description) -> str:
    return description.sort or NEWEST


def _opposite(order: str) -> str:
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def _beyond(place: Place, order: str) -> Q:
    """The rows that come after it."""
    day, start, entry = place.day, place.started_at, place.entry
    match order:
        case "-day":
            earlier = Q(started_at=None, entry__lt=entry)
            if start is not None:
                earlier = Q(started_at__lt=start) | Q(started_at=None) | Q(started_at=start, entry__lt=entry)
            return Q(day__lte=day) & (Q(day__lt=day) | Q(Q(day=day) & earlier))
        case "day":
            later = Q(started_at__isnull=False) | Q(started_at=None, entry__gt=entry)
            if start is not None:
                later = Q(started_at__gt=start) | Q(started_at=start, entry__gt=entry)
            return Q(day__gte=day) & (Q(day__gt=day) | Q(Q(day=day) & later))
        case "-duration":
            same = Q(day__lt=day) | Q(day=day, entry__lt=entry)
            return Q(seconds__lte=place.seconds) & (Q(seconds__lt=place.seconds) | Q(Q(seconds=place.seconds) & same))
        case _:
            same = Q(day__gt=day) | Q(day=day, entry__gt=entry)
            return Q(seconds__gte=place.seconds) & (Q(seconds__gt=place.seconds) | Q(Q(seconds=place.seconds) & same))
