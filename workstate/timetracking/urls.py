from __future__ import annotations

from django.urls import path

from workstate.timetracking import views

app_name = "timetracking"
urlpatterns = [
    path("timer/", views.TimerView.as_view(), name="timer"),
    path("timer/panel/", views.TimerPanelView.as_view(), name="timer-panel"),
    path("tasks/<int:number>/timer/", views.TaskTimerView.as_view(), name="task-timer"),
    path("time/", views.DayListView.as_view(), name="day-list"),
    path("time/<uuid:entry>/", views.EntryView.as_view(), name="entry"),
    path("time/<uuid:entry>/menu/", views.EntryMenuView.as_view(), name="entry-menu"),
    path("time/<uuid:entry>/row/", views.EntryRowView.as_view(), name="entry-row"),
    path("time/<uuid:entry>/continuation/", views.ContinuationView.as_view(), name="continuation"),
    path("time/<uuid:entry>/copy/", views.CopyView.as_view(), name="copy"),
    path("time/<uuid:entry>/restoration/", views.RestorationView.as_view(), name="restoration"),
]
