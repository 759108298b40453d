"""What the pages of an import show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from workstate.transfer.counting import counted
from workstate.transfer.forms import ChoicesForm
from workstate.transfer.importers import IMPORTERS
from workstate.transfer.models import Import
from workstate.transfer.plan import Plan, Report
from workstate.transfer.progress import reached


@dataclass
class ImportPage:
    """One import, at whatever stage it is."""

    incoming: Import
    refusal: str = ""

    @cached_property
    def form(self) -> ChoicesForm:
        """What was chosen; a view that refuses a change puts the refused form in its place."""
        return ChoicesForm(incoming=self.incoming, plan=self.plan)

    @cached_property
    def plan(self) -> Plan:
        return Plan.from_json(self.incoming.plan)

    @cached_property
    def report(self) -> Report:
        return Report.from_json(self.incoming.report)

    @property
    def stage(self) -> str:
        incoming = self.incoming
        if incoming.applied_at:
            return "done"
        if incoming.discarded_at:
            return "discarded"
        if incoming.failed_at:
            return "failed"
        if incoming.is_running:
            return "running"
        return "preview" if incoming.planned_at else "reading"

    @property
    def is_working(self) -> bool:
        return self.stage in {"reading", "running"}

    @property
    def program(self) -> str:
        importer = IMPORTERS.get(self.incoming.source)
        return importer.title if importer else ""

    @property
    def holds_tasks(self) -> bool:
        return self.incoming.source == "todoist"

    @cached_property
    def progress(self) -> tuple[int, int]:
        """The line that was reached, and how many there are (0: not known)."""
        line, total = reached(self.incoming.pk)
        # What the reading told last is nothing about the bringing in, which has not begun to tell.
        return (0, 0) if self.stage == "running" and not total else (line, total)

    @property
    def to_be_made(self) -> list[str]:
        return counted(self.plan)

    @property
    def made(self) -> list[str]:
        return counted(self.report)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which there is time in the file."""
        told = self.report if self.stage == "done" else self.plan
        if not (told.first_day and told.last_day):
            return None
        return date.fromisoformat(told.first_day), date.fromisoformat(told.last_day)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The first rows, with days as dates."""
        return [{**row, "day": date.fromisoformat(row["day"]) if row["day"] else None} for row in self.plan.rows]

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [problem for problem in self.plan.problems if problem["severity"] == "error"]

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [problem for problem in self.plan.problems if problem["severity"] != "error"]

    @property
    def more_errors(self) -> int:
        return self.plan.errors - len(self.errors)

    @property
    def more_notes(self) -> int:
        return self.plan.notes - len(self.notes)

    @property
    def more_projects(self) -> int:
        return self.plan.projects - len(self.plan.new_projects)
