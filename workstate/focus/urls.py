from __future__ import annotations

from django.urls import path

from workstate.focus.views import capacity, goals, intervals, mode

app_name = "focus"
urlpatterns = [
    path("focus/", mode.ModeView.as_view(), name="mode"),
    path("focus/interval/", intervals.IntervalView.as_view(), name="interval"),
    path("focus/interval/next/", intervals.NextView.as_view(), name="next"),
    path("focus/interval/settlement/", intervals.SettlementView.as_view(), name="settlement"),
    path("focus/interval/presence/", intervals.PresenceView.as_view(), name="presence"),
    path("focus/panel/", intervals.PanelView.as_view(), name="panel"),
    path("focus/note/", mode.NoteView.as_view(), name="note"),
    path("capacity/", capacity.CapacityView.as_view(), name="capacity"),
    path("capacity/moves/", capacity.MovesView.as_view(), name="capacity-moves"),
    path("goals/", goals.GoalsView.as_view(), name="goals"),
    path("goals/ring/", goals.RingView.as_view(), name="goal-ring"),
    path("goals/<uuid:goal>/", goals.GoalView.as_view(), name="goal"),
    path("goals/<uuid:goal>/archiving/", goals.GoalArchivingView.as_view(), name="goal-archiving"),
    path("goals/<uuid:goal>/place/", goals.GoalPlaceView.as_view(), name="goal-place"),
    path("goals/<uuid:goal>/restoration/", goals.GoalRestorationView.as_view(), name="goal-restoration"),
    path("tasks/<int:number>/focus/", mode.TaskModeView.as_view(), name="task"),
]
