from __future__ import annotations

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "workstate.transfer"
    verbose_name = "In and out"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.activity.verbs import Verb
        from workstate.transfer import handlers

        subscribe([Verb.IMPORT_PREPARED], handlers.read_later)
        subscribe([Verb.IMPORT_STARTED], handlers.bring_in_later)
