from __future__ import annotations

from django.apps import AppConfig


class TimeTrackingConfig(AppConfig):
    name = "workstate.timetracking"
    verbose_name = "Time tracking"

    def ready(self) -> None:
        from workstate.timetracking import task_pages

        task_pages.register()
