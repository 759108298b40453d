from __future__ import annotations

from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "workstate.blueprints"
    verbose_name = "Templates"
