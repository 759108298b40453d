"""Pages that say what went wrong and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.workspaces.views import last_actor


def refusal(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """A whole page, or for htmx a toast: the page stays as it was and the person reads why."""
    message = message or {
        400: _("This request could not be read. Reload the page and try again."),
        403: _("You may look at this but not change it."),
        404: _("There is nothing here. It may have been deleted, or you may not have access."),
        409: _("This has changed since. Reload the page and try again."),
    }.get(status, _("Something went wrong. Try again."))
    if getattr(request, "htmx", False) and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        response = render(request, "web/refusal.swap.html", {"message": message}, status=status)
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
        return response
    template = "web/refused.html" if _stands_inside(request, status) else "web/error.html"
    return render(request, template, {"status": status, "message": message}, status=status)


def _stands_inside(request: HttpRequest, status: int) -> bool:
    """
    Whether the frame of the application is drawn around it: for whoever is signed in and may not do something. Who looks for
    what is not there is told the same wherever they look.
    """
    return status == 403 and (getattr(request, "actor", None) or last_actor(request)) is not None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refusal(request, 403, _("This page was open for too long. Reload it and try again."))
