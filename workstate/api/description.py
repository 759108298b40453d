"""The description of the API as it is served: it is the same for everybody, and takes long enough to make it once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class DescriptionView(SpectacularJSONAPIView):
    def _get_schema_response(self, request: Request) -> Response:
        named = self._get_filename(request, None)  # type: ignore[no-untyped-call]
        return Response(_made(get_language()), headers={"Content-Disposition": f'inline; filename="{named}"'})


@cache
def _made(language: str) -> dict[str, Any]:
    """In the words of the language, which is the one that is active."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return schema
