from __future__ import annotations

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "workstate.savedviews"
    verbose_name = "Views"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.projects.extensions import register_look_copier
        from workstate.savedviews import handlers
        from workstate.savedviews.actions import copy_looks
        from workstate.savedviews.filters.listing import narrowed
        from workstate.tasks.extensions import register_filtering

        register_filtering(narrowed)
        subscribe(handlers.NAMED, handlers.follow_new_names)
        register_look_copier(copy_looks)
