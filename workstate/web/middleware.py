from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound, lost_race
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


class SignedInMiddleware(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in page; a script is told instead, for it would take that page for success."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


class RefusalsMiddleware:
    """Says a refusal of an action in words, on whichever page it happens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        exception = lost_race(exception) or exception
        if isinstance(exception, NotFound):
            return refusal(request, 404)
        if isinstance(exception, NotAllowed):
            return refusal(request, 403, exception.message)
        if isinstance(exception, Conflict):
            return refusal(request, 409, exception.message)
        if isinstance(exception, Invalid):
            return refusal(request, 400, " ".join(exception.messages))
        return None
