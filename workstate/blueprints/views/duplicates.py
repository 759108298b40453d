"""Copies beside their original, and what of a task or a project is copied as text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from workstate.blueprints import actions
from workstate.blueprints.forms import DuplicateForm
from workstate.blueprints.outline import outline
from workstate.blueprints.snapshot import EVERYTHING, project_tree, task_tree
from workstate.blueprints.views.base import OfProjectView
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.projects.policies import can_edit_project
from workstate.tasks.views.base import TaskView
from workstate.workspaces.acts import identifier

TEXT = "text/plain; charset=utf-8"


class TaskDuplicateView(TaskView):
    """POST puts a copy behind the task, without what is under it if `alone` is sent."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        copy = actions.duplicate_task(
            self.task,
            by=self.actor,
            with_children=request.POST.get("alone", "") != "1",
            id=identifier(request.POST.get("id", ""), field="id"),
        )
        return self.done(_("Duplicated."), undo=self.url("tasks:detail", copy.number), method="DELETE")


class ProjectDuplicateView(OfProjectView):
    """GET asks what of the project is copied, POST copies it."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_project(self.actor, self.project))
        initial = {
            "id": new_id(),
            "name": actions.name_of_copy(self.project.name),
            "assignees": True,
            "dates": True,
        }
        return self.draw(DuplicateForm(initial=initial))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = DuplicateForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        data = form.cleaned_data
        try:
            copy = actions.duplicate_project(
                self.project,
                by=self.actor,
                name=data["name"],
                start=form.start_day(self.actor),
                workdays=data["workdays"],
                keep=form.keep,
                id=data["id"],
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        said = _("This is the copy of “%s”.") % self.project.name
        undo = self.url("projects:settings", copy.pk)
        return self.go(self.url("views:project", copy.pk), said, undo=undo, method="DELETE")

    def draw(self, form: DuplicateForm, *, status: int = 200) -> HttpResponse:
        return self.draw_form(
            form,
            title=_("Duplicate “%s”") % self.project.name,
            button=_("Duplicate"),
            note=_("Comments, files and time stay with the original."),
            cancel=self.url("views:project", self.project.pk),
            status=status,
        )


class TaskOutlineView(TaskView):
    """GET tells the task and what is under it as text."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return HttpResponse(outline(task_tree(self.task, by=self.actor)), content_type=TEXT)


class ProjectOutlineView(OfProjectView):
    """GET tells the project's tasks as text."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        tree = project_tree(self.project, by=self.actor, keep=EVERYTHING)
        return HttpResponse(outline(tree, self.project.name), content_type=TEXT)
