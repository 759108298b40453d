from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework.exceptions import ValidationError

from workstate.core.errors import Invalid
from workstate.timesheets import actions
from workstate.timesheets.actions import State, Wanted
from workstate.timesheets.cards import Card, card_of
from workstate.timesheets.holding import last_of_week
from workstate.timesheets.keys import RowKey
from workstate.timesheets.shapes import SheetCellsBody, shown_outcome, wanted
from workstate.timesheets.views.base import SheetView
from workstate.workspaces.acts import toast

LONGEST_REQUEST = 1_000_000
"""Bytes."""


class CellsView(SheetView):
    """PUT fills cells, as JSON: {"id", "cells": [{row, day, value, expected}]}. It answers for each cell by itself."""

    def put(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            body = _read(request.body)
            filled = actions.set_cells(self.first, wanted(body["cells"]), by=self.actor, id=body.get("id"))
        except Invalid as refusal:
            return JsonResponse({"message": " ".join(refusal.messages)}, status=400)
        response = JsonResponse({"cells": [shown_outcome(outcome) for outcome in filled.outcomes]})
        saved = sum(outcome.state == State.SAVED for outcome in filled.outcomes)
        if filled.batch:
            said = ngettext("%(count)d cell filled.", "%(count)d cells filled.", saved) % {"count": saved}
            toast(response, said, undo=self.url("timetracking:undoing", filled.batch))
        return response


class CellView(SheetView):
    """One cell: GET lists its entries and offers its note, POST writes the note (`note`) and, if given, the hours (`value`)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._draw(self._card())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        card, post = self._card(), request.POST
        cell = Wanted(
            card.key,
            card.day,
            # Hours that were only shown, without their seconds, are not set.
            None if post.get("value", "") == post.get("was", "") else post.get("value"),
            _number(post.get("expected", "")),
            post.get("note"),
            post.get("expected_note"),
        )
        filled = actions.set_cells(self.first, [cell], by=self.actor)
        (outcome,) = filled.outcomes
        if outcome.state in {State.CONFLICT, State.REFUSED}:
            typed = {"note": post.get("note", card.note), "value": post.get("value", card.value)}
            card = self._card(error=outcome.message, typed=typed)
            return self._draw(card, status=400)
        undo = self.url("timetracking:undoing", filled.batch) if filled.batch else ""
        return self.done(_("Saved.") if filled.batch else "", undo=undo, then=self.address)

    def _card(self, **more: Any) -> Card:
        day: date = self.kwargs["day"]
        if not self.first <= day <= last_of_week(self.first):
            raise Http404
        try:
            key = RowKey.read(self.kwargs["row"])
        except Invalid:
            raise Http404 from None
        card = card_of(key, day, self.actor, **more)
        if card is None:
            raise Http404
        return card

    def _draw(self, card: Card, *, status: int = 200) -> HttpResponse:
        template = "timesheets/_card.html" if self.wants_fragment else "timesheets/card.html"
        address = self.url("timesheets:cell", self.first, str(card.key), card.day)
        context = {"card": card, "card_url": address, "week_url": self.address}
        return render(self.request, template, context, status=status)


def _read(body: bytes) -> dict[str, Any]:
    unread = Invalid(_("These cells cannot be read. Reload the page and try again."), field="cells")
    if len(body) > LONGEST_REQUEST:
        raise unread
    try:
        checked = SheetCellsBody(data=json.loads(body))
        checked.is_valid(raise_exception=True)
    except (ValueError, RecursionError, ValidationError):
        raise unread from None
    return dict(checked.validated_data)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
