from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "workstate.demo"
    verbose_name = "Sample data"
