from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "workstate.integrations.webhooks"
    label = "webhooks"
    verbose_name = "Webhooks"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.activity.verbs import Verb
        from workstate.integrations.webhooks.handlers import queue

        subscribe(Verb, queue)
