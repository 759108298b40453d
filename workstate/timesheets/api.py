from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import parsed
from workstate.timesheets import (
    actions,
    addresses,  # noqa: F401  it makes "sheet_day" known
)
from workstate.timesheets.holding import first_of_week
from workstate.timesheets.queries import week_at
from workstate.timesheets.shapes import (
    SheetCellsBody,
    SheetFilledShape,
    SheetWeekShape,
    shown_outcome,
    shown_week,
    wanted,
)
from workstate.workspaces.api import WorkspaceAPIView


class SheetAPIView(WorkspaceAPIView):
    @property
    def first(self) -> date:
        """The first day of my week that holds the day in the address."""
        return first_of_week(self.kwargs["first"], self.actor)


@extend_schema(tags=["timesheet"])
class TimesheetView(SheetAPIView):
    @extend_schema(summary="Show my week", responses=SheetWeekShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """My own time by task or project and day, of the week that holds the day."""
        return Response(shown_week(week_at(self.first, self.actor)))


@extend_schema(tags=["timesheet"])
class TimesheetCellsView(SheetAPIView):
    @extend_schema(summary="Fill cells of my week", request=SheetCellsBody, responses=SheetFilledShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """
        Each cell comes to hold what it is given: clocked time stays, the rest stands in an entry without clock times.

        A cell that changed meanwhile or cannot be written says so in its `state` and keeps none of the others.
        """
        body = parsed(SheetCellsBody, request)
        filled = actions.set_cells(self.first, wanted(body["cells"]), by=self.actor, id=body.get("id"))
        return Response({"batch": filled.batch, "cells": [shown_outcome(one) for one in filled.outcomes]})
