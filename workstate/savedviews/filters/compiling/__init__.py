"""A tree becomes one condition, on tasks or on time. See conditions.py for what every part of it must keep to."""

from __future__ import annotations

from workstate.savedviews.filters.compiling.conditions import condition, matching
from workstate.savedviews.filters.compiling.shares import asks_who, is_rolled_up, time_condition

__all__ = ["asks_who", "condition", "is_rolled_up", "matching", "time_condition"]
