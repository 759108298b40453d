"""
What anybody sees who has a link: a report without an account, and the page on which mails are ended.

A link that never was, has expired, was revoked or whose maker has left is answered alike: there is nothing here.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from workstate.accounts.throttles import Lock, Throttle, TooMany, address_of
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import NotFound
from workstate.reports.actions.schedules import stop_mails
from workstate.reports.actions.shares import count_visit, hash_of
from workstate.reports.exporters import respond
from workstate.reports.models import ReportRecipient, ReportShare
from workstate.reports.report import Report
from workstate.reports.saved.giving import as_written_by, giver, report_for_others
from workstate.reports.saved.letters import recipient_of
from workstate.reports.screen.showing import ShownReport
from workstate.reports.words import period_words

# Guesses of one password, by anybody; and guesses from one place on the net, of any password.
OF_LINK = Lock("report link", free=20, delay=30, longest=900, memory=24 * 3600)
OF_ADDRESS = Lock("report link address", free=10, delay=60, longest=900, memory=6 * 3600)
# A report may be expensive, and whoever has a link needs no account.
LOOKS = Throttle("report link looks", amount=60, seconds=60)

COOKIE = ("__Secure-" if settings.SERVED_OVER_HTTPS else "") + "workstate_report"
# How long a password opens the page before it is asked again.
OPEN_FOR = 12 * 3600
FILES = ("csv", "xlsx")

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)

_signer = TimestampSigner(salt="workstate.reports.links")


@method_decorator(login_not_required, name="dispatch")
class SharedView(View):
    """A view of one link; raises NotFound alike for every link that opens nothing."""

    share: ReportShare
    actor: Actor
    token: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.token = kwargs["share_token"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shares = ReportShare.objects.working(now()).select_related("report", "workspace", "created_by")
        share = shares.filter(token_hash=hash_of(self.token)).first()
        actor = giver(share.created_by, share.workspace) if share else None
        if share is None or actor is None:
            raise NotFound
        self.share, self.actor = share, actor
        with as_written_by(share.created_by):
            try:
                response = super().dispatch(request, *args, **kwargs)
            except TooMany as refusal:
                response = self.ask(refusal.message, status=429)
                response["Retry-After"] = str(refusal.seconds)
        # Without its own address the form could not prove that it was sent from here.
        return _private(response, referrer="no-referrer" if self.is_open else "same-origin")

    @cached_property
    def is_open(self) -> bool:
        """Whether no password is asked, or this browser has given the present one."""
        if not self.share.password:
            return True
        try:
            said = _signer.unsign(self.request.COOKIES.get(COOKIE, ""), max_age=OPEN_FOR)
        except BadSignature:
            return False
        return constant_time_compare(said, self._proof)

    @property
    def _proof(self) -> str:
        """Of the link and its password: another password makes another proof."""
        return salted_hmac("workstate.reports.links", f"{self.share.token_hash} {self.share.password}").hexdigest()

    def report(self) -> Report:
        LOOKS.take(f"{self.share.pk} {address_of(self.request)}")
        made = report_for_others(self.share.report, self.actor, with_rates=self.share.with_rates)
        if made is None:
            raise NotFound
        return made

    def ask(self, said: str = "", *, status: int = 200) -> HttpResponse:
        """The form for the password, which says nothing of the report; without one, what is `said` alone."""
        context = {"said": said, "asks": not self.is_open}
        return render(self.request, "reports/shared/password.html", context, status=status)


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
        here = reverse("shared-report", args=[self.token])
        if not self.share.password:
            return HttpResponseRedirect(here)
        link, address = str(self.share.pk), address_of(request)
        # Counted before it is tried, in one order: a crowd at once is counted as a crowd.
        with transaction.atomic():
            OF_ADDRESS.take(address)
            OF_LINK.take(link)
        if not check_password(request.POST.get("password", "")[:1000], self.share.password):
            return self.ask(_("That is not the password. Ask whoever sent you the link."), status=403)
        OF_ADDRESS.give_back(address)
        OF_LINK.give_back(link)
        response = HttpResponseRedirect(here)
        response.set_cookie(
            COOKIE,
            _signer.sign(self._proof),
            max_age=OPEN_FOR,
            path=here,
            secure=settings.SERVED_OVER_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response

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
            return _private(render(request, "reports/shared/mails.html", context), referrer="same-origin")

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        stop_mails(self.recipient)
        self.recipient.refresh_from_db(fields=["stopped_at"])
        return self.get(request)


def _private(response: ResponseT, *, referrer: str) -> ResponseT:
    """Kept nowhere, found by no search, and told to nobody as the page one came from."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response
