"""The choices of a field, edited in a list of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid, require
from workstate.customfields import actions
from workstate.customfields.models import FieldChoice
from workstate.customfields.policies import can_manage_fields
from workstate.customfields.views.fields import FieldView, choice_context
from workstate.workspaces.acts import chosen, identifier


class ChoicesView(FieldView):
    """GET is the list, POST adds one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_manage_fields(self.actor))
        return self.draw()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        name = request.POST.get("name", "")
        try:
            chosen_id = identifier(request.POST.get("id", ""), field="id")
            actions.add_choices(self.field, [name], by=self.actor, id=chosen_id)
        except Invalid as refusal:
            return self.draw(error=" ".join(refusal.messages), typed=name, status=400)
        return self.answer()

    def answer(self) -> HttpResponse:
        """The list as it is now; the page behind it looks again too."""
        if not self.request.htmx:
            return self.done(then=self.url("customfields:field", self.field.pk))
        response = self.draw()
        for event in self.changes:
            trigger_client_event(response, event, {})
        return response

    def draw(
        self, *, error: str = "", typed: str = "", wrong: FieldChoice | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "field": self.field,
            "error": error,
            "typed": typed,
            "wrong": wrong,
            **choice_context(self, self.field),
        }
        template = "customfields/_choices.html" if self.wants_fragment else "customfields/choices.html"
        return render(self.request, template, context, status=status)


class ChoiceView(ChoicesView):
    """POST renames or recolours one of them."""

    http_method_names = ["post", "options"]
    choice: FieldChoice

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        choices = FieldChoice.objects.visible_to(self.actor).select_related("field")
        self.choice = get_object_or_404(choices, field=self.field, pk=kwargs["choice"])

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        changes = {name: request.POST[name] for name in ("name", "colour") if name in request.POST}
        try:
            actions.change_choice(self.choice, by=self.actor, **changes)
        except Invalid as refusal:
            return self.draw(error=" ".join(refusal.messages), wrong=self.choice, status=400)
        return self.answer()


class ChoiceArchiveView(ChoiceView):
    """POST offers the choice no more, DELETE offers it again."""

    http_method_names = ["post", "delete", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.archive_choice(self.choice, by=self.actor)
        return self.answer()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unarchive_choice(self.choice, by=self.actor)
        return self.answer()


class ChoicePlaceView(ChoiceView):
    """POST puts the choice behind another one, or first."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        choices = FieldChoice.objects.visible_to(self.actor).filter(field=self.field)
        gone = _("That choice is no longer here. Reload the page and try again.")
        after = chosen(choices, request.POST.get("after", ""), field="after", gone=gone)
        actions.move_choice(self.choice, by=self.actor, after=after)
        return self.answer()
