"""Whether new time on a project or a task is billable: chosen from a list, on the pages of both."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.billing.actions import set_billable
from workstate.billing.policies import can_set_billable
from workstate.core.errors import Invalid, require
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.acts import ActingView

SAID = {"": None, "yes": True, "no": False}


class BillableView(ActingView):
    """GET asks whether, POST says it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        template = "billing/billable.swap.html" if self.wants_fragment else "billing/billable.html"
        subject = self.subject()
        require(can_set_billable(self.actor, subject))
        return render(request, template, {"subject": subject, "name": str(subject)})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        subject, wanted = self.subject(), request.POST.get("billable", "")
        if wanted not in SAID:
            raise Invalid(_("Choose one of what is offered."), field="billable")
        set_billable(subject, SAID[wanted], by=self.actor)
        return self.done(_("Saved. Time that stands already stays as it is."))

    def subject(self) -> Project | Task:
        raise NotImplementedError


class ProjectBillableView(BillableView):
    def subject(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=self.kwargs["project"])


class TaskBillableView(BillableView):
    def subject(self) -> Task:
        tasks = Task.objects.visible_to(self.actor).kept().select_related("project")
        return get_object_or_404(tasks, number=self.kwargs["number"])
