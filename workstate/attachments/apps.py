from __future__ import annotations

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "workstate.attachments"
    verbose_name = "Attachments"

    def ready(self) -> None:
        from workstate.attachments import task_pages

        task_pages.register()
