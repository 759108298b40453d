from __future__ import annotations

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "workstate.administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.activity.verbs import Verb
        from workstate.administration import handlers, ledger

        ledger.listen()
        subscribe([Verb.EXPORT_ASKED], handlers.make_export_later)
