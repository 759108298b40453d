from __future__ import annotations

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "workstate.transfer"
    verbose_name = "In and out"
