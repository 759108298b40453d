from __future__ import annotations

from django.urls import path

from workstate.accounts import views
from workstate.accounts.keys import views as keys

app_name = "accounts"
urlpatterns = [
    path("", views.ProfileView.as_view(), name="profile"),
    path("appearance/", views.AppearanceView.as_view(), name="appearance"),
    path("hours/", views.WorkingHoursView.as_view(), name="hours"),
    path("devices/<int:session>/", views.SessionView.as_view(), name="session"),
    path("keys/", keys.KeysView.as_view(), name="keys"),
    path("keys/<uuid:api_key>/", keys.KeyView.as_view(), name="key"),
    path("device/", keys.DeviceView.as_view(), name="device"),
]
