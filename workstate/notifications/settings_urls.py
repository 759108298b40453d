"""How a person wants to be told: under /settings/notifications/."""

from __future__ import annotations

from django.urls import path

from workstate.notifications.views.mutes import MuteView
from workstate.notifications.views.preferences import PreferencesView

app_name = "notification_settings"
urlpatterns = [
    path("", PreferencesView.as_view(), name="preferences"),
    path("mutes/<uuid:mute>/", MuteView.as_view(), name="mute"),
]
