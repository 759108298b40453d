from __future__ import annotations

from django.apps import AppConfig


class CustomFieldsConfig(AppConfig):
    name = "workstate.customfields"
    verbose_name = "Custom fields"

    def ready(self) -> None:
        from workstate.customfields import task_pages

        task_pages.register()
