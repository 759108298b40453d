"""How a person wants their intervals: under /settings/."""

from __future__ import annotations

from django.urls import path

from workstate.focus.views import preferences

app_name = "focus_settings"
urlpatterns = [path("", preferences.PreferencesView.as_view(), name="preferences")]
