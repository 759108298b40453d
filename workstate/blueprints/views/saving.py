"""A task or a project kept as a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.blueprints import actions
from workstate.blueprints.forms import SaveForm
from workstate.blueprints.models import Template
from workstate.blueprints.policies import can_create_template
from workstate.blueprints.views.base import BlueprintView, OfProjectView
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import NAME_LENGTH
from workstate.tasks.views.base import TaskView


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says: its heading, the name it proposes, and where "Cancel" leads."""

    title: str
    name: str
    cancel: str


class SavingView(BlueprintView):
    """GET asks for a name, POST keeps the template."""

    def asked(self) -> Asked:
        raise NotImplementedError

    def save(self, form: SaveForm) -> Template:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_create_template(self.actor), _("Guests cannot make templates. Ask a member of the workspace."))
        initial = {
            "id": new_id(),
            "name": self.asked().name[:NAME_LENGTH],
            "done": True,
            "assignees": True,
            "dates": True,
        }
        return self.draw(SaveForm(initial=initial))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = SaveForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        try:
            template = self.save(form)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        address = self.url("blueprints:template", template.pk)
        said = _("Kept as the template “%s”.") % template.name
        response = self.done(said, undo=address, method="DELETE", then=address)
        if self.request.htmx:
            trigger_client_event(response, "dialog:close", {})
        return response

    def draw(self, form: SaveForm, *, status: int = 200) -> HttpResponse:
        return self.draw_form(
            form,
            title=self.asked().title,
            button=_("Save the template"),
            note=_("Every member of the workspace sees it and can use it."),
            cancel=self.asked().cancel,
            status=status,
        )


class TaskTemplateView(SavingView, TaskView):
    changes = ("templates:changed",)

    def asked(self) -> Asked:
        return Asked(_("Save the task as a template"), self.task.title, self.url("tasks:detail", self.task.number))

    def save(self, form: SaveForm) -> Template:
        data = form.cleaned_data
        return actions.save_task_as_template(
            self.task, by=self.actor, name=data["name"], description=data["description"], keep=form.keep, id=data["id"]
        )


class ProjectTemplateView(SavingView, OfProjectView):
    changes: ClassVar[tuple[str, ...]] = ("templates:changed",)

    def asked(self) -> Asked:
        cancel = self.url("views:project", self.project.pk)
        return Asked(_("Save the project as a template"), self.project.name, cancel)

    def save(self, form: SaveForm) -> Template:
        data = form.cleaned_data
        return actions.save_project_as_template(
            self.project,
            by=self.actor,
            name=data["name"],
            description=data["description"],
            keep=form.keep,
            id=data["id"],
        )
