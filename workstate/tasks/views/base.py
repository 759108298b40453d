"""What the views of tasks share: looking the task up, and answering an act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.projects.models import Project, Section
from workstate.tasks.models import Label, Task
from workstate.workspaces.acts import ActingView
from workstate.workspaces.views import WorkspaceView


class ListedView(ActingView):
    """A view that changes what stands in lists."""

    changes = ("tasks:changed",)


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


def section_among(view: WorkspaceView, text: str) -> Section | None:
    wanted = uuid_or_none(text, field="section")
    if wanted is None:
        return None
    section = Section.objects.visible_to(view.actor).filter(pk=wanted).first()
    if section is None:
        raise Invalid(_("There is no such section."), field="section")
    return section


def task_among(view: WorkspaceView, text: str, *, field: str) -> Task | None:
    wanted = uuid_or_none(text, field=field)
    if wanted is None:
        return None
    task = Task.objects.visible_to(view.actor).kept().filter(pk=wanted).first()
    if task is None:
        raise Invalid(_("That task is no longer here. Reload the page and try again."), field=field)
    return task
