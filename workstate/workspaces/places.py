"""Pages about workspaces that lie in none: under /workspaces/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views import View

from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle, TooMany
from workstate.core.actor import Via
from workstate.workspaces.actions import create_workspace
from workstate.workspaces.forms import WorkspaceForm

# Enough for anybody who means it; a script would fill the table of names.
NEW_WORKSPACES = Throttle("new workspace", amount=20, seconds=3600)


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


app_name = "places"
urlpatterns = [path("new/", NewWorkspaceView.as_view(), name="new")]
