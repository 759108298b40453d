"""The server: whether it is well, its jobs, mail, files and log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.throttles import TooMany
from workstate.administration import health, mail, queues, sizes
from workstate.administration.actions import server
from workstate.administration.log import server_log
from workstate.administration.views.base import OperatorView
from workstate.core.errors import Conflict
from workstate.notifications.mail.failing import failed_letters


class OverviewView(OperatorView):
    tab = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = health.findings()
        wrong = sum(finding.state != health.State.OK for finding in found)
        return self.page("overview", findings=found, wrong=wrong, versions=health.versions(), figures=sizes.figures())


class JobsView(OperatorView):
    """What runs by itself; POST has what failed at the relay tried again."""

    tab = "jobs"

    def get(self, request: HttpRequest) -> HttpResponse:
        scheduled, others = queues.scheduled_jobs()
        return self.page(
            "jobs",
            scheduled=scheduled,
            others=others,
            lag=queues.lag(),
            failing=queues.failing_events(),
            waiting=queues.waiting_jobs(),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        count = server.retry_events(by=self.by)
        said = ngettext("%(count)d event is tried again.", "%(count)d events are tried again.", count)
        return self.go("administration:jobs", said % {"count": count} if count else _("Nothing was to be tried again."))


class MailView(OperatorView):
    """How mail is sent; POST sends one to whoever asks, and shows what the mail server answered."""

    tab = "mail"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            server.TEST_MAILS.take(str(self.by.user.pk))
        except TooMany as refusal:
            return self._page(status=429, wrong=refusal.message)
        answer = mail.send_test(self.by.user.email)
        server.tell_of_test_mail(by=self.by, answer=answer.words, arrived=answer.accepted)
        return self._page(answer=answer)

    def _page(self, status: int = 200, **more: Any) -> HttpResponse:
        known = {"facts": mail.facts(), "configured": settings.EMAIL_CONFIGURED, "failed": failed_letters()}
        return self.page("mail", status=status, **known, **more)


class FailedMailsView(OperatorView):
    """Mails that were given up: POST has them sent again."""

    tab = "mail"

    def post(self, request: HttpRequest) -> HttpResponse:
        count = server.retry_mails(by=self.by)
        said = ngettext("%(count)d notification is sent again.", "%(count)d notifications are sent again.", count)
        return self.go("administration:mail", said % {"count": count} if count else _("Nothing was to be sent again."))


class StorageView(OperatorView):
    tab = "storage"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("storage", place=sizes.place(), kinds=sizes.by_kind(), workspaces=sizes.by_workspace())


class OrphansView(OperatorView):
    """Bytes that no row knows: GET counts them, which takes a while; POST removes them, as the nightly job does."""

    tab = "storage"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("orphans", orphans=sizes.orphans())

    def post(self, request: HttpRequest) -> HttpResponse:
        count = server.remove_orphans(by=self.by)
        said = ngettext("%(count)d file was removed.", "%(count)d files were removed.", count) % {"count": count}
        return self.go("administration:storage", said if count else _("There was nothing to remove."))


class LogView(OperatorView):
    """What happened to accounts and to the server, outside of any workspace."""

    tab = "log"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("before", "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 19):
            raise Conflict(_("This page cannot be read. Go back to the whole log."))
        lines, following = server_log(int(text) if text else None)
        fragment = bool(text) and bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
        return self.page("_log_lines" if fragment else "log", lines=lines, next=following)
