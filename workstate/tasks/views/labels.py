"""A label by itself: renamed, recoloured, deleted, brought back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.colours import COLOUR_NAMES
from workstate.core.errors import Invalid, require
from workstate.tasks import actions
from workstate.tasks.models import Label
from workstate.tasks.policies import can_change_label
from workstate.tasks.views.base import ListedView
from workstate.tasks.views.planning import errors_of


class LabelSettingsView(ListedView):
    """GET offers its name and colour, POST changes them, DELETE takes it off everything and away."""

    @property
    def label(self) -> Label:
        label = get_object_or_404(Label.objects.visible_to(self.actor), pk=self.kwargs["label"])
        require(can_change_label(self.actor, label))
        return label

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(self.label)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        label, post = self.label, request.POST
        try:
            actions.change_label(label, by=self.actor, name=post.get("name"), colour=post.get("colour"))
        except Invalid as refusal:
            return self.draw(label, errors=errors_of(refusal), status=400)
        return self.go(self.url("views:label", label.pk))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        label = self.label
        actions.delete_label(label, by=self.actor)
        undo = self.url("tasks:label-restoration", label.pk)
        return self.go(self.url("views:inbox"), _("The label “%s” is deleted.") % label.name, undo=undo)

    def draw(self, label: Label, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
        context = {
            "label": label,
            "name": self.request.POST.get("name", label.name),
            "colour": self.request.POST.get("colour", label.colour),
            "colours": COLOUR_NAMES,
            "errors": errors or {},
            "address": self.url("tasks:label-settings", label.pk),
            "list_url": self.url("views:label", label.pk),
        }
        template = "tasks/_label_settings.html" if self.wants_fragment else "tasks/label_settings.html"
        return render(self.request, template, context, status=status)


class LabelRestorationView(ListedView):
    """POST brings a deleted label back to what it was on."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        pk: UUID = self.kwargs["label"]
        label = actions.restore_label(pk, by=self.actor)
        response = self.done(_("The label “%s” is back.") % label.name)
        return trigger_client_event(response, "projects:changed", {}) if self.request.htmx else response
