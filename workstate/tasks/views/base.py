"""What the views of tasks share: looking the task up, and answering an act."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.projects.models import Project, Section
from workstate.tasks.models import Label, Task
from workstate.workspaces.acts import ActingView, chosen
from workstate.workspaces.views import WorkspaceView


class ListedView(ActingView):
    """A view that changes what stands in lists."""

    changes: ClassVar[tuple[str, ...]] = ("tasks:changed",)


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

    @property
    def task_url(self) -> str:
        return self.url("tasks:detail", self.task.number)

    @property
    def in_picker(self) -> bool:
        """Whether the popover of choices asks, which closes when there is nothing more to say."""
        return self.request.htmx.target == "div#picker"

    def ask(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Ask the person before anything is done: a dialog over the page, or a page of its own."""
        context |= {"task": self.task, "task_url": self.task_url, "template": template}
        if not self.request.htmx:
            return render(self.request, "tasks/ask.html", context, status=status)
        response = render(self.request, template, context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#ask", "innerHTML"
        return response


def project_among(view: WorkspaceView, text: str) -> Project | None:
    """A project that the actor sees, by the id a client sent; raises Invalid for any other, as if it were not there."""
    projects = Project.objects.visible_to(view.actor).kept()
    return chosen(projects, text, field="project", gone=_("There is no such project."))


def label_among(view: WorkspaceView, text: str) -> Label | None:
    return chosen(Label.objects.visible_to(view.actor), text, field="label", gone=_("There is no such label."))


def section_among(view: WorkspaceView, text: str) -> Section | None:
    return chosen(Section.objects.visible_to(view.actor), text, field="section", gone=_("There is no such section."))


def task_among(view: WorkspaceView, text: str, *, field: str) -> Task | None:
    gone = _("That task is no longer here. Reload the page and try again.")
    return chosen(Task.objects.visible_to(view.actor).kept(), text, field=field, gone=gone)
