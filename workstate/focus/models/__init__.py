"""What the focus room stores."""

from __future__ import annotations

from workstate.focus.models.goals import Goal, GoalPeriod, GoalQuerySet, GoalSubject, GoalTarget
from workstate.focus.models.intervals import Interval, IntervalQuerySet, Kind, Outcome
from workstate.focus.models.preferences import FocusPreferences, Sound

__all__ = [
    "FocusPreferences",
    "Goal",
    "GoalPeriod",
    "GoalQuerySet",
    "GoalSubject",
    "GoalTarget",
    "Interval",
    "IntervalQuerySet",
    "Kind",
    "Outcome",
    "Sound",
]
