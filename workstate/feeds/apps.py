from __future__ import annotations

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "workstate.feeds"
    verbose_name = "Feeds"

    def ready(self) -> None:
        from workstate.feeds import places

        places.register()
