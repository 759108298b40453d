from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "workstate.reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        from workstate.activity.handlers import subscribe
        from workstate.activity.verbs import Verb
        from workstate.reports.files import handlers
        from workstate.reports.handlers import follow_in_reports
        from workstate.savedviews.handlers import NAMED

        subscribe(NAMED, follow_in_reports)
        subscribe([Verb.REPORT_FILE_CREATED], handlers.make_later)
