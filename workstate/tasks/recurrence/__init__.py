"""Recurrence: when a task comes back. Pure: no database, no clock of its own, no zones."""

from __future__ import annotations

from workstate.tasks.recurrence.occurring import checked, first, following, upcoming
from workstate.tasks.recurrence.repeat import Anchor, Occurrence, Repeat

__all__ = ["Anchor", "Occurrence", "Repeat", "checked", "first", "following", "upcoming"]
