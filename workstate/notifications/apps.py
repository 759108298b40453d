from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "workstate.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.notifications import handlers

        subscribe(handlers.VERBS, handlers.tell_of)
