from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workstate.accounts.profile_forms import zone_options
from workstate.core.errors import Invalid, NotFound, require
from workstate.transfer.actions import change_import, discard_import, plan_import, prepare_import, start_import
from workstate.transfer.choices import Choices
from workstate.transfer.forms import ChoicesForm, UploadForm
from workstate.transfer.models import Import
from workstate.transfer.pages import ImportPage
from workstate.transfer.policies import can_import
from workstate.workspaces.views import WorkspaceView

READ_AT_ONCE = 1024 * 1024  # bytes, some 8,000 rows: read while the person waits, well under a second
EARLIER_SHOWN = 10


class StartView(WorkspaceView):
    """The door: GET shows the form and what was imported before, POST takes a file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_import(self.actor), _("Only members can import. Ask an administrator to make you one."))
        return self._page(UploadForm(initial={"zone": self.actor.user.time_zone}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_import(self.actor), _("Only members can import. Ask an administrator to make you one."))
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=400)
        file = form.cleaned_data["file"]
        try:
            incoming = prepare_import(
                file.chunks(),
                by=self.actor,
                file_name=file.name,
                source=form.cleaned_data["source"],
                choices=Choices(zone=form.cleaned_data["zone"]),
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self._page(form, status=400)
        _read_if_short(incoming, self)
        return redirect(self.url("transfer:import", incoming.pk))

    def _page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        earlier = Import.objects.visible_to(self.actor).filter(discarded_at=None).newest_first().defer("plan", "report")
        context = {
            "form": form,
            "zones": zone_options(),
            "earlier": [ImportPage(incoming) for incoming in earlier[:EARLIER_SHOWN]],
        }
        return render(self.request, "transfer/start.html", context, status=status)


class _OneImportView(WorkspaceView):
    incoming: Import

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        pk: UUID = kwargs["incoming"]
        found = Import.objects.visible_to(self.actor).filter(pk=pk).first()
        if found is None:
            raise NotFound
        self.incoming = found

    def show(self, page: ImportPage, *, status: int = 200) -> HttpResponse:
        template = "transfer/_import.html" if self.wants_fragment else "transfer/import.html"
        context = {"page": page, "zones": zone_options() if page.stage in {"preview", "failed"} else []}
        response = render(self.request, template, context, status=status)
        if self.wants_fragment and page.stage == "done":
            # Projects and labels have come into the frame around the page as well.
            response["HX-Refresh"] = "true"
        return response


class ImportView(_OneImportView):
    """An import: GET shows how it stands, POST changes what was chosen about it, DELETE gives it up."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(ImportPage(self.incoming))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = ImportPage(self.incoming)
        page.form = ChoicesForm(request.POST, incoming=self.incoming, plan=page.plan)
        if not page.form.is_valid():
            return self.show(page, status=400)
        choices = page.form.chosen(Choices.from_json(self.incoming.options))
        try:
            changed = change_import(
                self.incoming, by=self.actor, source=page.form.cleaned_data["source"], choices=choices
            )
        except Invalid as refusal:
            page.form.refuse(refusal)
            return self.show(page, status=400)
        if changed.is_reading:
            _read_if_short(changed, self)
        return redirect(self.url("transfer:import", self.incoming.pk))

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        discard_import(self.incoming, by=self.actor)
        messages.success(request, _("Discarded. Nothing was imported."))
        return redirect(self.url("transfer:start"))


class RunView(_OneImportView):
    """The bringing in: POST begins it."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            start_import(self.incoming, by=self.actor, good_rows_only=bool(request.POST.get("good_rows_only")))
        except Invalid as refusal:
            return self.show(ImportPage(self.incoming, refusal=" ".join(refusal.messages)), status=400)
        return redirect(self.url("transfer:import", self.incoming.pk))


def _read_if_short(incoming: Import, view: WorkspaceView) -> None:
    if incoming.size <= READ_AT_ONCE:
        plan_import(incoming, by=view.actor)
