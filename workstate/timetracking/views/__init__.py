"""Pages and answers of the time room."""

from __future__ import annotations

from workstate.timetracking.views.acts import ActChoicesView, ActsView, UndoingView
from workstate.timetracking.views.days import DayListView, EntryAddView
from workstate.timetracking.views.entries import (
    ContinuationView,
    CopyView,
    EntryMenuView,
    EntryRowView,
    EntryView,
    RestorationView,
)
from workstate.timetracking.views.parting import ExtensionView, MendsView, SplitView
from workstate.timetracking.views.timer import (
    TaskOptionsView,
    TaskTimerView,
    TimerDiscardView,
    TimerPanelView,
    TimerView,
)

__all__ = [
    "ActChoicesView",
    "ActsView",
    "ContinuationView",
    "CopyView",
    "DayListView",
    "EntryAddView",
    "EntryMenuView",
    "EntryRowView",
    "EntryView",
    "ExtensionView",
    "MendsView",
    "RestorationView",
    "SplitView",
    "TaskOptionsView",
    "TaskTimerView",
    "TimerDiscardView",
    "TimerPanelView",
    "TimerView",
    "UndoingView",
]
