from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "workstate.live"
    verbose_name = "Live"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.activity.verbs import Verb
        from workstate.live.handlers import poke

        subscribe(Verb, poke)
