"""Addresses of the API. The rooms bring the views; this shell says where they are."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from workstate.projects import api as projects
from workstate.reports import api as reports
from workstate.tasks.api import quick_add
from workstate.tasks.api import views as tasks
from workstate.timetracking.api import views as timetracking
from workstate.workspaces import api as workspaces

app_name = "api"

in_workspace = [
    path("projects/", projects.ProjectsView.as_view(), name="projects"),
    path("projects/<uuid:pk>/", projects.ProjectView.as_view(), name="project"),
    path("projects/<uuid:pk>/restoration/", projects.ProjectRestorationView.as_view(), name="project-restoration"),
    path("labels/", tasks.LabelsView.as_view(), name="labels"),
    path("tasks/", tasks.TasksView.as_view(), name="tasks"),
    path("tasks/<uuid:pk>/", tasks.TaskView.as_view(), name="task"),
    path("tasks/<uuid:pk>/completion/", tasks.TaskCompletionView.as_view(), name="task-completion"),
    path("tasks/<uuid:pk>/place/", tasks.TaskPlaceView.as_view(), name="task-place"),
    path("tasks/<uuid:pk>/restoration/", tasks.TaskRestorationView.as_view(), name="task-restoration"),
    path("quick-add/", quick_add.QuickAddView.as_view(), name="quick-add"),
    path("reports/summary/", reports.SummaryAPIView.as_view(), name="summary"),
    path("timer/", timetracking.TimerView.as_view(), name="timer"),
    path("entries/", timetracking.EntriesView.as_view(), name="entries"),
    path("entries/<uuid:pk>/", timetracking.EntryView.as_view(), name="entry"),
    path("entries/<uuid:pk>/restoration/", timetracking.EntryRestorationView.as_view(), name="entry-restoration"),
    path("entries/<uuid:pk>/continuation/", timetracking.EntryContinuationView.as_view(), name="entry-continuation"),
]

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("me/", workspaces.MeView.as_view(), name="me"),
    path("workspaces/<slug:workspace>/", include(in_workspace)),
]
