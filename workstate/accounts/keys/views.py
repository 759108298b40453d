"""The pages of keys: one's own, and letting in a program that shows a code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from workstate.accounts.confirming import require_password
from workstate.accounts.keys import actions, devices
from workstate.accounts.keys.models import ApiKey
from workstate.accounts.keys.scopes import READ, WRITE, Area
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.accounts.throttles import TooMany
from workstate.core.errors import Conflict, NotFound

LIVES = {"30": 30, "90": 90, "365": 365, "never": None}


class PersonRequest(HttpRequest):
    user: User


class KeysView(View):
    """The person's keys; POST makes one and tells it, this once."""

    def get(self, request: PersonRequest) -> HttpResponse:
        return _page(request, {"lives": "90"})

    def post(self, request: PersonRequest) -> HttpResponse:
        typed = request.POST.dict()
        days = LIVES.get(typed.get("lives", ""), 90)
        scopes = [f"{area}:{mode}" for area in Area.values if (mode := typed.get(area)) in {READ, WRITE}]
        try:
            require_password(request.user, typed.get("password", ""))
            key, text = actions.create_key(
                request.user,
                typed.get("name", ""),
                scopes,
                expires_at=timezone.now() + timedelta(days=days) if days else None,
                origin=origin_of(request),
            )
        except ValidationError as error:
            return _page(request, typed, errors={name: said[0] for name, said in error.message_dict.items()})
        except (TooMany, Conflict) as error:
            return _page(request, typed, errors={"": error.message})
        return _page(request, {"lives": "90"}, made=key, text=text, status=201)


class KeyView(View):
    """One key: POST (a plain button) or DELETE revokes it."""

    def post(self, request: PersonRequest, api_key: UUID) -> HttpResponse:
        own = get_object_or_404(ApiKey.objects.visible_to(request.user).kept(), pk=api_key)
        actions.revoke_key(own, origin=origin_of(request))
        messages.success(request, _("The key is revoked. It opens nothing any more."))
        return redirect("accounts:keys")

    delete = post


class DeviceView(View):
    """A program asks for a key: GET shows which, POST says whether it gets one."""

    def get(self, request: PersonRequest) -> HttpResponse:
        code = request.GET.get("code", "")[:20]
        return self._asked(code) if code else self._page({})

    def post(self, request: PersonRequest) -> HttpResponse:
        allowed = request.POST.get("answer") == "allow"
        try:
            asked = devices.answer(request.POST.get("code", "")[:20], by=request.user, allowed=allowed)
        except NotFound:
            return self._page({"error": self._over()}, status=404)
        except TooMany as error:
            return self._page({"error": error.message}, status=429)
        return self._page({"answered": asked, "allowed": allowed})

    def _asked(self, code: str) -> HttpResponse:
        assert isinstance(self.request.user, User)
        try:
            return self._page({"asked": devices.asked_with(code, by=self.request.user)})
        except NotFound:
            return self._page({"error": self._over(), "code": code}, status=404)
        except TooMany as error:
            return self._page({"error": error.message, "code": code}, status=429)

    def _over(self) -> str:
        return _("No program waits with this code. Codes hold for ten minutes; have it show you a new one.")

    def _page(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, "accounts/device.html", context, status=status)


def _page(
    request: PersonRequest,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    made: ApiKey | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    keys = ApiKey.objects.visible_to(request.user).kept().order_by("-pk")
    context = {
        "keys": keys,
        "areas": [(area, typed.get(area.value, "")) for area in Area],
        "now": timezone.now(),
        "typed": typed,
        "errors": errors or {},
        "made": made,
        "text": text,
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "accounts/keys.html", context, status=400 if errors else status)
