"""A workspace's rules of time: how it is rounded, what an entry must say, which days are locked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.timetracking.actions import periods as period_actions
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.approving import can_change_rules, can_lock_periods, can_see_rules
from workstate.timetracking.models import LockedPeriod
from workstate.timetracking.rounding import Rounding
from workstate.timetracking.rule_forms import PeriodForm, RulesForm
from workstate.timetracking.rules import rules_of
from workstate.workspaces.acts import ActingView, toast


class RulesActingView(ActingView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_see_rules(self.actor), _("Guests do not see this page. Ask an administrator of the workspace."))

    def page(
        self, *, rules: RulesForm | None = None, period: PeriodForm | None = None, status: int = 200
    ) -> HttpResponse:
        stored = rules_of(self.actor.workspace)
        form = rules or RulesForm(rules=stored)
        context = {
            **self.periods(period),
            "form": form,
            "rules": stored,
            "rounding": Rounding.of(stored),
            "can_change": can_change_rules(self.actor),
        }
        return render(self.request, "timetracking/rules.html", context, status=status)

    def periods(self, form: PeriodForm | None = None) -> dict[str, Any]:
        periods = LockedPeriod.objects.visible_to(self.actor).select_related("locked_by")
        return {
            "periods": periods.order_by("-last", "-locked_at"),
            "period_form": form or PeriodForm(initial={"ref": new_id()}),
            "can_lock": can_lock_periods(self.actor),
        }


class RulesView(RulesActingView):
    """GET shows the rules, POST changes them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_change_rules(self.actor), _("Only administrators change the rules of time. Ask one of them."))
        form = RulesForm(request.POST, rules=rules_of(self.actor.workspace))
        if not form.is_valid():
            return self.page(rules=form, status=400)
        try:
            change_time_rules(by=self.actor, **form.cleaned_data)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.page(rules=form, status=400)
        return self.go(self.url("timetracking:rules"), _("Saved."))


class PeriodsView(RulesActingView):
    """The locked days: GET lists them, POST locks some."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:rules"))
        return render(request, "timetracking/_periods.html", self.periods())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_lock_periods(self.actor), _("Only administrators lock days. Ask one of them."))
        form = PeriodForm(request.POST)
        if not form.is_valid():
            return self._refused(form)
        try:
            period = period_actions.lock_period(by=self.actor, **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self._refused(form)
        undo = self.url("timetracking:period", period.pk)
        if not self.wants_fragment:
            return self.go(self.url("timetracking:rules"), _("Locked."), undo=undo, method="DELETE")
        response = render(request, "timetracking/_periods.html", self.periods())
        toast(response, _("Locked."), undo=undo, method="DELETE")
        return response

    def _refused(self, form: PeriodForm) -> HttpResponse:
        if not self.wants_fragment:
            return self.page(period=form, status=400)
        return render(self.request, "timetracking/_periods.html", self.periods(form), status=400)


class PeriodView(RulesActingView):
    """DELETE opens the days again."""

    changes = ("periods:changed",)

    def delete(self, request: HttpRequest, period: UUID, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(LockedPeriod.objects.visible_to(self.actor), pk=period)
        period_actions.unlock_period(found, by=self.actor)
        undo = self.url("timetracking:period-restoration", period)
        return self.done(_("Unlocked."), undo=undo, then=self.url("timetracking:rules"))


class PeriodRestorationView(RulesActingView):
    """POST locks the days again, as they were."""

    changes = ("periods:changed",)

    def post(self, request: HttpRequest, period: UUID, **kwargs: Any) -> HttpResponse:
        period_actions.relock_period(period, by=self.actor)
        return self.done(_("Locked again."), then=self.url("timetracking:rules"))
