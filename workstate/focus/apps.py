from __future__ import annotations

from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "workstate.focus"
    verbose_name = "Focus"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.focus import handlers, task_pages

        subscribe(handlers.CLOCK_CHANGES, handlers.settle_those)
        task_pages.register()
