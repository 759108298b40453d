"""What the views of this room share: what is looked up, and how a form is drawn."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from workstate.blueprints.forms import BlueprintForm
from workstate.blueprints.models import Template
from workstate.projects.models import Project
from workstate.workspaces.acts import ActingView


class BlueprintView(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("templates:changed",)

    def draw_form(
        self, form: BlueprintForm, *, title: str, button: str, cancel: str, note: str = "", status: int = 200
    ) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own. It is sent to the address that it came from."""
        context = {
            "form": form,
            "title": title,
            "button": button,
            "cancel": cancel,
            "note": note,
            "address": self.request.path,
        }
        template = "blueprints/form.swap.html" if self.wants_fragment else "blueprints/form.html"
        return render(self.request, template, context, status=status)


class OfProjectView(BlueprintView):
    """A view of one project among those that the actor sees."""

    changes: ClassVar[tuple[str, ...]] = ("projects:changed", "tasks:changed")
    project: Project

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.project = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=kwargs["project"])


class OfTemplateView(BlueprintView):
    """A view of one template among those that the actor sees; deleted ones only to restore them."""

    template: Template
    with_deleted = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        templates = Template.objects.visible_to(self.actor)
        self.template = get_object_or_404(templates if self.with_deleted else templates.kept(), pk=kwargs["template"])
