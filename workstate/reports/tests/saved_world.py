"""What tests of saved reports stand on: an hour of Ana's that earns, and reports of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from workstate.billing.actions.rates import set_rate
from workstate.core.actor import Actor
from workstate.projects.actions import create_project
from workstate.reports.actions.saved import save_report
from workstate.reports.actions.schedules import Plan, create_schedule
from workstate.reports.models import Frequency, ReportSchedule, SavedReport
from workstate.reports.shapes import ReportKind
from workstate.timetracking.actions import create_entry

MARCH = {"from": "2026-03-01", "to": "2026-03-31", "group": "project", "then": ""}
# No other number of these tests holds it: 7 h at 123.45.
EARNED = "864.15"


class SavedWorld:
    """Mixed into a case of the cast: `track()` first."""

    by_mara: Actor
    by_ana: Actor

    def track(self) -> None:
        project = create_project("Website", by=self.by_ana)
        create_entry(by=self.by_ana, project=project, day=date(2026, 3, 2), duration=7 * 3600, billable=True)
        set_rate(by=self.by_mara, amount=Decimal("123.45"), currency="CHF")

    def saved(self, by: Actor, name: str = "Client hours", **options: Any) -> SavedReport:
        options = {"kind": ReportKind.SUMMARY, "parameters": MARCH, **options}
        return save_report(name, by=by, **options)

    def scheduled(self, saved: SavedReport, by: Actor, **options: Any) -> ReportSchedule:
        options = {"frequency": Frequency.DAILY, "people": (by.user.pk,), **options}
        return create_schedule(saved, Plan(**options), by=by)
