"""The web face of projects: the list of them, what each is called, and where it stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.projects import actions, queries
from workstate.projects.forms import COLOUR_NAMES, ProjectForm
from workstate.projects.models import Client, Project
from workstate.projects.policies import can_create_project, can_edit_project
from workstate.workspaces.acts import ActingView, chosen


class ProjectsActingView(ActingView):
    changes = ("projects:changed", "tasks:changed")

    def draw_form(self, form: ProjectForm, project: Project | None = None, *, status: int = 200) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own."""
        context = {
            "form": form,
            "project": project,
            "clients": queries.client_names(self.actor),
            "colours": COLOUR_NAMES,
            "address": self.url("projects:settings", project.pk) if project else self.url("projects:list"),
            "cancel": self.url("tasks:project", project.pk) if project else self.url("projects:list"),
        }
        template = "projects/form.swap.html" if self.wants_fragment else "projects/form.html"
        return render(self.request, template, context, status=status)

    def client_named(self, name: str) -> Client | None:
        return actions.create_client(name, by=self.actor) if name.strip() else None

    def to_project(self, project: Project) -> HttpResponse:
        return self.go(self.url("tasks:project", project.pk))


class ProjectView(ProjectsActingView):
    """A view of one project among those that the actor sees."""

    project: Project
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        wanted: UUID = kwargs["project"]
        projects = Project.objects.visible_to(self.actor).select_related("client")
        self.project = get_object_or_404(projects if self.with_bin else projects.kept(), pk=wanted)


class ProjectListView(ProjectsActingView):
    """GET shows them, POST makes one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        context = {
            "archived": queries.archived(self.actor),
            "can_create": can_create_project(self.actor),
            "view_url": request.get_full_path(),
        }
        return render(request, "projects/list.swap.html" if self.wants_fragment else "projects/list.html", context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_create_project(self.actor), _("Guests cannot make projects. Ask a member of the workspace."))
        form = ProjectForm(request.POST)
        if not form.is_valid():
            return self.draw_form(form, status=400)
        data = form.cleaned_data
        try:
            with transaction.atomic():
                project = actions.create_project(
                    data["name"],
                    by=self.actor,
                    id=data["id"],
                    colour=data["colour"],
                    description=data["description"],
                    client=self.client_named(data["client"]),
                )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, status=400)
        return self.to_project(project)


class NewProjectView(ProjectsActingView):
    """The empty form."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_create_project(self.actor), _("Guests cannot make projects. Ask a member of the workspace."))
        return self.draw_form(ProjectForm(initial={"id": new_id(), "colour": "indigo"}))


class ProjectSettingsView(ProjectView):
    """GET shows the form, POST changes the project, DELETE puts it in the bin."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_project(self.actor, self.project))
        project = self.project
        initial = {
            "name": project.name,
            "colour": project.colour,
            "client": project.client.name if project.client else "",
            "description": project.description,
        }
        return self.draw_form(ProjectForm(initial=initial), project)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = ProjectForm(request.POST)
        if not form.is_valid():
            return self.draw_form(form, self.project, status=400)
        data = form.cleaned_data
        try:
            with transaction.atomic():
                changes = {name: data[name] for name in ("name", "description")}
                if data["colour"]:
                    changes["colour"] = data["colour"]
                actions.change_project(self.project, by=self.actor, client=self.client_named(data["client"]), **changes)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, self.project, status=400)
        return self.to_project(self.project)

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_project(self.project, by=self.actor)
        said = _("“%s” and its tasks are deleted.") % self.project.name
        undo, projects = self.url("projects:restoration", self.project.pk), self.url("projects:list")
        if self.request.htmx and request.GET.get("from") == "page":
            # Its page is gone with it: the person is taken to the list, which says so.
            return self.go(projects, said, undo=undo)
        return self.done(said, undo=undo, then=projects)


class FavouriteView(ProjectView):
    """POST keeps the project at hand, DELETE no longer does."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.favour_project(self.project, by=self.actor)
        return self.done()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unfavour_project(self.project, by=self.actor)
        return self.done()


class ArchiveView(ProjectView):
    """POST archives, DELETE takes out of the archive."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.archive_project(self.project, by=self.actor)
        return self.done(_("Archived. Its time stays in reports."), undo=request.path, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unarchive_project(self.project, by=self.actor)
        return self.done(_("Taken out of the archive."))


class PlaceView(ProjectView):
    """POST puts the project behind another one, or first."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        projects = Project.objects.visible_to(self.actor).kept()
        gone = _("That project is no longer here. Reload the page and try again.")
        after = chosen(projects, request.POST.get("after", ""), field="after", gone=gone)
        actions.move_project(self.project, by=self.actor, after=after)
        return self.done()


class RestorationView(ProjectView):
    """POST takes the project, with its tasks, out of the bin."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_project(self.project, by=self.actor)
        return self.done(_("Restored."))


class SectionListView(ProjectView):
    """POST adds a section."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.create_sections([request.POST.get("name", "")], project=self.project, by=self.actor)
        return self.done()
