"""What the views of projects share: looking one up, and the form."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.colours import COLOUR_NAMES
from workstate.core.icons import ICONS
from workstate.projects import actions, queries
from workstate.projects.forms import ProjectForm
from workstate.projects.models import Client, Folder, Project, Section
from workstate.workspaces.acts import ActingView, chosen


class ProjectsActingView(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("projects:changed", "tasks:changed")

    def draw_form(self, form: ProjectForm, project: Project | None = None, *, status: int = 200) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own."""
        context = {
            "form": form,
            "project": project,
            "clients": queries.client_names(self.actor),
            "colours": COLOUR_NAMES,
            "icons": ICONS,
            "address": self.url("projects:settings", project.pk) if project else self.url("projects:list"),
            "cancel": self.url("views:project", project.pk) if project else self.url("projects:list"),
        }
        template = "projects/form.swap.html" if self.wants_fragment else "projects/form.html"
        return render(self.request, template, context, status=status)

    def client_named(self, name: str) -> Client | None:
        return actions.create_client(name, by=self.actor) if name.strip() else None

    def to_project(self, project: Project) -> HttpResponse:
        return self.go(self.url("views:project", project.pk))


class ProjectView(ProjectsActingView):
    """A view of one project among those that the actor sees."""

    project: Project
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        wanted: UUID = kwargs["project"]
        projects = Project.objects.visible_to(self.actor).select_related("client")
        self.project = get_object_or_404(projects if self.with_bin else projects.kept(), pk=wanted)


def project_chosen(view: ActingView, text: str, *, field: str) -> Project | None:
    """A project that the actor sees, by the id a page sent."""
    gone = _("That project is no longer here. Reload the page and try again.")
    return chosen(Project.objects.visible_to(view.actor).kept(), text, field=field, gone=gone)


def folder_chosen(view: ActingView, text: str, *, field: str) -> Folder | None:
    gone = _("That folder is no longer here. Reload the page and try again.")
    return chosen(Folder.objects.visible_to(view.actor).kept(), text, field=field, gone=gone)


def section_chosen(view: ActingView, text: str, *, field: str) -> Section | None:
    gone = _("That section is no longer here. Reload the page and try again.")
    return chosen(Section.objects.visible_to(view.actor), text, field=field, gone=gone)
