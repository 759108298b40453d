"""How a person wants to be told: under /settings/notifications/."""

from __future__ import annotations

from django.urls import path

from workstate.notifications.views.mutes import MuteView
from workstate.notifications.views.preferences import PreferencesView
from workstate.notifications.views.push import BrowserView, PushView

app_name = "notification_settings"
urlpatterns = [
    path("", PreferencesView.as_view(), name="preferences"),
    path("push/", PushView.as_view(), name="push"),
    path("push/<uuid:subscription>/", BrowserView.as_view(), name="push-browser"),
    path("mutes/<uuid:mute>/", MuteView.as_view(), name="mute"),
]
