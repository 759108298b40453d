from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.adapter import SEEN, EntranceAdapter
from workstate.accounts.formats import Formats, written_as
from workstate.accounts.keys.authentication import key_of

SEEN_EVERY = timedelta(minutes=5).total_seconds()


class LastSeenMiddleware:
    """
    Keeps the list of devices: when each was last seen. Writes once in a few minutes, not with every request.

    It is also the second look at a device that was signed out: should a cache still hold its session, it ends here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A cookie that comes along with a key is not asked who they are.
        if key_of(request) is None and request.session.session_key and request.user.is_authenticated:
            self._see(request)
        return self.get_response(request)

    def _see(self, request: HttpRequest) -> None:
        at = timezone.now()
        seen = request.session.get(SEEN)
        if seen is None:
            UserSession.objects.create_from_request(request)
        elif at.timestamp() - seen < SEEN_EVERY:
            return
        elif not UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=at,
            ip=EntranceAdapter(request).get_client_ip(request),
            user_agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        ):
            logout(request)
            return
        request.session[SEEN] = at.timestamp()


class PersonMiddleware:
    """Show dates and times as whoever is signed in writes them, in their zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            with written_as(Formats.of(request.user)):
                return self.get_response(request)
        return self.get_response(request)


class LeavingMiddleware:
    """
    Whoever asked for their account to be deleted is asked whether to keep it, wherever they go, until they say.

    They sign in as ever; programs are refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.deletion_due_at:
            asked = reverse("own_data:deletion")
            if request.path not in {asked, reverse("account_logout")}:
                return self._ask(request, asked)
        return self.get_response(request)

    def _ask(self, request: HttpRequest, asked: str) -> HttpResponse:
        if request.path.startswith("/api/"):
            detail = _("This account is about to be deleted. Sign in on the web to keep it.")
            body = {"title": "Forbidden", "status": 403, "code": "account_leaving", "detail": detail}
            return JsonResponse(body, status=403, content_type="application/problem+json")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": asked})
        return HttpResponseRedirect(asked)
