"""Saved reports: the list of them, the form, and what is done with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.reports.actions import saved as actions
from workstate.reports.models import SavedReport
from workstate.reports.models.saved import SavedReportQuerySet
from workstate.reports.policies import can_change_report, can_share_in_workspace
from workstate.reports.saved.forms import SavedReportForm
from workstate.reports.saved.keeping import SAVED, address_of, name_on_page
from workstate.reports.saved.rows import let_out_by_others, shown_rows, with_links
from workstate.reports.screen.pages import parameters_of
from workstate.reports.shapes import ReportKind
from workstate.workspaces.acts import ActingView


class SavedReportsView(ActingView):
    changes: ClassVar[tuple[str, ...]] = ("saved:changed",)

    def draw_form(self, form: SavedReportForm, saved: SavedReport | None = None, *, status: int = 200) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own."""
        context = {
            "form": form,
            "saved": saved,
            "can_share": can_share_in_workspace(self.actor),
            "address": self.url("reports:saved-report", saved.pk) if saved else self.url("reports:saved"),
            "cancel": self.url("reports:saved"),
        }
        template = "reports/saved/form.swap.html" if self.wants_fragment else "reports/saved/form.html"
        return render(self.request, template, context, status=status)

    def asked(self, form: SavedReportForm) -> dict[str, Any]:
        """Kind and parameters that the form came with; nothing if it came with none."""
        kind = form.cleaned_data["kind"]
        if not kind:
            return {}
        return {"kind": ReportKind(kind), "parameters": question(QueryDict(form.cleaned_data["query"]))}


class SavedListView(SavedReportsView):
    """GET shows them, POST saves one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        found = with_links(SavedReport.objects.visible_to(self.actor).kept(), self.actor).select_related("created_by")
        found = found.by_name()
        context = {
            "rows": shown_rows(list(found[:500]), self.actor),
            "others": let_out_by_others(self.actor),
            "list_url": request.get_full_path(),
        }
        template = "reports/saved/_list.html" if self.wants_fragment else "reports/saved/list.html"
        return render(request, template, context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = SavedReportForm(request.POST)
        if not form.is_valid():
            return self.draw_form(form, status=400)
        data = form.cleaned_data
        asked = self.asked(form) or {"kind": ReportKind.SUMMARY, "parameters": {}}
        try:
            saved = actions.save_report(
                data["name"], by=self.actor, is_shared=data["is_shared"], id=data["id"], **asked
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, status=400)
        return self.go(name_on_page(saved, self.actor.workspace.slug), _("Saved as “%s”.") % saved.name)


class NewSavedView(SavedReportsView):
    """The empty form; the address says which report of what."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        kind = request.GET.get("kind", "")
        initial = {
            "id": new_id(),
            "kind": kind if kind in ReportKind.values else ReportKind.SUMMARY,
            "query": urlencode(question(request.GET)),
            "name": request.GET.get("name", "")[:120],
        }
        return self.draw_form(SavedReportForm(initial=initial))


class SavedReportView(SavedReportsView):
    """A saved report that the actor sees. GET leads to its page, POST changes it, DELETE takes it away."""

    saved: SavedReport
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reports = self.reports().select_related("created_by")
        self.saved = get_object_or_404(reports if self.with_bin else reports.kept(), pk=kwargs["saved"])

    def reports(self) -> SavedReportQuerySet:
        return SavedReport.objects.visible_to(self.actor)

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return redirect(address_of(self.saved, self.actor.workspace.slug))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = SavedReportForm(request.POST)
        is_question_alone = "name" not in request.POST
        if is_question_alone:
            # "Update": what the page shows becomes what is saved.
            form = SavedReportForm({**request.POST.dict(), "name": self.saved.name})
        if not form.is_valid():
            return self.draw_form(form, self.saved, status=400)
        data = form.cleaned_data
        named = {} if is_question_alone else {"name": data["name"], "is_shared": data["is_shared"]}
        try:
            saved = actions.change_report(self.saved, by=self.actor, **named, **self.asked(form))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, self.saved, status=400)
        if is_question_alone:
            return self.go(
                name_on_page(saved, self.actor.workspace.slug), _("“%s” is saved as it is now.") % saved.name
            )
        return self.go(self.came_from or self.url("reports:saved"), _("Saved."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_report(self.saved, by=self.actor)
        said = _("The report “%s” is deleted. Its links and mails stop.") % self.saved.name
        undo = self.url("reports:saved-restoration", self.saved.pk)
        if request.GET.get("from") == "page":
            return self.go(self.url("reports:saved"), said, undo=undo)
        return self.done(said, undo=undo, then=self.url("reports:saved"))


class SavedSettingsView(SavedReportView):
    """The form of name and audience."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_change_report(self.actor, self.saved))
        initial = {"name": self.saved.name, "is_shared": self.saved.is_shared}
        return self.draw_form(SavedReportForm(initial=initial), self.saved)


class SavedRestorationView(SavedReportView):
    """POST brings it back."""

    http_method_names = ["post", "options"]
    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_report(self.saved, by=self.actor)
        return self.done(_("Restored."), then=self.url("reports:saved"))


def question(query: QueryDict) -> Mapping[str, str]:
    """What an address asks, without what else it says."""
    return {
        name: value
        for name, value in parameters_of(query).items()
        if name not in {"kind", "name", "rows", SAVED} and value != ""
    } | {name: "" for name in ("then",) if query.get(name) == ""}
