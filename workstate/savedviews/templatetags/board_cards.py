"""Cards of a board in templates."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from workstate.savedviews.layouts.board import Board, Column
from workstate.savedviews.layouts.cards import CardPen

register = template.Library()

PEN = "_pen_of_cards"


@register.simple_tag(takes_context=True)
def cards_of(context: Context, column: Column, board: Board) -> SafeString:
    """The cards of a column as list items: `savedviews/board/_card.html` for each."""
    # One pen for all columns. An included template shares nothing with the next but the request.
    request = context["request"]
    pen = getattr(request, PEN, None)
    if pen is None:
        pen = CardPen(cast("dict[str, Any]", context.flatten()), board)
        setattr(request, PEN, pen)
    return pen.cards(column)
