from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.web.errors import refusal


class PrivatePagesMiddleware:
    """Nothing that a person sees is kept by a cache on the way or shown again after they left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response


class RefusalsMiddleware:
    """Says a refusal of an action in words, on whichever page it happens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return refusal(request, 404)
        if isinstance(exception, NotAllowed):
            return refusal(request, 403, exception.message)
        if isinstance(exception, Conflict):
            return refusal(request, 409, exception.message)
        if isinstance(exception, Invalid):
            return refusal(request, 400, " ".join(exception.messages))
        return None
