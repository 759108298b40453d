"""One click makes the sample data, one click removes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle, TooMany
from workstate.core.actor import Via
from workstate.core.errors import Conflict
from workstate.demo.actions import make_demo, remove_demo
from workstate.demo.queries import demo_of
from workstate.workspaces.acts import ActingView
from workstate.workspaces.adapter import OFFER

MAKING = Throttle("sample data", amount=10, seconds=3600)


class NewDemoView(View):
    """POST makes the sample data, in about two seconds, and opens it; if it is there already, opens that."""

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        there = demo_of(request.user)
        if there is None:
            try:
                MAKING.take(str(request.user.pk))
                there = make_demo(request.user, via=Via.WEB)
            except TooMany as refusal:
                messages.error(request, refusal.message)
                return redirect("places:new")
            except Conflict:
                there = demo_of(request.user)
        request.session.pop(OFFER, None)
        if there is None:
            return redirect("home")
        return redirect("views:today", workspace=there.workspace.slug)


class OfferView(View):
    """POST says: no sample data, thank you."""

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session.pop(OFFER, None)
        return redirect("home")


class DemoView(ActingView):
    """POST or DELETE removes this workspace of sample data and goes home."""

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        remove_demo(by=self.actor)
        return self.go(reverse("home"), _("The sample data is removed."))

    delete = post
