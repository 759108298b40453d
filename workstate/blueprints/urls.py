from __future__ import annotations

from django.urls import URLPattern

app_name = "blueprints"
urlpatterns: list[URLPattern] = []
