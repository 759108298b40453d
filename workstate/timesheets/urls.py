from __future__ import annotations

from django.urls import path

from workstate.timesheets import (
    addresses,  # noqa: F401  it makes "sheet_day" known
    views,
)

app_name = "timesheets"
urlpatterns = [
    path("timesheet/", views.WeekView.as_view(), name="week"),
    path("timesheet/<sheet_day:first>/", views.WeekView.as_view(), name="week"),
    path("timesheet/<sheet_day:first>/cells/", views.CellsView.as_view(), name="cells"),
    path("timesheet/<sheet_day:first>/cells/<slug:row>/<sheet_day:day>/", views.CellView.as_view(), name="cell"),
    path("timesheet/<sheet_day:first>/rows/", views.RowsView.as_view(), name="rows"),
    path("timesheet/<sheet_day:first>/rows/<slug:row>/", views.RowView.as_view(), name="row"),
    path("timesheet/<sheet_day:first>/copies/", views.CopiesView.as_view(), name="copies"),
    path("timesheet/<sheet_day:first>/copies/<uuid:batch>/undoing/", views.CopyUndoView.as_view(), name="copy-undoing"),
]
