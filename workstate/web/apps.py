from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "workstate.web"
    verbose_name = "Web"
