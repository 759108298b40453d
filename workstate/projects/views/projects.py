"""The web face of projects: the list of them, what each is called, and where it stands."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.projects import actions, extensions, queries, tree
from workstate.projects.forms import ProjectForm
from workstate.projects.policies import can_change_project, can_create_project
from workstate.projects.views.base import ProjectsActingView, ProjectView, folder_chosen, project_chosen


class ProjectListView(ProjectsActingView):
    """GET shows them, POST makes one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        context = {
            "progress": extensions.progress_of(self.actor),
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
                    icon=data["icon"],
                    folder=folder_chosen(self, data["folder"], field="folder"),
                    parent=project_chosen(self, data["parent"], field="parent"),
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
        return self.draw_form(
            ProjectForm(
                initial={
                    "id": new_id(),
                    "colour": queries.free_colour(self.actor),
                    "folder": request.GET.get("folder", ""),
                    "parent": request.GET.get("parent", ""),
                }
            )
        )


class ProjectSettingsView(ProjectView):
    """GET shows the form, POST changes the project, DELETE puts it in the bin."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_change_project(self.actor, self.project))
        project = self.project
        initial = {
            "name": project.name,
            "colour": project.colour,
            "icon": project.icon,
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
                changes = {name: data[name] for name in ("name", "description", "icon")}
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
    """GET asks where to put the project; POST puts it there: in a folder, under a project, between two others of the list."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_change_project(self.actor, self.project))
        context = {"project": self.project, "places": tree.places_for(self.actor, self.project)}
        template = "projects/place.swap.html" if self.wants_fragment else "projects/place.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        post, project = request.POST, self.project
        if "to" in post:
            return self.to_list(post["to"])
        after = project_chosen(self, post.get("after", ""), field="after")
        before = project_chosen(self, post.get("before", ""), field="before")
        actions.move_project(
            project,
            by=self.actor,
            folder=folder_chosen(self, post["folder"], field="folder") if "folder" in post else "same",
            parent=project_chosen(self, post["parent"], field="parent") if "parent" in post else "same",
            after=after,
            before=before if after is None else None,
        )
        return self.done()

    def to_list(self, to: str) -> HttpResponse:
        """As the dialog says it: "folder:<id>", "project:<id>", or "" for the top."""
        kind, _colon, pk = to.partition(":")
        folder = folder_chosen(self, pk, field="to") if kind == "folder" else None
        parent = project_chosen(self, pk, field="to") if kind == "project" else None
        actions.move_project(self.project, by=self.actor, folder=folder, parent=parent, last=True)
        response = self.done(_("“%s” moved.") % self.project.name, then=self.url("projects:list"))
        if self.request.htmx:
            trigger_client_event(response, "dialog:close", {})
        return response


class FoldingView(ProjectView):
    """POST keeps what is under the project closed in the sidebar, DELETE open."""

    changes = ()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.fold_project(self.project, by=self.actor, folded=True)
        return self.done()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.fold_project(self.project, by=self.actor, folded=False)
        return self.done()


class RestorationView(ProjectView):
    """POST takes the project, with its tasks, out of the bin."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_project(self.project, by=self.actor)
        return self.done(_("Restored."))
