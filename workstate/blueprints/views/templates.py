"""Templates: the list of them, one looked at and used, its name, out of sight and back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.blueprints import actions, queries
from workstate.blueprints.body import read
from workstate.blueprints.forms import (
    BlueprintForm,
    ProjectFromTemplateForm,
    SettingsForm,
    TaskFromTemplateForm,
)
from workstate.blueprints.models import Kind, Template
from workstate.blueprints.policies import can_create_template, can_edit_template
from workstate.blueprints.preview import preview, span
from workstate.blueprints.views.base import BlueprintView, OfTemplateView
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.projects.models import Project, Section
from workstate.tasks.views.base import project_among, section_among


class TemplatesView(BlueprintView):
    """All of them, and those that were deleted."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_create_template(self.actor), _("Guests cannot use templates. Ask a member of the workspace."))
        formats, templates = Formats.of(self.actor.user), list(queries.kept(self.actor))
        context = {
            "groups": [
                (words, [self.row(template, formats) for template in templates if template.kind == kind])
                for kind, words in ((Kind.PROJECT, _("Projects")), (Kind.TASK, _("Tasks")))
            ],
            "deleted": [self.row(template, formats) for template in queries.deleted(self.actor)],
            "is_empty": not templates,
            "view_url": request.get_full_path(),
        }
        template = "blueprints/_templates.html" if self.wants_fragment else "blueprints/templates.html"
        return render(request, template, context)

    def row(self, template: Template, formats: Formats) -> dict[str, Any]:
        return {
            "template": template,
            "can_edit": can_edit_template(self.actor, template),
            "when": formats.day(formats.local(template.deleted_at or template.updated_at).date()),
        }


class TemplateView(OfTemplateView):
    """GET shows what it makes and asks where, POST makes it, DELETE puts the template away."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(self.form(initial={"id": new_id(), "name": self.first_name}))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        try:
            return self.made_project(form) if self.template.kind == Kind.PROJECT else self.made_task(form)
        except Invalid as refusal:
            form.refuse(_at_fields(refusal))
            return self.draw(form, status=400)

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_template(self.template, by=self.actor)
        said = _("The template “%s” is deleted.") % self.template.name
        undo, templates = self.url("blueprints:restoration", self.template.pk), self.url("blueprints:templates")
        if self.request.htmx and request.GET.get("from") == "page":
            return self.go(templates, said, undo=undo)
        return self.done(said, undo=undo, then=templates)

    @property
    def first_name(self) -> str:
        """What is made is called like the template, or like the task that it was."""
        if self.template.kind == Kind.PROJECT:
            return self.template.name
        tree = read(self.template.body)
        return tree.items[0].title if tree.items else self.template.name

    def form(self, *args: Any, **options: Any) -> BlueprintForm:
        kind = ProjectFromTemplateForm if self.template.kind == Kind.PROJECT else TaskFromTemplateForm
        return kind(*args, **options)

    def made_project(self, form: BlueprintForm) -> HttpResponse:
        data = form.cleaned_data
        project = actions.make_project(
            self.template,
            by=self.actor,
            name=data["name"],
            start=form.start_day(self.actor),
            workdays=data["workdays"],
            id=data["id"],
        )
        undo = self.url("projects:settings", project.pk)
        said = _("Made from the template “%s”.") % self.template.name
        return self.go(self.url("views:project", project.pk), said, undo=undo, method="DELETE")

    def made_task(self, form: BlueprintForm) -> HttpResponse:
        data = form.cleaned_data
        kind, _colon, place = data["place"].partition(":")
        section = section_among(self, place) if kind == "section" else None
        project = section.project if section else project_among(self, place)
        task = actions.make_task(
            self.template,
            by=self.actor,
            project=project,
            section=section,
            title=data["name"],
            start=form.start_day(self.actor),
            workdays=data["workdays"],
            id=data["id"],
        )
        address = self.url("views:project", project.pk) if project else self.url("views:inbox")
        said = _("Made from the template “%s”.") % self.template.name
        return self.go(address, said, undo=self.url("tasks:detail", task.number), method="DELETE")

    def draw(self, form: BlueprintForm, *, status: int = 200) -> HttpResponse:
        tree = read(self.template.body)
        context = {
            "template": self.template,
            "form": form,
            "groups": preview(tree, self.actor),
            "days": span(tree),
            "places": _places(self) if self.template.kind == Kind.TASK else [],
            "can_edit": can_edit_template(self.actor, self.template),
        }
        return render(self.request, "blueprints/template.html", context, status=status)


class SettingsView(OfTemplateView):
    """GET shows the form with name and description, POST changes them."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_template(self.actor, self.template))
        template = self.template
        return self.draw(SettingsForm(initial={"name": template.name, "description": template.description}))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = SettingsForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        data = form.cleaned_data
        try:
            actions.change_template(self.template, by=self.actor, name=data["name"], description=data["description"])
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        return self.go(self.url("blueprints:template", self.template.pk))

    def draw(self, form: SettingsForm, *, status: int = 200) -> HttpResponse:
        return self.draw_form(
            form,
            title=_("Edit the template"),
            button=_("Save"),
            cancel=self.url("blueprints:template", self.template.pk),
            status=status,
        )


class RestorationView(OfTemplateView):
    """POST brings a deleted template back."""

    with_deleted = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_template(self.template, by=self.actor)
        return self.done(_("Restored."), then=self.url("blueprints:templates"))


def _places(view: BlueprintView) -> list[dict[str, str]]:
    """Where a task can be put: every active project and its sections."""
    projects = list(Project.objects.visible_to(view.actor).active().by_position())
    sections: dict[object, list[Section]] = {}
    for section in Section.objects.visible_to(view.actor).filter(project__in=projects).by_position():
        sections.setdefault(section.project_id, []).append(section)
    found: list[dict[str, str]] = []
    for project in projects:
        found.append({"value": f"project:{project.pk}", "text": project.name, "colour": project.colour})
        found.extend(
            {"value": f"section:{section.pk}", "text": f"{project.name} / {section.name}", "colour": project.colour}
            for section in sections.get(project.pk, ())
        )
    return found


def _at_fields(refusal: Invalid) -> Invalid:
    """The refusal where the form shows it."""
    names = {"title": "name", "project": "place", "section": "place"}
    field, said = next(iter(refusal.message_dict.items()))
    return Invalid(" ".join(said), field=names.get(field, field))
