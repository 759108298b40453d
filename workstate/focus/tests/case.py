"""Ana at a task, three days ago at nine, and a clock that the test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.urls import reverse

from workstate.core.clock import now
from workstate.focus import actions
from workstate.focus.models import Interval
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.models import TimeEntry

HTMX = {"HX-Request": "true"}
MINUTE = timedelta(minutes=1)
NINE = (now() - timedelta(days=3)).astimezone(UTC).replace(hour=9, minute=0, second=0)


class FocusTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Write the offer", by=cls.by_ana, project=cls.website)
        cls.other = create_task("Call Boris", by=cls.by_ana, project=cls.website)
        cls.foreign = create_task("Elsewhere", by=cls.by_boris)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    @staticmethod
    def url(name: str, *args: object, workspace: str = "acme") -> str:
        return reverse(f"focus:{name}", args=[workspace, *args])

    def htmx(self, url: str, data: dict[str, Any] | None = None, *, method: str = "") -> HttpResponse:
        fields = {**(data or {}), **({"_method": method} if method else {})}
        return self.client.post(url, fields, headers=HTMX)  # type: ignore[return-value]

    def focused(self, at: datetime = NINE) -> Interval:
        return actions.start_focus(self.task, by=self.by_ana, at=at)

    def intervals(self) -> list[Interval]:
        return list(Interval.objects.of(self.ana).order_by("started_at", F("ended_at").asc(nulls_last=True)))

    def told(self) -> list[tuple[str, int, str]]:
        """Kind, minutes and outcome of each interval, in their order."""
        return [
            (one.kind, int(((one.ended_at or one.ends_at) - one.started_at) / MINUTE), one.outcome)
            for one in self.intervals()
        ]

    def entries(self) -> list[TimeEntry]:
        return list(TimeEntry.objects.of(self.ana).kept().order_by("started_at", F("stopped_at").asc(nulls_last=True)))

    def running(self) -> TimeEntry | None:
        return TimeEntry.objects.of(self.ana).running().first()
