"""What one task says in one field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid, require
from workstate.customfields import actions
from workstate.customfields.facts import fact_of
from workstate.customfields.models import CustomField, Kind
from workstate.customfields.typed import read_typed
from workstate.tasks.actions.acts import lock_tasks
from workstate.tasks.policies import can_edit_task
from workstate.tasks.views.base import TaskView
from workstate.tasks.views.task import Conflict

LONGEST = 2000  # characters
_TEXTS = (Kind.TEXT, Kind.LINK)


class ValueView(TaskView):
    """GET is the field to be filled, as a row of the task's facts or on a page; POST sets what was typed, DELETE empties it."""

    field: CustomField

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.field = get_object_or_404(CustomField.objects.visible_to(self.actor).active(), pk=kwargs["field"])

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_edit_task(self.actor, self.task))
        return self.draw(is_new=True)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            value = read_typed(self.field, request.POST, by=self.actor)
            with transaction.atomic():
                if conflict := self.conflict():
                    asked = self.ask("tasks/_ask_conflict.html", {"conflict": conflict})
                    return trigger_client_event(asked, "tasks:changed", {})
                actions.set_value(self.task, self.field, value, by=self.actor)
        except Invalid as refusal:
            typed = request.POST.get("value", "")
            return self.draw(error=" ".join(refusal.messages), typed=typed, status=400)
        response = self.done(then=self.url("tasks:detail", self.task.number))
        if "settled" in request.POST and self.request.htmx:
            trigger_client_event(response, "dialog:close", {})
        return response

    def conflict(self) -> Conflict | None:
        """What somebody else has written in the field since the page was drawn, unless it is the same."""
        post = self.request.POST
        if self.field.kind not in _TEXTS or "value_was" not in post:
            return None
        lock_tasks([self.task], by=self.actor)  # Nobody writes in between.
        was, mine = (post.get(name, "").replace("\r\n", "\n").strip() for name in ("value_was", "value"))
        now = fact_of(self.task, self.field, self.actor).words
        if now.strip() in {was, mine}:
            return None
        url = self.url("customfields:value", self.task.number, self.field.pk)
        return Conflict("value", self.field.name, now or _("nothing"), mine, now, url, LONGEST)

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.set_value(self.task, self.field, None, by=self.actor)
        return self.done(then=self.url("tasks:detail", self.task.number))

    def draw(self, *, error: str = "", typed: str = "", is_new: bool = False, status: int = 200) -> HttpResponse:
        fact = fact_of(self.task, self.field, self.actor, error=error, typed=typed, is_new=is_new)
        if error and fact.value is None:
            # What was refused stays to be mended; the task itself does not show the field yet.
            fact = replace(fact, is_new=True)
        context = {"fact": fact, "task": self.task, "task_url": self.url("tasks:detail", self.task.number)}
        template = "customfields/_fact.html" if self.wants_fragment else "customfields/value.html"
        return render(self.request, template, context, status=status)
