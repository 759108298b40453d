from __future__ import annotations

from django.apps import AppConfig


class TimeTrackingConfig(AppConfig):
    name = "workstate.timetracking"
    verbose_name = "Time tracking"
