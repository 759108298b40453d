from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "workstate.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.search import handlers

        subscribe(handlers.TASKS, handlers.index_tasks_told)
        subscribe(handlers.THINGS, handlers.index_told)
        subscribe(handlers.READERS, handlers.refile_later)
        subscribe(handlers.MANY, handlers.index_many_later)
