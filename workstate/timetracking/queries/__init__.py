"""What the time room reads: days with their totals, the week, what was tracked on tasks, what was done last."""

from __future__ import annotations

from workstate.timetracking.queries.choices import (
    entries_at_hand,
    projects_to_choose,
    task_entries,
    tasks_at_hand,
    tasks_named,
)
from workstate.timetracking.queries.days import (
    Carried,
    Day,
    Days,
    Period,
    days_in,
    latest_period,
    period_asked,
)
from workstate.timetracking.queries.lines import (
    Line,
    line_of,
    lines_of,
    neighbours_of,
    overlapping,
    overlaps_of,
    own_entries,
    project_in_sight,
    running_timer,
    task_in_sight,
)
from workstate.timetracking.queries.totals import (
    Running,
    Total,
    day_totals,
    own_shares,
    running_of,
    total_of,
    tracked_on,
    week_total,
    with_tracked,
)

__all__ = [
    "Carried",
    "Day",
    "Days",
    "Line",
    "Period",
    "Running",
    "Total",
    "day_totals",
    "days_in",
    "entries_at_hand",
    "latest_period",
    "line_of",
    "lines_of",
    "neighbours_of",
    "overlapping",
    "overlaps_of",
    "own_entries",
    "own_shares",
    "period_asked",
    "project_in_sight",
    "projects_to_choose",
    "running_of",
    "running_timer",
    "task_entries",
    "task_in_sight",
    "tasks_at_hand",
    "tasks_named",
    "total_of",
    "tracked_on",
    "week_total",
    "with_tracked",
]
