"""The page of goals, what is done with one, and the ring in the header."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.accounts.formats import current_formats
from workstate.core.clock import now
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.focus.actions import goals as actions
from workstate.focus.goal_forms import GoalChangeForm, GoalForm, subjects
from workstate.focus.goal_progress import standing, states_of
from workstate.focus.goal_words import Card, card_of
from workstate.focus.models import Goal
from workstate.workspaces.acts import ActingView, chosen


class GoalsBase(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("goals:changed",)

    def cards(self) -> list[Card]:
        """The person's goals as they stand, without those put away."""
        at, formats = now(), current_formats()
        goals = list(self.rows().current().by_position())
        return [card_of(state.now, at, formats, state) for state in states_of(goals, self.actor, at)]

    def rows(self) -> Any:
        return Goal.objects.visible_to(self.actor).select_related("user", "client", "project", "label")

    def new_form(self) -> GoalForm:
        weekdays = sorted(self.actor.user.working_week.weekdays) or list(range(7))
        return GoalForm(actor=self.actor, initial={"id": new_id(), "weekdays": weekdays, "notifies": True})


class GoalsView(GoalsBase):
    """GET shows them, POST sets one."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.wants_fragment:
            return render(request, "focus/goals/_list.html", self._listed())
        return self._page(self.new_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = GoalForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self._refused(form)
        try:
            actions.create_goal(by=self.actor, **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self._refused(form)
        if not self.wants_fragment:
            return self.go(self.url("focus:goals"), _("The goal is set."))
        context = {**self._listed(), "form": self.new_form(), "subjects": subjects(self.actor)}
        response = render(request, "focus/goals/made.swap.html", context)
        response.headers["HX-Trigger"] = "goals:changed"
        return response

    def _listed(self) -> dict[str, Any]:
        archived = self.rows().kept().filter(archived_at__isnull=False).by_position()
        at, formats = now(), current_formats()
        return {
            "cards": self.cards(),
            "archived": [card_of(one, at, formats) for one in standing(list(archived), at)],
        }

    def _page(self, form: GoalForm, status: int = 200) -> HttpResponse:
        context = {**self._listed(), "form": form, "subjects": subjects(self.actor)}
        return render(self.request, "focus/goals/page.html", context, status=status)

    def _refused(self, form: GoalForm) -> HttpResponse:
        if not self.wants_fragment:
            return self._page(form, status=400)
        context = {"form": form, "subjects": subjects(self.actor)}
        return render(self.request, "focus/goals/_add.html", context, status=400)


class GoalView(GoalsBase):
    """One goal of the person's: GET opens it for editing, POST changes it, DELETE takes it away."""

    goal: Goal
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.rows()
        self.goal = get_object_or_404(rows if self.with_bin else rows.kept(), pk=kwargs["goal"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        [one] = standing([self.goal], now())
        return self._editor(GoalChangeForm.of(one, self.actor))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = GoalChangeForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self._editor(form, status=400)
        try:
            values = form.values
            if self.goal.is_weekly:
                values["weekdays"] = None
            actions.change_goal(self.goal, by=self.actor, **values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self._editor(form, status=400)
        return self.done(_("Saved."), then=self.url("focus:goals"))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.delete_goal(self.goal, by=self.actor)
        undo = self.url("focus:goal-restoration", self.goal.pk)
        return self.done(_("The goal is deleted."), undo=undo, then=self.url("focus:goals"))

    def _editor(self, form: GoalChangeForm, status: int = 200) -> HttpResponse:
        [one] = standing([self.goal], now())
        context = {"form": form, "card": card_of(one, now(), current_formats()), "goal": self.goal}
        template = "focus/goals/_editor.html" if self.wants_fragment else "focus/goals/editor.html"
        return render(self.request, template, context, status=status)


class GoalRestorationView(GoalView):
    """POST brings the goal back."""

    with_bin = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.restore_goal(self.goal, by=self.actor)
        return self.done(_("Restored."), then=self.url("focus:goals"))


class GoalArchivingView(GoalView):
    """POST puts the goal away, DELETE takes it up again."""

    http_method_names = ["post", "delete"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.archive_goal(self.goal, by=self.actor)
        undo = self.url("focus:goal-archiving", self.goal.pk)
        return self.done(_("The goal is put away."), undo=undo, method="DELETE", then=self.url("focus:goals"))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.unarchive_goal(self.goal, by=self.actor)
        return self.done(_("The goal counts again."), then=self.url("focus:goals"))


class GoalPlaceView(GoalView):
    """POST puts the goal between two others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        after, before = (self._named(request.POST.get(name, ""), name) for name in ("after", "before"))
        actions.move_goal(self.goal, by=self.actor, after=after, before=before if after is None else None)
        return self.done(then=self.url("focus:goals"))

    def _named(self, text: str, field: str) -> Goal | None:
        gone = _("That goal is no longer here. Reload the page and try again.")
        return chosen(Goal.objects.visible_to(self.actor).kept(), text, field=field, gone=gone)


class RingView(GoalsBase):
    """The ring of the first goal, which the header fetches again when time is written."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(request, "focus/goals/_ring.html")
