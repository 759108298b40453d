"""Errors for programs: problem documents (RFC 9457) with a code, a message and the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from workstate.accounts.keys.devices import Pending
from workstate.accounts.throttles import TooMany
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound, lost_race

CONTENT_TYPE = "application/problem+json"


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that a view raised; None for what is our own fault, which becomes a 500."""
    set_rollback()
    error = lost_race(error) or error
    if isinstance(error, (NotFound, Http404, exceptions.NotFound)):
        return problem(404, "not_found", _("There is nothing here, or you may not see it."))
    if isinstance(error, NotAllowed):
        return problem(403, "not_allowed", error.message)
    if isinstance(error, Conflict):
        return problem(409, "conflict", error.message, details=error.details)
    if isinstance(error, TooMany):
        return problem(429, "too_many_requests", error.message, headers={"Retry-After": str(error.seconds)})
    if isinstance(error, Pending):
        # `error` is what RFC 8628 calls it.
        return problem(
            400, error.code, _("There is no key for this program, or not yet."), details={"error": error.code}
        )
    if isinstance(error, RequestDataTooBig):
        return problem(413, "too_large", _("Send less at once: 2 MB at most."))
    if isinstance(error, ValidationError):
        fields = error.error_dict if hasattr(error, "error_dict") else {"__all__": error.error_list}
        details = error.details if isinstance(error, Invalid) else {}
        found = [
            {
                "field": "" if field == "__all__" else field,
                "code": entry.code or "invalid",
                "message": message,
                **details,
            }
            for field, entries in fields.items()
            for entry in entries
            for message in entry.messages
        ]
        return problem(400, "invalid", _("Some values cannot be taken."), errors=found)
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "invalid", _("Some values cannot be taken."), errors=list(_field_errors(error)))
    if isinstance(error, exceptions.APIException):
        headers = {"WWW-Authenticate": challenge} if (challenge := getattr(error, "auth_header", None)) else {}
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait))
        code = error.get_codes()
        return problem(
            error.status_code, code if isinstance(code, str) else "error", str(error.detail), headers=headers
        )
    return None


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    details: Mapping[str, object] | None = None,
) -> Response:
    body = {**(details or {}), "title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail}
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def _field_errors(error: exceptions.ValidationError) -> Any:
    def walk(detail: Any, path: str) -> Any:
        if isinstance(detail, dict):
            for name, inner in detail.items():
                yield from walk(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
        elif isinstance(detail, list):
            for inner in detail:
                yield from walk(inner, path)
        else:
            yield {"field": path, "code": detail.code, "message": str(detail)}

    yield from walk(error.detail, "")


def problem_page(status: int, code: str, detail: str) -> HttpResponse:
    """A problem document where no view of the API has the word: in its middleware."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail}
    return HttpResponse(json.dumps(body), status=status, content_type=CONTENT_TYPE)
