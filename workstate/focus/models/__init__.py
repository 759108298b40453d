"""What the focus room stores."""

from __future__ import annotations

from workstate.focus.models.intervals import Interval, IntervalQuerySet, Kind, Outcome
from workstate.focus.models.preferences import FocusPreferences, Sound

__all__ = ["FocusPreferences", "Interval", "IntervalQuerySet", "Kind", "Outcome", "Sound"]
