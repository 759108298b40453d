"""What becomes of a project's sections and the tasks in them. It stands here since a project does not know of tasks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid, require
from workstate.projects.models import Project, Section
from workstate.projects.policies import can_edit_project
from workstate.projects.views.base import ProjectView, project_chosen, section_chosen
from workstate.projects.views.sections import SectionView
from workstate.tasks import actions
from workstate.tasks.models import Task


class ProjectLineView(ProjectView):
    """GET shows a quick add line whose tasks go into a section of the project."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_project(self.actor, self.project))
        section = section_chosen(self, request.GET.get("section", ""), field="section")
        if section is None or section.project_id != self.project.pk:
            raise Invalid(_("Choose a section of this project."), field="section")
        query = urlencode({"project": str(self.project.pk), "section": str(section.pk)})
        context = {
            "section": section,
            "project": self.project,
            "action": f"{self.url('tasks:list')}?{query}",
            "preview": f"{self.url('tasks:quick-add-preview')}?{query}",
            "line_id": f"line-{section.pk}",
        }
        template = "tasks/section_line.swap.html" if self.wants_fragment else "tasks/section_line.html"
        return render(request, template, context)


class SectionRemovalView(SectionView):
    """GET asks where the section's tasks go; POST takes the section away: `tasks` is "", "bin" or another section's id."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        section = self.section
        require(can_edit_project(self.actor, section.project))
        tasks = Task.objects.visible_to(self.actor).kept().filter(section=section)
        context = {
            "section": section,
            "count": tasks.count(),
            "others": Section.objects.visible_to(self.actor)
            .filter(project=section.project)
            .exclude(pk=section.pk)
            .by_position(),
        }
        template = "tasks/section_removal.swap.html" if self.wants_fragment else "tasks/section_removal.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        to = request.POST.get("tasks", "")
        where = "bin" if to == "bin" else section_chosen(self, to, field="tasks")
        actions.delete_section(self.section, by=self.actor, tasks_to=where)  # type: ignore[arg-type]
        said = _("The section “%s” is deleted.") % self.section.name
        response = self.back_to_project(said, undo=self.url("tasks:section-restoration", self.section.pk))
        return _closing(request, response)


class SectionRestorationView(SectionView):
    """POST brings a section back with its tasks."""

    with_deleted = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_section(self.section, by=self.actor)
        return self.back_to_project(_("Restored."))


class SectionProjectView(SectionView):
    """GET asks into which project the section goes; POST takes it there with its tasks."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_project(self.actor, self.section.project))
        projects = Project.objects.visible_to(self.actor).active().exclude(pk=self.section.project_id).by_position()
        context = {"section": self.section, "projects": projects}
        template = "tasks/section_project.swap.html" if self.wants_fragment else "tasks/section_project.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        project = project_chosen(self, request.POST.get("project", ""), field="project")
        if project is None:
            raise Invalid(_("Choose a project."), field="project")
        actions.transfer_section(self.section, by=self.actor, project=project)
        words = {"section": self.section.name, "project": project.name}
        return _closing(request, self.back_to_project(_("“%(section)s” moved to %(project)s.") % words))


def _closing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The dialog has been answered."""
    if request.headers.get("HX-Request"):
        trigger_client_event(response, "dialog:close", {})
    return response
