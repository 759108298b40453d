from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "workstate.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.notifications import handlers
        from workstate.notifications.reminded import reminders_told
        from workstate.tasks.extensions import register_reminders_told

        subscribe(handlers.VERBS, handlers.tell_of)
        register_reminders_told(reminders_told)
