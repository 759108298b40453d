from __future__ import annotations

from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "workstate.focus"
    verbose_name = "Focus"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.focus import handlers, task_pages
        from workstate.focus.client_goals import move_goals
        from workstate.projects.extensions import register_client_mover

        subscribe(handlers.CLOCK_CHANGES, handlers.settle_those)
        task_pages.register()
        register_client_mover(move_goals)
