"""A tree becomes one condition on tasks. See conditions.py for what every part of it must keep to."""

from __future__ import annotations

from workstate.savedviews.filters.compiling.conditions import condition, matching

__all__ = ["condition", "matching"]
