"""Pages and answers of the time room."""

from __future__ import annotations

from workstate.timetracking.views.days import DayListView
from workstate.timetracking.views.entries import (
    ContinuationView,
    CopyView,
    EntryMenuView,
    EntryRowView,
    EntryView,
    RestorationView,
)
from workstate.timetracking.views.timer import TaskTimerView, TimerPanelView, TimerView

__all__ = [
    "ContinuationView",
    "CopyView",
    "DayListView",
    "EntryMenuView",
    "EntryRowView",
    "EntryView",
    "RestorationView",
    "TaskTimerView",
    "TimerPanelView",
    "TimerView",
]
