from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from redis import Redis
from redis.exceptions import RedisError

from workstate.accounts.models import User
from workstate.web.errors import refusal
from workstate.workspaces.queries import home_workspace


class HomeView(View):
    """Where a signed-in person lands: Today in their own workspace."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        workspace = home_workspace(request.user)
        if workspace is None:
            return refusal(request, 404, _("You belong to no workspace. Ask somebody to invite you."))
        return redirect("views:today", workspace=workspace.slug)


@method_decorator([login_not_required, never_cache], name="dispatch")
class HealthView(View):
    """Whether the process answers at all. Asks nobody else, so a slow database does not get it restarted."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"status": "ok"})


@method_decorator([login_not_required, never_cache], name="dispatch")
class ReadyView(View):
    """Whether people can work: 200 when the database answers, else 503. Redis is only reported (law 6)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = {"database": _database_answers(), "redis": _redis_answers()}
        ready = checks["database"]
        body = {
            "status": "ready" if ready else "unavailable",
            **{name: "ok" if ok else "down" for name, ok in checks.items()},
        }
        return JsonResponse(body, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as redis:
            return bool(redis.ping())
    except RedisError:
        return False
