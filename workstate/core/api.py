"""What the rooms' REST views share. The API's shell (authentication, errors, addresses) is the room api."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.core.text import is_clean

PAGE = 50
LONGEST_PAGE = 200

Row = TypeVar("Row", bound=Model)


class StrictSerializer(serializers.Serializer[Any]):
    """Parses a body. A field that it does not know is refused, so that a slip of the pen is not silently ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        try:
            return super().to_internal_value(data)
        except OverflowError:  # An instant at the edge of the calendar leaves it in another zone.
            raise serializers.ValidationError(_("There is no such moment in the calendar.")) from None


class Pages(CursorPagination):
    """Pages by cursor: stable while rows come and go, equally fast on the first page and the thousandth."""

    page_size = PAGE
    max_page_size = LONGEST_PAGE
    page_size_query_param = "limit"

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor and not is_clean(str(cursor.position or "")):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def parsed(serializer: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The body, checked; raises DRF's ValidationError, which becomes a 400 that names the fields."""
    body = serializer(data=request.data, partial=partial)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def page_of(
    rows: QuerySet[Row], show: Callable[[Row], dict[str, Any]], *, view: APIView, order: tuple[str, ...]
) -> Response:
    """One page of rows. Rows are shown by a plain function: it is many times faster than a serializer, see docs."""
    pages = Pages()
    pages.ordering = order
    found = pages.paginate_queryset(rows, view.request, view=view) or []
    return pages.get_paginated_response([show(row) for row in found])
