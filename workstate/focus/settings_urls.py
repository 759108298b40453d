"""How a person wants their intervals: under /settings/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "focus_settings"
urlpatterns: list[URLPattern] = []
