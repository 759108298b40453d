"""The budgets of a project: how they stand, what is left day by day, and setting them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import current_formats
from workstate.billing.queries import settings_of
from workstate.budgets.actions import change_budget, delete_budget, restore_budget, set_budget
from workstate.budgets.burndown import burndown_of
from workstate.budgets.forms import BudgetForm, MoneyBudgetForm, TimeBudgetForm
from workstate.budgets.models import Budget, BudgetKind
from workstate.budgets.policies import can_see_budget, can_set_budget
from workstate.budgets.standing import Standing, budgets_of, standings
from workstate.budgets.sums import Ask, used_by_day
from workstate.budgets.words import Card
from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.core.errors import Invalid, require
from workstate.projects.models import Project
from workstate.projects.policies import can_change_project
from workstate.tasks.models import Task
from workstate.workspaces.acts import ActingView


class BudgetsView(ActingView):
    """GET shows the budgets of the project, in another month if one is named; POST sets one."""

    changes: ClassVar[tuple[str, ...]] = ("budgets:changed",)
    project: Project

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        projects = Project.objects.visible_to(self.actor).kept().select_related("client")
        self.project = get_object_or_404(projects, pk=kwargs["project"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.GET.get("new") in BudgetKind.values:
            return self.editor(self.form(request.GET["new"]), request.GET["new"])
        # Whoever may change the project finds here too what new time on it is.
        require(
            can_change_project(self.actor, self.project),
            _("Budgets are shown to those who may edit the project. Ask one of those who administer it."),
        )
        formats, month = current_formats(), self.month()
        found = standings(self.actor, budgets_of(self.actor, [self.project]), day=month or formats.today)
        kinds = {one.budget.kind for one in found}
        settable = [kind for kind in BudgetKind if can_set_budget(self.actor, self.project, kind)]
        context = {
            "project": self.project,
            "hidden": not can_see_budget(self.actor, self.project, BudgetKind.TIME),
            "shown": [(Card(one, formats), self.burndown(one)) for one in found],
            "missing": [kind for kind in settable if kind not in kinds],
            "settable": settable,
            "estimated": self.estimated() if BudgetKind.TIME in kinds else 0,
            "months": self.months(month or formats.today) if any(one.budget.is_monthly for one in found) else None,
            "here": request.get_full_path(),
        }
        return render(request, "budgets/_budgets.html" if self.wants_fragment else "budgets/page.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind = request.POST.get("kind", "")
        if kind not in BudgetKind.values:
            raise Invalid(_("Choose a budget of time or of money."), field="kind")
        form = self.form(kind, request.POST)
        if not form.is_valid():
            return self.editor(form, kind, status=400)
        try:
            set_budget(self.project, by=self.actor, kind=kind, id=form.cleaned_data["id"], **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.editor(form, kind, status=400)
        return self.go(self.page, _("The budget is set."))

    @property
    def page(self) -> str:
        return self.url("budgets:project", self.project.pk)

    def form(self, kind: str, data: Any = None, budget: Budget | None = None) -> BudgetForm:
        if kind == BudgetKind.TIME:
            return TimeBudgetForm(data, budget=budget)
        return MoneyBudgetForm(data, budget=budget, currency=settings_of(self.actor.workspace).currency)

    def editor(self, form: BudgetForm, kind: str, budget: Budget | None = None, status: int = 200) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own."""
        require(can_set_budget(self.actor, self.project, kind))
        context = {
            "form": form,
            "kind": kind,
            "budget": budget,
            "project": self.project,
            "address": self.url("budgets:budget", self.project.pk, budget.pk) if budget else self.page,
        }
        template = "budgets/form.swap.html" if self.wants_fragment else "budgets/form.html"
        return render(self.request, template, context, status=status)

    def burndown(self, standing: Standing) -> Any:
        by_day = used_by_day(self.actor.workspace, Ask(standing.budget, standing.span))
        return burndown_of(standing, by_day, current_formats())

    def estimated(self) -> int:
        """Seconds of estimates of what is open."""
        tasks = Task.objects.visible_to(self.actor).kept().open().filter(project=self.project).order_by()
        return int(tasks.aggregate(all=Sum("estimate", default=0))["all"])

    def month(self) -> date | None:
        text = self.request.GET.get("month", "")
        try:
            day = date.fromisoformat(f"{text}-01") if len(text) == 7 else None
        except ValueError:
            return None
        return day if day and FIRST_DAY <= day <= LAST_DAY else None

    def months(self, day: date) -> dict[str, str]:
        """The month before and, up to the present one, the one after."""
        first, today = day.replace(day=1), current_formats().today
        following = (first + timedelta(days=31)).replace(day=1)
        found = {"name": current_formats().month(first)}
        if first > FIRST_DAY:
            found["before"] = f"{first - timedelta(days=1):%Y-%m}"
        if following <= today:
            found["after"] = f"{following:%Y-%m}"
        return found


class BudgetView(BudgetsView):
    """One of them: GET opens it for editing, POST changes it, DELETE takes it away."""

    budget: Budget
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Budget.objects.visible_to(self.actor).filter(project=self.project)
        self.budget = get_object_or_404(rows if self.with_bin else rows.kept(), pk=kwargs["budget"])
        self.budget.project = self.project
        if not can_see_budget(self.actor, self.project, self.budget.kind):
            raise Http404

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.editor(self.form(self.budget.kind, budget=self.budget), self.budget.kind, self.budget)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(self.budget.kind, request.POST, self.budget)
        if not form.is_valid():
            return self.editor(form, self.budget.kind, self.budget, status=400)
        try:
            change_budget(self.budget, by=self.actor, **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.editor(form, self.budget.kind, self.budget, status=400)
        return self.go(self.page, _("Saved."))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        delete_budget(self.budget, by=self.actor)
        undo = self.url("budgets:restoration", self.project.pk, self.budget.pk)
        return self.done(_("The budget is deleted."), undo=undo, then=self.page)


class BudgetRestorationView(BudgetView):
    """POST brings a deleted budget back."""

    with_bin = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        restore_budget(self.budget, by=self.actor)
        return self.done(_("Restored."), then=self.page)
