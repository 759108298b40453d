"""The audit log for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.audit.asking import FIELDS, events_of, read
from workstate.audit.lines import lines_of
from workstate.audit.policies import can_read_log
from workstate.core.api import Pages
from workstate.core.errors import require
from workstate.workspaces.api import WorkspaceAPIView


class LogView(WorkspaceAPIView):
    @extend_schema(
        summary="Read the audit log",
        tags=["audit"],
        parameters=[OpenApiParameter(name, str) for name in (*FIELDS, "cursor", "limit")],
        responses={200: {"type": "object"}},
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Newest first. Of what its administrators may not know, `hidden` is true and `data` null."""
        require(can_read_log(self.actor))
        events = events_of(read(request.query_params.dict()), self.actor).select_related("user")
        pages = Pages()
        pages.ordering = ("-pk",)
        found = pages.paginate_queryset(events, request, view=self) or []
        return pages.get_paginated_response([line.as_json() for line in lines_of(found, self.actor)])
