"""Files of reports on the web: asked for, looked at while they are made, fetched, thrown away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from workstate.core.errors import Invalid, NotFound
from workstate.reports.description import Description, read_description
from workstate.reports.exporters.pdf import default_title
from workstate.reports.files.actions import discard_file, make_file
from workstate.reports.files.serving import handed_out
from workstate.reports.models import MadeFormat, ReportFile
from workstate.reports.reader import Reader
from workstate.reports.screen.pages import parameters_of
from workstate.reports.shapes import ReportKind
from workstate.workspaces.acts import ActingView, identifier

private = method_decorator(cache_control(private=True, no_store=True), name="dispatch")


@private
class FilesView(ActingView):
    """The files of a report: POST has one made, of what the address asks. GET is the question before it, on its own page."""

    def get(self, request: HttpRequest, *, kind: ReportKind, **kwargs: Any) -> HttpResponse:
        read_description(kind, parameters_of(request.GET), self.actor)
        return self._asked(kind)

    def post(self, request: HttpRequest, *, kind: ReportKind, **kwargs: Any) -> HttpResponse:
        fields = request.POST
        if fields.get("format", MadeFormat.PDF) != MadeFormat.PDF:
            raise Invalid(_("Choose PDF."), field="format")
        try:
            file = make_file(
                kind,
                parameters_of(request.GET),
                by=self.actor,
                title=fields.get("title", ""),
                note=fields.get("note", ""),
                # A box without a tick sends nothing: that it was there is said beside it.
                with_rates=bool(fields.get("with_rates")) or "asks_rates" not in fields,
                id=identifier(fields.get("file", ""), field="file"),
            )
        except Invalid as refusal:
            if request.htmx:  # type: ignore[attr-defined]
                raise
            return self._asked(kind, wrong=" ".join(refusal.messages))
        return self.go(self.url("reports:made", file.pk))

    def _asked(self, kind: ReportKind, *, wrong: str = "") -> HttpResponse:
        context = {
            "pdf_url": self.request.get_full_path(),
            "back": f"{self.url('reports:report', kind.value)}?{self.request.GET.urlencode()}",
            "default_title": default_title(kind),
            "asks_rates": Reader.of(self.actor).amounts,
            "title": self.request.POST.get("title", ""),
            "note": self.request.POST.get("note", ""),
            "wrong": wrong,
        }
        return render(self.request, "reports/files/asked.html", context, status=400 if wrong else 200)


class _OneFileActingView(ActingView):
    file: ReportFile

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        pk: UUID = kwargs["file"]
        found = ReportFile.objects.visible_to(self.actor).filter(pk=pk).first()
        if found is None:
            raise NotFound
        self.file = found


@private
class FileView(_OneFileActingView):
    """A file: GET shows how it stands, for htmx without the frame; DELETE throws it away."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        template = "reports/files/_made.html" if self.wants_fragment else "reports/files/made.html"
        context = {"file": self.file, "back": self._back(), "title": self.file.title or self._default_title()}
        return render(request, template, context)

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        discard_file(self.file, by=self.actor)
        said = _("Given up.") if self.file.is_open else _("Deleted.")
        return self.go(self._back(), said)

    def _back(self) -> str:
        """The report; without what means nothing any more, if something does."""
        kind = ReportKind(self.file.kind)
        try:
            description = read_description(kind, self.file.parameters, self.actor)
        except Invalid:
            description = Description.default(kind, self.actor)
        return description.url(self.actor.workspace.slug)

    def _default_title(self) -> str:
        return default_title(ReportKind(self.file.kind))


class ContentView(_OneFileActingView):
    """The bytes, to be saved."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return handed_out(self.file, request)
