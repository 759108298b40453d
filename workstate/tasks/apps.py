from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "workstate.tasks"
    verbose_name = "Tasks"

    def ready(self) -> None:
        from workstate.projects.extensions import register_progress
        from workstate.tasks.progress import progress_of_active

        register_progress(progress_of_active)
