"""What the time room stores."""

from __future__ import annotations

from workstate.timetracking.models.clock import Clock, TimePreferences
from workstate.timetracking.models.days import DayShare, DaySum, DayTotal, EntryDay
from workstate.timetracking.models.entries import CLOCKED, LOGGED, RUNNING, EntryLabel, TimeEntry, TimeEntryQuerySet
from workstate.timetracking.models.locks import LockedPeriod, Submission
from workstate.timetracking.models.notices import Notice
from workstate.timetracking.models.rules import RoundingMode, TimeRules

__all__ = [
    "CLOCKED",
    "LOGGED",
    "RUNNING",
    "Clock",
    "DayShare",
    "DaySum",
    "DayTotal",
    "EntryDay",
    "EntryLabel",
    "LockedPeriod",
    "Notice",
    "RoundingMode",
    "Submission",
    "TimeEntry",
    "TimeEntryQuerySet",
    "TimePreferences",
    "TimeRules",
]
