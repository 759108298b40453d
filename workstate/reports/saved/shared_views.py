"""
What anybody sees who has a link: a report without an account, and the page on which mails are ended.

A link that never was, has expired, was revoked or whose maker has left is answered alike: there is nothing here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from workstate.accounts.linked import Gate, LinkedView, as_written_by, private
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import NotFound
from workstate.reports.actions.schedules import stop_mails
from workstate.reports.actions.shares import count_visit
from workstate.reports.exporters import respond
from workstate.reports.models import ReportRecipient, ReportShare
from workstate.reports.report import Report
from workstate.reports.saved.giving import giver, report_for_others
from workstate.reports.saved.letters import recipient_of
from workstate.reports.screen.showing import ShownReport
from workstate.reports.words import period_words

GATE = Gate("report", looks=60)
COOKIE = GATE.cookie
FILES = ("csv", "xlsx")


class SharedView(LinkedView):
    """A view of one link to a report."""

    gate = GATE
    asking = "reports/shared/password.html"
    share: ReportShare
    actor: Actor

    def find(self, token_hash: str) -> ReportShare | None:
        shares = ReportShare.objects.working(now()).select_related("report", "workspace", "created_by")
        share = shares.filter(token_hash=token_hash).first()
        actor = giver(share.created_by, share.workspace) if share else None
        if share is None or actor is None:
            return None
        self.share, self.actor = share, actor
        return share

    @property
    def here(self) -> str:
        return reverse("shared-report", args=[self.token])

    def report(self) -> Report:
        self.take_look()
        made = report_for_others(self.share.report, self.actor, with_rates=self.share.with_rates)
        if made is None:
            raise NotFound
        return made


class SharedReportView(SharedView):
    """GET shows the report, or asks for the password; POST gives the password."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not self.is_open:
            return self.ask()
        report = self.report()
        count_visit(self.share.pk)
        context = {
            "share": self.share,
            "report": report,
            "shown": ShownReport(report, is_linked=False),
            "days": period_words(report.description, report.reader.formats),
            "files": self._files,
            "workspace": self.actor.workspace,
            "maker": self.actor.user.name or self.actor.workspace.name,
            "zone": self.actor.user.time_zone,
        }
        return render(request, "reports/shared/report.html", context)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.take_password()

    @property
    def _files(self) -> list[tuple[str, str]]:
        if not self.share.with_files:
            return []
        return [(name.upper(), reverse("shared-file", args=[self.token, name])) for name in FILES]


class SharedFileView(SharedView):
    """The same numbers as a file, where the link gives files."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        if not self.share.with_files or kwargs["format"] not in FILES:
            raise NotFound
        if not self.is_open:
            return HttpResponseRedirect(reverse("shared-report", args=[self.token]))
        return respond(self.report(), kwargs["format"])


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class MailsView(View):
    """
    The end of a schedule's mails to one address: GET asks, POST ends them.

    Mail programs post by themselves (RFC 8058), without a cookie of ours: the signed address alone says whose mails end.
    """

    recipient: ReportRecipient

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        recipient = recipient_of(kwargs["stop_token"])
        if recipient is None:
            raise NotFound
        self.recipient = recipient

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        schedule = self.recipient.schedule
        with as_written_by(schedule.created_by):
            context = {
                "recipient": self.recipient,
                "schedule": schedule,
                "maker": schedule.created_by.name or schedule.workspace.name,
            }
            return private(render(request, "reports/shared/mails.html", context), referrer="same-origin")

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        stop_mails(self.recipient)
        self.recipient.refresh_from_db(fields=["stopped_at"])
        return self.get(request)
