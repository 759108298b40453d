"""What the views of this room share: what was sent, and one answer to every change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.core.errors import Invalid
from workstate.core.http import page_open
from workstate.focus.actions import look
from workstate.focus.models import Interval
from workstate.tasks.models import Task
from workstate.timetracking.views.base import TimeView
from workstate.workspaces.acts import identifier, toast


class FocusView(TimeView):
    """A resource of the focus room."""

    @property
    def meant(self) -> UUID | None:
        """The interval that the button was about."""
        return identifier(self.fields.get("interval", ""), field="interval")

    def moment(self, name: str) -> datetime:
        try:
            return datetime.fromisoformat(self.fields.get(name, ""))
        except ValueError:
            raise Invalid(_("Give an instant, such as 2026-11-23T09:30:00Z."), field=name) from None

    def answer(self, *, tasks: Iterable[Task | None] = (), message: str = "") -> HttpResponse:
        """The interval as it stands now, with the timer and the buttons of the tasks concerned; without htmx back to the page."""
        if not self.wants_fragment:
            return self.go(self.came_from or self.url("focus:mode"), message)
        context = {
            "state": look(self.actor.user),
            "tasks": {task.pk: task for task in tasks if task is not None}.values(),
            "in_mode": self.in_mode,
        }
        response = render(self.request, "focus/changed.swap.html", context)
        trigger_client_event(response, "tasks:changed", {"target": "body"})
        trigger_client_event(response, "focus:changed", {"target": "body"})
        toast(response, message)
        return response

    @property
    def in_mode(self) -> bool:
        """Whether the page that asks is focus mode, which has no header."""
        path = page_open(self.request).path
        return path.endswith("/focus/") and not path.startswith("/settings/")


def task_of(interval: Interval | None) -> Task | None:
    return interval.task if interval else None


Context = dict[str, Any]
