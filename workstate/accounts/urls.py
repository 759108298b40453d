from __future__ import annotations

from django.urls import path

from workstate.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.ProfileView.as_view(), name="profile"),
    path("appearance/", views.AppearanceView.as_view(), name="appearance"),
    path("hours/", views.WorkingHoursView.as_view(), name="hours"),
    path("devices/<int:session>/", views.SessionView.as_view(), name="session"),
]
