"""Pages about workspaces that lie in none: under /workspaces/."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views import View

from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle, TooMany
from workstate.core.actor import Role, Via
from workstate.core.errors import NotFound
from workstate.workspaces.actions import create_workspace, restore_workspace
from workstate.workspaces.forms import WorkspaceForm
from workstate.workspaces.models import Membership, Workspace

# Enough for anybody who means it; a script would fill the table of names.
NEW_WORKSPACES = Throttle("new workspace", amount=20, seconds=3600)


class WorkspacesView(View):
    """All the workspaces of whoever is signed in: those in use, archived ones, and deleted ones that can come back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        rows = list(self._rows(request.user))
        context = {
            "active": [row for row in rows if row.archived_at is None],
            "archived": [row for row in rows if row.archived_at is not None],
            "deleted": list(Workspace.objects.restorable_by(request.user)),
        }
        return render(request, "workspaces/list.html", context)

    def _rows(self, user: User) -> list[Any]:
        own = Membership.objects.filter(workspace=OuterRef("pk"), user=user).values("role")[:1]
        people = Membership.objects.filter(workspace=OuterRef("pk")).order_by().values("workspace")
        count = people.annotate(count=Count("pk")).values("count")
        rows: Any = Workspace.objects.of(user).annotate(role=Subquery(own), people=Coalesce(Subquery(count), 0))
        for row in rows:
            row.role_words = Role(row.role).label
        return list(rows)


class NewWorkspaceView(View):
    """GET asks for a name; POST makes the workspace and opens it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "workspaces/new.html", {"form": WorkspaceForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User)
        form = WorkspaceForm(request.POST)
        if not form.is_valid():
            return render(request, "workspaces/new.html", {"form": form}, status=400)
        try:
            NEW_WORKSPACES.take(str(request.user.pk))
        except TooMany as refusal:
            form.add_error(None, refusal.message)
            return render(request, "workspaces/new.html", {"form": form}, status=429)
        made = create_workspace(form.cleaned_data["name"], owner=request.user, via=Via.WEB)
        return redirect("views:today", workspace=made.workspace.slug)


class RestorationView(View):
    """POST brings a deleted workspace back."""

    def post(self, request: HttpRequest, gone: UUID) -> HttpResponse:
        assert isinstance(request.user, User)
        workspace = Workspace.objects.filter(pk=gone, memberships__user=request.user).first()
        if workspace is None:
            raise NotFound
        by = restore_workspace(workspace, user=request.user)
        messages.success(request, _("“%(name)s” is back.") % {"name": by.workspace})
        address = reverse("views:today", args=[by.workspace.slug])
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)


app_name = "places"
urlpatterns = [
    path("", WorkspacesView.as_view(), name="list"),
    path("new/", NewWorkspaceView.as_view(), name="new"),
    path("<uuid:gone>/restoration/", RestorationView.as_view(), name="restoration"),
]
