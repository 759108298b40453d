from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.billing.actions import change_billing_settings, change_rate, delete_rate, restore_rate, set_rate
from workstate.billing.amounts import amount_text
from workstate.billing.forms import BillingSettingsForm, RateChangeForm, RateForm
from workstate.billing.holders import Histories, Holder, Line
from workstate.billing.models import Rate, RateKind
from workstate.billing.views.base import RatesActingView
from workstate.core.clock import today
from workstate.core.errors import Invalid
from workstate.workspaces.acts import toast
from workstate.workspaces.models import Membership

# More people than anybody looks through; the list of people finds the others.
MOST_OFFERED = 500


class RatesView(RatesActingView):
    """The rates: GET lists them, of one project or task if it is named; POST sets one."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RateForm(request.POST, currency=self.settings.currency)
        if not form.is_valid():
            return self.editor(form, 400)
        fields = {name: str(form.cleaned_data[name] or "") for name in ("project", "task", "user")}
        if (missing := form.cleaned_data["pick"]) and not fields[missing]:
            form.add_error(missing, _("Choose a person.") if missing == "user" else _("Choose a task."))
            return self.editor(form, 400)
        around = self.named({name: text for name, text in fields.items() if name != missing}, *fields) or Holder()
        if missing == "task":
            fields["project"] = ""
        named = self.named(fields, "project", "task", "user") or Holder()
        kind = form.cleaned_data["kind"] or RateKind.BILLABLE
        subjects: dict[str, Any] = {"project": named.project, "task": named.task, "user": named.user}
        try:
            rate = set_rate(by=self.actor, kind=kind, id=form.cleaned_data["ref"], **subjects, **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.editor(form, 400)
        said = _("Set: %(amount)s an hour.") % {"amount": amount_text(rate.amount, rate.currency)}
        undo = self.url("billing:rate", rate.pk)
        if not self.wants_fragment:
            return self.go(self.back, said, undo=undo, method="DELETE")
        # The link that opened the form is back where it was, with the focus; then the list is fetched again.
        context = {
            "holder": around,
            "kind": "" if missing else kind,
            "pick": missing,
            "has_lines": True,
            "is_done": True,
        }
        response = render(request, "billing/_add.html", context)
        trigger_client_event(response, "rates:changed", {"target": "body"})
        toast(response, said, undo=undo, method="DELETE")
        return response

    def editor(self, form: RateForm, status: int = 200) -> HttpResponse:
        fields = {name: str(form[name].value() or "") for name in ("project", "task", "user")}
        pick = form["pick"].value() or ""
        # What is being chosen is the form's to say, not yet the holder's.
        named = self.named({name: text for name, text in fields.items() if name != pick}, "project", "task", "user")
        holder = named or Holder()
        # There may be several forms on a page: each field has a name of its own.
        form.auto_id = f"{holder.ref}-{pick or form['kind'].value()}-%s"
        context = {
            "form": form,
            "holder": holder,
            "pick": pick,
            "kind": form["kind"].value(),
            "options": self._options(pick, fields.get(pick, "")),
            "back": self.back,
        }
        template = "billing/_new.html" if self.wants_fragment else "billing/new.html"
        return render(self.request, template, context, status=status)

    def _options(self, pick: str, picked: str) -> list[dict[str, object]]:
        """People to choose from; of tasks the one that was chosen, since there are too many to send along."""
        if pick == "user":
            members = Membership.objects.visible_to(self.actor).select_related("user")
            people = members.order_by(Lower("user__name"), "pk")[:MOST_OFFERED]
            return [{"value": one.user.pk, "text": str(one.user)} for one in people]
        task = self.named({"task": picked}, "task") if pick == "task" else None
        return [{"value": picked, "text": task.name}] if task else []


class NewRateView(RatesView):
    """The form for another rate of what the address names; `pick` says that a person or a task is still to be chosen."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        known = {name: request.GET.get(name, "") for name in ("project", "task", "user", "kind", "pick")}
        if known["kind"] not in RateKind.values:
            known["kind"] = RateKind.BILLABLE
        if known["pick"] not in {"user", "task"} or not known["project"]:
            known["pick"] = ""
        return self.editor(RateForm(currency=self.settings.currency, initial=known))


