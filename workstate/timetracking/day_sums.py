"""
Looking after the sums of each day, of a person (DaySum) and of everybody (DayTotal): putting rows together, comparing them
with the time itself, making them anew.

Writes what the database derives by itself, nothing that a person said: these are no actions and record no events.
"""

from __future__ import annotations

from django.db import connection, transaction

_DAYS = {
    "timetracking_daysum": "workspace_id, user_id, day",
    "timetracking_daytotal": "workspace_id, day",
}
"""Whose days they are the sums of, each by project and whether it is billable."""
_BY = "project_id, billable"

# One statement: whoever reads meanwhile sees the rows before or the rows after, never half of them.
_TOGETHER = """
WITH many AS (
    SELECT {days} FROM {table} GROUP BY {days}, {by} HAVING COUNT(*) > 1 OR SUM(entries) = 0
), gone AS (
    DELETE FROM {table} WHERE id IN (
        SELECT s.id FROM {table} s
        WHERE ({days}) IN (SELECT {days} FROM many)
        ORDER BY s.id FOR UPDATE SKIP LOCKED
    ) RETURNING {days}, {by}, seconds, entries
)
INSERT INTO {table} ({days}, {by}, seconds, entries)
SELECT {days}, {by}, SUM(seconds), SUM(entries) FROM gone
GROUP BY {days}, {by} HAVING SUM(seconds) <> 0 OR SUM(entries) <> 0
"""

_DIFFERENCES = """
SELECT COUNT(*) FROM (
    SELECT {days}, {by}
    FROM (
        SELECT {days}, {by}, seconds, entries FROM {table}
        UNION ALL
        SELECT {days}, {by}, -seconds, -1 FROM timetracking_dayshare
    ) both_sides
    GROUP BY {days}, {by}
    HAVING SUM(seconds) <> 0 OR SUM(entries) <> 0
) differing
"""

_ANEW = """
INSERT INTO {table} ({days}, {by}, seconds, entries)
SELECT {days}, {by}, SUM(seconds), COUNT(*) FROM timetracking_dayshare GROUP BY {days}, {by}
"""


def put_together() -> None:
    """One row where there are several of one day; none where nothing is left. What they add up to stays as it is."""
    for table, days in _DAYS.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TOGETHER.format(table=table, days=days, by=_BY))


def differences() -> int:
    """How many sums are not what the time itself adds up to: none, unless somebody wrote past the database's triggers."""
    found = 0
    with connection.cursor() as cursor:
        for table, days in _DAYS.items():
            cursor.execute(_DIFFERENCES.format(table=table, days=days, by=_BY))
            row = cursor.fetchone()
            found += int(row[0])
    return found


def make_anew() -> None:
    """Add everything up again. Whoever writes time waits until it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The sums too: rows that are being put together would stay beside the new ones.
        tables = ", ".join(("timetracking_timeentry", "timetracking_entryday", *_DAYS))
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
        for table, days in _DAYS.items():
            cursor.execute(f"DELETE FROM {table}")  # nosec B608: a constant
            cursor.execute(_ANEW.format(table=table, days=days, by=_BY))
