"""The settings that are the workspace's own: what it is called, and who is in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Value, When
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.core.actor import Role
from workstate.core.errors import Invalid, require
from workstate.workspaces.actions import change_workspace
from workstate.workspaces.acts import ActingView
from workstate.workspaces.forms import GeneralForm
from workstate.workspaces.models import Membership
from workstate.workspaces.policies import can_administer
from workstate.workspaces.views import WorkspaceView


class GeneralView(ActingView):
    """GET shows what the workspace is called, POST changes it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(GeneralForm(initial={"name": self.actor.workspace.name}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_administer(self.actor), _("Only administrators change the workspace. Ask one of them."))
        form = GeneralForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            change_workspace(by=self.actor, name=form.cleaned_data["name"])
        except Invalid as refusal:
            form.add_error("name", " ".join(refusal.messages))
            return self.page(form, status=400)
        return self.go(self.url("workspaces:settings"), _("Saved."))

    def page(self, form: GeneralForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "can_change": can_administer(self.actor)}
        return render(self.request, "workspaces/settings/general.html", context, status=status)


class PeopleView(WorkspaceView):
    """Who is in the workspace, as what."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ranks = {role.value: rank for rank, role in enumerate(Role)}
        members = (
            Membership.objects.visible_to(self.actor)
            .select_related("user")
            .order_by(
                Case(*(When(role=role, then=Value(rank)) for role, rank in ranks.items())), Lower("user__name"), "pk"
            )
        )
        return render(request, "workspaces/settings/people.html", {"members": members})