class RateView(RatesActingView):
    """One rate: GET opens it for editing, POST changes it, DELETE takes it away."""

    rate: Rate

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rates = Rate.objects.visible_to(self.actor).select_related("project", "task", "user")
        self.rate = get_object_or_404(rates, pk=kwargs["rate"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.editor(RateChangeForm.of(self.rate))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RateChangeForm(request.POST, currency=self.rate.currency)
        if not form.is_valid():
            return self.editor(form, 400)
        try:
            change_rate(self.rate, by=self.actor, **form.values)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.editor(form, 400)
        if not self.wants_fragment:
            return self.go(self.back, _("Saved."))
        holder, line = self.line()
        response = render(request, "billing/_line.html", {"line": line, "holder": holder, "is_done": True})
        trigger_client_event(response, "rates:changed", {"target": "body"})
        toast(response, _("Saved."))
        return response

    def line(self) -> tuple[Holder, Line | None]:
        """The rate as it stands among those of its scope."""
        rate = Rate.objects.select_related("project", "task", "user").get(pk=self.rate.pk)
        same = Rate.objects.visible_to(self.actor).filter(project=rate.project, task=rate.task, user=rate.user)
        holder = Holder(project=rate.project, task=rate.task, user=rate.user)
        lines = [line for history in Histories(same, today(self.actor.zone)).of(holder) for line in history.lines]
        return holder, next((line for line in lines if line.rate.pk == rate.pk), None)

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        delete_rate(self.rate, by=self.actor)
        said, undo = _("The rate is deleted."), self.url("billing:rate-restoration", self.rate.pk)
        if not self.wants_fragment or "#slot-" not in (self.request.htmx.target or ""):
            return self.done(said, undo=undo, then=self.back)
        # Where the rate stood there will be nothing: the way to another, beneath it, takes the focus.
        rate = self.rate
        same = Rate.objects.visible_to(self.actor).filter(project=rate.project, task=rate.task, user=rate.user)
        context = {
            "holder": Holder(project=rate.project, task=rate.task, user=rate.user),
            "kind": rate.kind,
            "pick": "",
            "has_lines": same.filter(kind=rate.kind).exists(),
            "is_done": True,
        }
        response = render(request, "billing/_add.html", context)
        trigger_client_event(response, "rates:changed", {"target": "body"})
        toast(response, said, undo=undo)
        return response

    def editor(self, form: RateChangeForm, status: int = 200) -> HttpResponse:
        rate = self.rate
        holder = Holder(project=rate.project, task=rate.task, user=rate.user)
        form.auto_id = f"{rate.pk.hex}-%s"
        context = {"form": form, "rate": rate, "holder": holder, "kind": rate.kind, "back": self.back}
        template = "billing/_change.html" if self.wants_fragment else "billing/change.html"
        return render(self.request, template, context, status=status)


class RateRestorationView(RatesActingView):
    """POST brings a deleted rate back, as it was."""

    def post(self, request: HttpRequest, rate: UUID, **kwargs: Any) -> HttpResponse:
        restore_rate(rate, by=self.actor)
        return self.done(_("Restored."), then=self.back)


class BillingSettingsView(RatesActingView):
    """The currency, and who sees amounts: POST changes them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.url("billing:rates"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = BillingSettingsForm(request.POST, settings=self.settings)
        if not form.is_valid():
            return self.page(form=form, status=400)
        try:
            change_billing_settings(by=self.actor, **form.cleaned_data)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.page(form=form, status=400)
        return self.go(self.url("billing:rates"), _("Saved."))
