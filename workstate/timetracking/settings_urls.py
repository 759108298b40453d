"""How a person wants their clock to behave: under /settings/."""

from __future__ import annotations

from django.urls import path

from workstate.timetracking.views.preferences import TimePreferencesView

app_name = "time_settings"
urlpatterns = [path("time/", TimePreferencesView.as_view(), name="preferences")]
