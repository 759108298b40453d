from __future__ import annotations

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "workstate.savedviews"
    verbose_name = "Views"
