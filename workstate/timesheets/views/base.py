from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from workstate.core.clock import today
from workstate.timesheets.holding import first_of_week
from workstate.workspaces.acts import ActingView


class SheetView(ActingView):
    """A resource of one week of the person's own time: the one that holds the day in the address, else the present one."""

    changes = ("timesheet:changed",)
    first: date

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.first = first_of_week(kwargs.get("first") or today(self.actor.zone), self.actor)

    @property
    def address(self) -> str:
        return self.url("timesheets:week", self.first)
