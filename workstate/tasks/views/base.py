"""What the views of tasks share: looking the task up, and answering an act."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid
from workstate.projects.models import Project
from workstate.tasks.models import Label, Task
from workstate.workspaces.views import WorkspaceView


class ListedView(WorkspaceView):
    """A view that changes what stands in lists."""

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.actor.workspace.slug, *args])

    def done(self, said: str = "", *, undo: str = "", method: str = "POST", then: str = "") -> HttpResponse:
        """
        Answer an act that worked: htmx refetches what it shows and toasts; a plain form returns to its page, or to `then`.

        `undo` is the address that takes the act back.
        """
        if self.request.htmx:
            response = HttpResponse(status=204)
            trigger_client_event(response, "tasks:changed", {})
            if said:
                toast = {"text": said, **({"undo": undo, "method": method} if undo else {})}
                trigger_client_event(response, "toast", toast)
            return response
        if said:
            messages.success(self.request, said)
        return HttpResponseRedirect(then or back(self.request) or self.url("tasks:today"))


class TaskView(ListedView):
    """A view of one task, found by its number among those that the actor sees."""

    task: Task
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        tasks = Task.objects.visible_to(self.actor)
        self.task = get_object_or_404(
            (tasks if self.with_bin else tasks.kept()).select_related("project", "section", "parent"),
            number=kwargs["number"],
        )


def back(request: HttpRequest) -> str:
    """The page of this site that the request came from, or ""."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def uuid_or_none(text: str, *, field: str) -> UUID | None:
    """The identifier a client sent, None for nothing; raises Invalid."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("This identifier cannot be read. Reload the page and try again."), field=field) from error


def project_among(view: WorkspaceView, text: str) -> Project | None:
    """A project that the actor sees, by the id a client sent; raises Invalid for any other, as if it were not there."""
    wanted = uuid_or_none(text, field="project")
    if wanted is None:
        return None
    project = Project.objects.visible_to(view.actor).kept().filter(pk=wanted).first()
    if project is None:
        raise Invalid(_("There is no such project."), field="project")
    return project


def label_among(view: WorkspaceView, text: str) -> Label | None:
    wanted = uuid_or_none(text, field="label")
    if wanted is None:
        return None
    label = Label.objects.visible_to(view.actor).filter(pk=wanted).first()
    if label is None:
        raise Invalid(_("There is no such label."), field="label")
    return label
