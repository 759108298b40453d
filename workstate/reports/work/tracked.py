"""The tracked time of a report by day, by person and by project, each by itself: there are far fewer such sums than of all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from workstate.reports.asking.keys import start_of_sql
from workstate.reports.asking.rows import sums_of
from workstate.reports.bars import Step
from workstate.reports.description import Description
from workstate.reports.reader import Reader


@dataclass(frozen=True, slots=True)
class Tracked:
    """Seconds, not rounded; `by_start` by the first day of each day, week, month or year."""

    by_start: dict[date, int] = field(default_factory=dict)
    by_person: dict[UUID, int] = field(default_factory=dict)
    by_project: dict[UUID | None, int] = field(default_factory=dict)


def tracked_by(description: Description, reader: Reader, step: Step) -> Tracked:
    """One query, of the people and days of the description."""
    rows = sums_of(description, reader).order_by().values("user_id", "project_id", "day", "seconds")
    inner, params = rows.query.sql_with_params()
    start = start_of_sql(step, description.period.first_weekday, "day")
    sql = f"""
    SELECT GROUPING(start), GROUPING(user_id), start, user_id, project_id, SUM(seconds)
    FROM (SELECT s.*, {start} AS start FROM ({inner}) s) placed
    GROUP BY GROUPING SETS ((start), (user_id), (project_id)) HAVING SUM(seconds) <> 0
    """  # nosec B608: what Django wrote, and constants
    found = Tracked()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for no_start, no_user, begins, user, project, seconds in cursor.fetchall():
            if not no_start:
                found.by_start[begins] = int(seconds)
            elif not no_user:
                found.by_person[user] = int(seconds)
            else:
                found.by_project[project] = int(seconds)
    return found
