"""What the pages of rates share: who may come, the list as it was asked for, and what a rate is said to be of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.billing import lists
from workstate.billing.forms import BillingSettingsForm
from workstate.billing.holders import Holder
from workstate.billing.lists import Of
from workstate.billing.models import BillingSettings
from workstate.billing.policies import can_set_rates
from workstate.billing.queries import settings_of
from workstate.core.clock import today
from workstate.core.errors import require
from workstate.core.http import page_open
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.acts import ActingView, own_address
from workstate.workspaces.models import Membership

Row = TypeVar("Row", bound=Model)


class RatesActingView(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("rates:changed",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_set_rates(self.actor), _("Only administrators see rates. Ask one of them."))

    @cached_property
    def settings(self) -> BillingSettings:
        return settings_of(self.actor.workspace)

    @property
    def back(self) -> str:
        """The list of rates that is open, or that a plain form was sent from; else all rates."""
        rates = self.url("billing:rates")
        open_now = page_open(self.request)
        here = f"{open_now.path}?{open_now.query}" if self.wants_fragment else self.came_from
        here = own_address(self.request, self.request.build_absolute_uri(here)) if here.startswith(rates) else ""
        return here if here.partition("?")[0] == rates else rates

    def page(self, *, form: BillingSettingsForm | None = None, status: int = 200) -> HttpResponse:
        asked = self.request.GET
        context: dict[str, Any] = {"today": today(self.actor.zone), "here": self.request.get_full_path()}
        if named := self.named(asked, "project", "task"):
            context |= self._narrowed(named, asked.get("page", ""))
        else:
            context |= self._all(asked)
            context["form"] = form or BillingSettingsForm(settings=self.settings)
        template = "billing/_rates.html" if self.wants_fragment else "billing/rates.html"
        return render(self.request, template, context, status=status)

    def named(self, fields: Mapping[str, str], *names: str) -> Holder | None:
        """What the fields say that a rate is of, of what the actor sees; None where they say nothing. Raises Http404."""
        subjects = {name: fields.get(name, "") for name in names}
        if not any(subjects.values()):
            return None
        return Holder(
            project=self._project(subjects["project"]) if subjects.get("project") else None,
            task=self._task(subjects["task"]) if subjects.get("task") else None,
            user=self._user(subjects["user"]) if subjects.get("user") else None,
        )

    def _all(self, asked: Mapping[str, str]) -> dict[str, Any]:
        of = Of(asked.get("of", "")) if asked.get("of", "") in set(Of) else Of.PEOPLE
        search = asked.get("q", "")
        day = today(self.actor.zone)
        listing = lists.listing(of, self.actor, today=day, search=search, number=asked.get("page", ""))
        workspace = lists.workspace_holder(self.actor, day)
        return {"of": of, "lists": list(Of), "search": search, "listing": listing, "workspace_holder": workspace}

    def _narrowed(self, named: Holder, number: str) -> dict[str, Any]:
        day = today(self.actor.zone)
        if named.task:
            return {"only": lists.task_holder(named.task, self.actor, day)}
        assert named.project is not None
        tasks = lists.tasks_of(named.project, self.actor, today=day, number=number)
        return {"only": lists.project_holder(named.project, self.actor, day), "listing": tasks}

    def _project(self, text: str) -> Project:
        return _one(Project.objects.visible_to(self.actor), pk=_uuid(text))

    def _task(self, text: str) -> Task:
        """By its identifier, or by its number, which people choose from a list."""
        tasks = Task.objects.visible_to(self.actor).select_related("project")
        if text.isascii() and text.isdigit() and len(text) < 10:
            return _one(tasks, number=int(text))
        return _one(tasks, pk=_uuid(text))

    def _user(self, text: str) -> User:
        members = Membership.objects.visible_to(self.actor).filter(user=_uuid(text)).select_related("user")
        return _one(members).user


def _one(rows: QuerySet[Row], **which: Any) -> Row:
    found = rows.filter(**which).first()
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
