from __future__ import annotations

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "workstate.discussions"
    verbose_name = "Discussions"

    def ready(self) -> None:
        from workstate.discussions import task_pages

        task_pages.register()
