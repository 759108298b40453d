"""Cells of a table: what is typed or pasted into them, and panels for what the panels of tasks do not offer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration, format_duration_long
from workstate.core.errors import Invalid, require
from workstate.customfields import queries as fields
from workstate.customfields.models import CustomField, FieldValue, Kind
from workstate.savedviews import facets
from workstate.savedviews.cells import Cell, Refused, fill_cells
from workstate.savedviews.facets import Facet, FieldFacet
from workstate.tasks.choices import Option
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.selecting import count_changed
from workstate.tasks.views.base import ListedView
from workstate.tasks.views.planning import ChoosingView
from workstate.workspaces.models import Membership

LONGEST_REQUEST = 1_000_000
"""Characters."""


class CellsView(ListedView):
    """POST fills cells: `cells` is JSON, a list of [number of the task, key of the facet, text]. Refusals are told by cell."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        cells = read_cells(request.POST.get("cells", ""))
        try:
            act = fill_cells(cells, by=self.actor)
        except Refused as refusal:
            reasons = [{"number": one.number, "key": one.key, "message": said} for one, said in refusal.reasons]
            return JsonResponse({"message": str(refusal), "cells": reasons}, status=400)
        if not count_changed(act):
            return self.done()
        said = _("Changed.")
        if len(cells) > 1:
            said = ngettext("%(count)d cell filled.", "%(count)d cells filled.", len(cells)) % {"count": len(cells)}
        return self.done(said, undo=self.url("tasks:undo", act.batch))


def read_cells(text: str) -> list[Cell]:
    """Raises Invalid for anything but a list of cells."""
    refusal = Invalid(_("These cells cannot be read. Reload the page and try again."), field="cells")
    if len(text) > LONGEST_REQUEST:
        raise refusal
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(rows, list) or not rows:
        raise refusal
    cells = []
    for row in rows:
        match row:
            case [int(number), str(key), str(said)] if not isinstance(number, bool) and 0 < number < 10**9:
                cells.append(Cell(number, key, said))
            case _:
                raise refusal
    return cells


class CellView(ChoosingView):
    """GET offers what one cell can be given, of a custom field or the estimate; POST gives it (`value`, `add` or `remove`)."""

    facet: Facet

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        facet = facets.named([kwargs["cell"]], self.actor).get(kwargs["cell"])
        if facet is None or not (facet.key == "estimate" or isinstance(facet, FieldFacet)):
            raise Http404
        self.facet = facet

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_task(self.actor, self.task))
        return self.offer()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            act = fill_cells([Cell(self.task.number, self.facet.key, self.wanted())], by=self.actor)
        except Refused as refusal:
            return self.offer(error=str(refusal), typed=request.POST.dict(), status=400)
        if self.in_picker and {"add", "remove"} & request.POST.keys():
            response = self.offer()
            for event in self.changes:
                response.headers.setdefault("HX-Trigger", json.dumps({event: {}}))
            return response
        said = _("Changed.") if count_changed(act) else ""
        undo = self.url("tasks:undo", act.batch) if said else ""
        return self.done(said, undo=undo, then=self.url("tasks:detail", self.task.number))

    def wanted(self) -> str:
        post = self.request.POST
        if not ({"add", "remove"} & post.keys() and self.field and self.field.kind == Kind.CHOICES):
            return str(post.get("value", ""))
        present = [pk for pk in self.present if pk != post.get("remove")]
        return ",".join([*present, *post.getlist("add")])

    @property
    def field(self) -> CustomField | None:
        return self.facet.field if isinstance(self.facet, FieldFacet) else None

    @property
    def present(self) -> list[str]:
        """Ids of the choices or the person that the cell says now."""
        rows = FieldValue.objects.filter(task=self.task, field=self.field)
        return [str(row.choice_id or row.member_id) for row in rows.order_by("choice__position", "choice")]

    def offer(self, *, error: str = "", typed: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        template, more = self.panel()
        context = {
            "what": self.facet.key,
            "title": self.facet.title,
            "template": template,
            "task": self.task,
            "task_url": self.request.path,
            "errors": {"estimate": error} if error else {},
            "typed": typed or {},
            "user": self.actor.user,
            **more,
        }
        page = "tasks/choices/_frame.html" if self.wants_fragment else "tasks/choices.html"
        return render(self.request, page, context, status=status)

    def panel(self) -> tuple[str, dict[str, Any]]:
        """A template and what it is drawn from."""
        if self.field is None:
            return "savedviews/table/_estimate.html", usual_estimates(self.task)
        listed = "tasks/choices/_list.html"
        match Kind(self.field.kind):
            case Kind.CHOICE | Kind.CHOICES:
                return listed, {
                    "options": self.choices(self.field),
                    "several": self.field.kind == Kind.CHOICES,
                    "filter": self.field.name,
                }
            case Kind.PERSON:
                return listed, {"options": self.people(self.field), "filter": _("Name")}
            case Kind.DATE:
                return "tasks/choices/_dates.html", self.dates(self.field)
        return "savedviews/table/_text.html", {"value": self.said(self.field)}

    def choices(self, field: CustomField) -> list[Option]:
        on = self.present
        rows = fields.choices_by_field([field])[field.pk]
        offered = [row for row in rows if row.archived_at is None or str(row.pk) in on]
        several = field.kind == Kind.CHOICES
        options = [
            Option(
                ("remove" if str(row.pk) in on else "add") if several else "value",
                str(row.pk), row.name, str(row.pk) in on, colour=row.colour,
            )
            for row in offered
        ]  # fmt: skip
        return options if several else [*options, *self.none(field, on)]

    def people(self, field: CustomField) -> list[Option]:
        on = self.present
        rows = Membership.objects.visible_to(self.actor).select_related("user").order_by("user__name", "pk")
        options = [
            Option("value", str(row.pk), row.user.name or row.user.email, str(row.pk) in on, person=row.user)
            for row in rows
        ]
        return [*options, *self.none(field, on)]

    def none(self, field: CustomField, on: list[str]) -> list[Option]:
        return [Option("value", "", _("Nothing"), not on, icon="ban")] if on and not field.required else []

    def dates(self, field: CustomField) -> dict[str, Any]:
        formats = Formats.of(self.actor.user)
        row = FieldValue.objects.filter(task=self.task, field=field).first()
        tomorrow = formats.today + timedelta(days=1)
        return {
            "field": "value",
            "day_field": "value",
            "value": row.day if row else None,
            "timed": False,
            "today": formats.today,
            "first_weekday": self.actor.user.first_weekday,
            "reading_url": self.url("tasks:dates"),
            "quick": [
                (formats.today, _("Today"), formats.weekday_date(formats.today), "sun"),
                (tomorrow, _("Tomorrow"), formats.weekday_date(tomorrow), "arrow-right"),
            ],
        }

    def said(self, field: CustomField) -> str:
        return str(fields.values_for([self.task], self.actor).get(self.task.pk, {}).get(field.pk) or "")


def usual_estimates(task: Task) -> dict[str, Any]:
    usual = [(format_duration(minutes * 60), format_duration_long(minutes * 60)) for minutes in (15, 30, 60, 120, 240)]
    return {"usual": usual, "present": format_duration(task.estimate) if task.estimate is not None else ""}
