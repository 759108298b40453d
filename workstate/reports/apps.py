from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "workstate.reports"
    verbose_name = "Reports"
