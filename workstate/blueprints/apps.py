from __future__ import annotations

from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "workstate.blueprints"
    verbose_name = "Templates"

    def ready(self) -> None:
        from workstate.blueprints import custom_fields

        custom_fields.register()
