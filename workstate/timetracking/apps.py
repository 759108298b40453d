from __future__ import annotations

from django.apps import AppConfig


class TimeTrackingConfig(AppConfig):
    name = "workstate.timetracking"
    verbose_name = "Time tracking"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.timetracking import handlers, task_pages

        task_pages.register()
        subscribe(handlers.STOPPING, handlers.stop_timers)
