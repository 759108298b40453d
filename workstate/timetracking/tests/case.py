"""Ana at work: a project, a task in it, one in her inbox, and a colleague's and a stranger's things beside them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from workstate.activity.models import Event
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.models import EntryLabel, TimeEntry

HTMX = {"HX-Request": "true"}


class TimeTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call Ana", by=cls.by_ana, project=cls.website)
        cls.inbox_task = create_task("Think", by=cls.by_ana)
        cls.foreign_project = create_project("Elsewhere", by=cls.by_boris)
        # Boris' tasks go on where those of acme end, so that their numbers mean nothing in acme.
        for title in ["One", "Two", "Three"]:
            cls.foreign_task = create_task(title, by=cls.by_boris, project=cls.foreign_project)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    @staticmethod
    def url(name: str, *args: object, workspace: str = "acme") -> str:
        return reverse(f"timetracking:{name}", args=[workspace, *args])

    def htmx(self, url: str, data: dict[str, Any] | None = None, *, page: str = "", method: str = "") -> HttpResponse:
        """A request as a page sends it: from the page at the address, meaning the method."""
        fields = {**(data or {}), **({"_method": method} if method else {})}
        headers = {**HTMX, "HX-Current-URL": f"http://testserver{page}"}
        return self.client.post(url, fields, headers=headers)  # type: ignore[return-value]

    def running(self) -> TimeEntry | None:
        return TimeEntry.objects.of(self.ana).running().first()

    def counted(self) -> tuple[int, int, int]:
        """What a refused request must leave as it was."""
        return TimeEntry.objects.count(), EntryLabel.objects.count(), Event.objects.count()
