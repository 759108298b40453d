from __future__ import annotations

from django.urls import path

from workstate.timetracking import rule_urls, views
from workstate.timetracking.views import calendar, signs
from workstate.timetracking.views.suggestions import SuggestionsView

app_name = "timetracking"
urlpatterns = [
    path("timer/", views.TimerView.as_view(), name="timer"),
    path("timer/discard/", views.TimerDiscardView.as_view(), name="timer-discard"),
    path("timer/tasks/", views.TaskOptionsView.as_view(), name="task-options"),
    path("timer/panel/", views.TimerPanelView.as_view(), name="timer-panel"),
    path("timer/suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("timer/heartbeat/", signs.HeartbeatView.as_view(), name="heartbeat"),
    path("timer/asking/", signs.AskingView.as_view(), name="asking"),
    path("timer/gap/", signs.GapView.as_view(), name="gap"),
    path("time/notices/", signs.NoticesView.as_view(), name="notices"),
    path("time/notices/<uuid:notice>/", signs.NoticeView.as_view(), name="notice"),
    path("time/notices/<uuid:notice>/undoing/", signs.NoticeUndoingView.as_view(), name="notice-undoing"),
    path("tasks/<int:number>/timer/", views.TaskTimerView.as_view(), name="task-timer"),
    path("time/", views.DayListView.as_view(), name="day-list"),
    path("time/new/", views.EntryAddView.as_view(), name="entry-add"),
    path("time/acts/", views.ActsView.as_view(), name="acts"),
    path("time/acts/choices/<slug:respect>/", views.ActChoicesView.as_view(), name="act-choices"),
    path("time/acts/<uuid:batch>/undoing/", views.UndoingView.as_view(), name="undoing"),
    path("time/calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("time/calendar/<uuid:entry>/", calendar.CalendarEntryView.as_view(), name="calendar-entry"),
    path("time/calendar/<uuid:entry>/menu/", calendar.CalendarMenuView.as_view(), name="calendar-menu"),
    path("time/calendar/<uuid:entry>/split/", calendar.CalendarSplitView.as_view(), name="calendar-split"),
    path("time/calendar/<uuid:entry>/place/", calendar.PlaceView.as_view(), name="calendar-place"),
    path("time/<uuid:entry>/", views.EntryView.as_view(), name="entry"),
    path("time/<uuid:entry>/menu/", views.EntryMenuView.as_view(), name="entry-menu"),
    path("time/<uuid:entry>/extension/", views.ExtensionView.as_view(), name="extension"),
    path("time/<uuid:entry>/mends/", views.MendsView.as_view(), name="mends"),
    path("time/<uuid:entry>/split/", views.SplitView.as_view(), name="split"),
    path("time/<uuid:entry>/row/", views.EntryRowView.as_view(), name="entry-row"),
    path("time/<uuid:entry>/continuation/", views.ContinuationView.as_view(), name="continuation"),
    path("time/<uuid:entry>/copy/", views.CopyView.as_view(), name="copy"),
    path("time/<uuid:entry>/restoration/", views.RestorationView.as_view(), name="restoration"),
    *rule_urls.urlpatterns,
]
