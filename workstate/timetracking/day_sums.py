"""
Looking after the sums of each day (DaySum): putting rows together, comparing them with the time itself, making them anew.

Writes what the database derives by itself, nothing that a person said: these are no actions and record no events.
"""

from __future__ import annotations

from django.db import connection, transaction

_COLUMNS = "workspace_id, user_id, project_id, day, billable, seconds, entries"

# One statement: whoever reads meanwhile sees the rows before or the rows after, never half of them.
_TOGETHER = f"""
WITH many AS (
    SELECT workspace_id, user_id, day FROM timetracking_daysum
    GROUP BY workspace_id, user_id, day, project_id, billable HAVING COUNT(*) > 1 OR SUM(entries) = 0
), gone AS (
    DELETE FROM timetracking_daysum WHERE id IN (
        SELECT s.id FROM timetracking_daysum s
        WHERE (s.workspace_id, s.user_id, s.day) IN (SELECT workspace_id, user_id, day FROM many)
        ORDER BY s.id FOR UPDATE SKIP LOCKED
    ) RETURNING {_COLUMNS}
)
INSERT INTO timetracking_daysum ({_COLUMNS})
SELECT workspace_id, user_id, project_id, day, billable, SUM(seconds), SUM(entries) FROM gone
GROUP BY workspace_id, user_id, project_id, day, billable HAVING SUM(seconds) <> 0 OR SUM(entries) <> 0
"""  # nosec B608: put together of constants

_DIFFERENCES = """
SELECT COUNT(*) FROM (
    SELECT workspace_id, user_id, project_id, day, billable
    FROM (
        SELECT workspace_id, user_id, project_id, day, billable, seconds, entries FROM timetracking_daysum
        UNION ALL
        SELECT workspace_id, user_id, project_id, day, billable, -seconds, -1 FROM timetracking_dayshare
    ) both_sides
    GROUP BY workspace_id, user_id, project_id, day, billable
    HAVING SUM(seconds) <> 0 OR SUM(entries) <> 0
) differing
"""

_ANEW = f"""
INSERT INTO timetracking_daysum ({_COLUMNS})
SELECT workspace_id, user_id, project_id, day, billable, SUM(seconds), COUNT(*)
FROM timetracking_dayshare GROUP BY 1, 2, 3, 4, 5
"""  # nosec B608: put together of constants


def put_together() -> None:
    """One row where there are several of one day; none where nothing is left. What they add up to stays as it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TOGETHER)


def differences() -> int:
    """How many sums are not what the time itself adds up to: none, unless somebody wrote past the database's triggers."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        row = cursor.fetchone()
    return int(row[0])


def make_anew() -> None:
    """Add everything up again. Whoever writes time waits until it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE timetracking_timeentry, timetracking_entryday IN SHARE MODE")
        cursor.execute("DELETE FROM timetracking_daysum")
        cursor.execute(_ANEW)
