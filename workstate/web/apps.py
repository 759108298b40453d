from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class WebConfig(AppConfig):
    name = "workstate.web"
    verbose_name = "Web"

    def ready(self) -> None:
        for room in apps.get_app_configs():
            if room.name.startswith("workstate.") and module_has_submodule(room.module, "commands"):
                import_module(f"{room.name}.commands")
