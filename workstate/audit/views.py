"""The audit log among the settings of a workspace."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from workstate.accounts.throttles import Throttle, TooMany
from workstate.audit.actions import tell_of_export
from workstate.audit.asking import Asked, events_of, read
from workstate.audit.files import FORMATS
from workstate.audit.kinds import KINDS
from workstate.audit.lines import lines_of
from workstate.audit.policies import can_read_log
from workstate.core.actor import Via
from workstate.core.clock import today
from workstate.core.errors import Invalid, NotAllowed, require
from workstate.reports.exporters.files import StreamedFile
from workstate.workspaces.models import Membership
from workstate.workspaces.views import WorkspaceView

PAGE = 50
EXPORTS = Throttle("audit export", amount=20, seconds=3600)


class _LogView(WorkspaceView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_read_log(self.actor), _("Only administrators read the log. Ask one of them."))


class LogView(_LogView):
    """The page; for htmx with `before` the lines that follow."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wrong = ""
        try:
            asked = read(request.GET.dict())
            before = _number(request.GET.get("before", ""))
        except Invalid as refusal:
            asked, before, wrong = Asked(), None, " ".join(refusal.messages)
        events = events_of(asked, self.actor)
        if before is not None:
            events = events.filter(pk__lt=before)
        found = list(events.select_related("user")[: PAGE + 1])
        context: dict[str, Any] = {
            "lines": lines_of(found[:PAGE], self.actor),
            "next": found[PAGE - 1].pk if len(found) > PAGE else None,
            "asked": asked,
            "wrong": wrong,
        }
        if before is not None and self.wants_fragment:
            return render(request, "audit/_lines.html", context)
        context |= {
            "people": Membership.objects.visible_to(self.actor).select_related("user").order_by("user__name", "pk"),
            "kinds": [(name, words) for name, (words, _nouns) in KINDS.items()],
            "means": Via.choices,
            "today": today(self.actor.zone),
        }
        return render(request, "audit/log.html", context, status=400 if wrong else 200)


class ExportView(_LogView):
    """POST sends what the page shows as a file: the act is itself written down."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        wanted = request.POST.get("format", "csv")
        if wanted not in FORMATS:
            raise Invalid(_("Choose CSV or JSON lines."), field="format")
        asked = read(request.POST.dict())
        try:
            EXPORTS.take(str(self.actor.user.pk))
        except TooMany as refusal:
            raise NotAllowed(refusal.message) from refusal
        events = events_of(asked, self.actor)
        tell_of_export(asked, by=self.actor, format=wanted)
        content_type, made = FORMATS[wanted]
        response = StreamedFile(made(events, self.actor), content_type=content_type)
        name = f"{self.actor.workspace.slug}-log-{today(self.actor.zone)}.{wanted}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Invalid(_("This page cannot be read. Go back to the whole log."), field="before")
    return int(text)
