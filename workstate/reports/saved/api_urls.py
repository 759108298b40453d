from __future__ import annotations

from django.urls import URLPattern, path

from workstate.reports.saved import api

SCHEDULE = "<uuid:saved>/schedules/<uuid:schedule>/"

urlpatterns: list[URLPattern] = [
    path("", api.SavedReportsAPIView.as_view(), name="saved-reports"),
    path("<uuid:saved>/", api.SavedReportAPIView.as_view(), name="saved-report"),
    path("<uuid:saved>/restoration/", api.SavedReportRestorationAPIView.as_view(), name="saved-report-restoration"),
    path("<uuid:saved>/shares/", api.SharesAPIView.as_view(), name="saved-report-shares"),
    path("<uuid:saved>/shares/<uuid:share>/", api.ShareAPIView.as_view(), name="saved-report-share"),
    path("<uuid:saved>/schedules/", api.SchedulesAPIView.as_view(), name="saved-report-schedules"),
    path(SCHEDULE, api.ScheduleAPIView.as_view(), name="saved-report-schedule"),
    path(f"{SCHEDULE}pause/", api.SchedulePauseAPIView.as_view(), name="saved-report-schedule-pause"),
    path(f"{SCHEDULE}restoration/", api.ScheduleRestorationAPIView.as_view(), name="saved-report-schedule-restoration"),
]
