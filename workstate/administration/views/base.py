"""What every page of administration stands on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.administration.operator import Operator
from workstate.core.errors import NotFound


class OperatorRequest(HttpRequest):
    user: User


class OperatorView(View):
    """A view under /administration/. To whoever does not administer the server there is no such place."""

    request: OperatorRequest
    by: Operator
    tab: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.is_staff:
            raise NotFound
        self.by = Operator(self.request.user, origin=origin_of(request))
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, f"administration/{template}.html", {"tab": self.tab, **context}, status=status)

    def go(self, place: str, said: str, **where: Any) -> HttpResponse:
        messages.success(self.request, said)
        return HttpResponseRedirect(reverse(place, kwargs=where))
