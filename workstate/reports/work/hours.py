"""At which hours of which days of the week time was spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from workstate.accounts.models import User
from workstate.reports.asking import shares_of
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.reports.work.local_days import zones_of

# Clocks of all zones change, and their hours begin, at whole quarters of an hour of UTC: since 1972, when Liberia joined.
QUARTER = 900

# What begins in a quarter counts from there on in each that follows, what ends no more: two numbers for each quarter in
# which something happens say it all, however many entries there are and however long.
_EDGES = """
SELECT zone, at / {quarter}, SUM(sign), SUM((sign * ({quarter} - MOD(at, {quarter})))::int)
FROM (
    SELECT person.zone, FLOOR(DATE_PART('epoch', share.started_at))::bigint + share.before AS begins, share.seconds
    FROM ({shares}) share
    JOIN unnest(%s::uuid[], %s::int[]) AS person (user_id, zone) ON person.user_id = share.user_id
) spell
CROSS JOIN LATERAL (VALUES (begins, 1), (begins + seconds, -1)) AS edge (at, sign)
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(slots=True)
class Hours:
    """Seconds by weekday (Monday is 0) and hour of day, 0 to 23."""

    cells: list[list[int]] = field(default_factory=lambda: [[0] * 24 for _weekday in range(7)])

    @property
    def total(self) -> int:
        return sum(map(sum, self.cells))

    def at(self, hour: int) -> int:
        return sum(weekday[hour] for weekday in self.cells)

    @property
    def span(self) -> range:
        """From the first hour of the day in which there is anything to the last."""
        there = [hour for hour in range(24) if self.at(hour)]
        return range(there[0], there[-1] + 1) if there else range(0)


def hours_of(description: Description, reader: Reader, people: Sequence[User]) -> Hours:
    """
    The clocked time of the report, second by second, on the clock of the person whose time it is. One query.

    Time that was logged without a clock is in none of the hours.
    """
    hours = Hours()
    if not people:
        return hours
    zones = zones_of(people)
    shares = shares_of(description, reader).filter(started_at__isnull=False).order_by()
    inner, params = shares.values("user_id", "started_at", "before", "seconds").query.sql_with_params()
    owners = [person.pk for person in people]
    places = [zones.index(person.time_zone) for person in people]
    with connection.cursor() as cursor:
        cursor.execute(_EDGES.format(shares=inner, quarter=QUARTER), (*params, owners, places))
        rows = cursor.fetchall()
    for place, name in enumerate(zones):
        _fill(hours, ZoneInfo(name), [row[1:] for row in rows if row[0] == place])
    return hours


def _fill(hours: Hours, zone: ZoneInfo, edges: Iterable[tuple[int, int, int]]) -> None:
    running, at = 0, 0
    for quarter, more, rest in edges:
        while running and at < quarter:
            _put(hours, at, running * QUARTER, zone)
            at += 1
        _put(hours, quarter, running * QUARTER + int(rest), zone)
        running, at = running + int(more), quarter + 1


def _put(hours: Hours, quarter: int, seconds: int, zone: ZoneInfo) -> None:
    if seconds:
        shown = datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(zone)
        hours.cells[shown.weekday()][shown.hour] += seconds
