from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.errors import Invalid
from workstate.timesheets import actions
from workstate.timesheets.keys import RowKey
from workstate.timesheets.views.base import SheetView


class RowsView(SheetView):
    """POST puts a row into the week: `row` is its key."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not (word := request.POST.get("row", "")):
            raise Invalid(_("Choose a task or a project for the row."), field="row")
        actions.add_row(self.first, RowKey.read(word), by=self.actor)
        return self.done(then=self.address)


class RowView(SheetView):
    """DELETE takes a row without hours out of the week."""

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.remove_row(self.first, RowKey.read(kwargs["row"]), by=self.actor)
        return self.done(then=self.address)


class CopiesView(SheetView):
    """POST brings the rows of the week before along; with `hours` its hours too, where nothing stands yet."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        copied = actions.copy_last_week(self.first, by=self.actor, with_hours="hours" in request.POST)
        if copied.batch is None:
            return self.done(_("There is nothing in the week before that is not here already."), then=self.address)
        said = (
            ngettext("%(count)d cell filled as last week.", "%(count)d cells filled as last week.", copied.cells)
            % {"count": copied.cells}
            if copied.cells
            else ngettext("%(count)d row of last week added.", "%(count)d rows of last week added.", copied.rows)
            % {"count": copied.rows}
        )
        undo = self.url("timesheets:copy-undoing", self.first, copied.batch)
        return self.done(said, undo=undo, then=self.address)


class CopyUndoView(SheetView):
    """POST takes back what was brought along."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.take_back_copy(kwargs["batch"], by=self.actor)
        return self.done(then=self.address)
