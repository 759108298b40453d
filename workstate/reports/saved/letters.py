"""The mail of a report: made once for a delivery, addressed to each who gets it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.linked import as_written_by
from workstate.core.actor import Actor, Role
from workstate.core.clock import day_of, now
from workstate.core.errors import Invalid
from workstate.reports.exporters import FORMATS, content_of, file_name
from workstate.reports.exporters.pdf import LibrariesMissing, NotSet, make_pdf
from workstate.reports.models import FileFormat, ReportDelivery, ReportMail, ReportRecipient, ReportSchedule
from workstate.reports.report import Report
from workstate.reports.saved.giving import giver, report_for_others
from workstate.reports.saved.keeping import address_of
from workstate.reports.saved.rhythm_words import rhythm_words
from workstate.reports.screen.showing import ShownFigure, ShownReport
from workstate.reports.screen.values import Words, is_difference, precise_columns
from workstate.reports.table import Row
from workstate.reports.words import period_words
from workstate.workspaces.models import Membership

# Beyond these nobody reads a table in a mail, and many a mailbox refuses the files.
MOST_LINES = 60
MOST_BYTES = 10 * 1024 * 1024
# From here on a mail says that it is late.
LATE = timedelta(hours=1)

logger = logging.getLogger(__name__)

_signer = Signer(salt="workstate.reports.mails")


class NotSendable(Exception):
    """Nothing can be sent now or ever, for this reason in words for the maker."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as text: `level` 1 stands within the group above it."""

    name: str
    cells: list[str]
    level: int = 0
    is_group: bool = False


@dataclass
class Post:
    """Everything that is the same in all mails of a delivery."""

    delivery: ReportDelivery
    actor: Actor
    report: Report
    files: list[tuple[str, bytes, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def schedule(self) -> ReportSchedule:
        return self.delivery.schedule

    @property
    def subject(self) -> str:
        name = " ".join(self.schedule.report.name.split())
        said = f"{name} · {self.days}"
        return _("Test: %(subject)s") % {"subject": said} if self.delivery.is_test else said

    @property
    def days(self) -> str:
        return period_words(self.report.description, self.report.reader.formats)

    @property
    def late(self) -> str:
        """When it was due, if that is long ago."""
        if self.delivery.is_test or now() - self.delivery.due_at < LATE:
            return ""
        return self.report.reader.formats.exact(self.delivery.due_at)

    @property
    def rhythm(self) -> str:
        return rhythm_words(self.schedule, self.report.reader.formats)

    @property
    def figures(self) -> list[ShownFigure]:
        return ShownReport(self.report, is_linked=False).figures


def make_post(delivery: ReportDelivery) -> Post:
    """
    The report as its maker would see it now, of the days that were meant when it came due, with its files. Raises
    NotSendable.
    """
    schedule = delivery.schedule
    maker, saved = schedule.created_by, schedule.report
    actor = giver(maker, delivery.workspace)
    if actor is None:
        raise NotSendable(_("Whoever made the schedule no longer shares reports of this workspace."))
    if schedule.deleted_at or saved.deleted_at:
        raise NotSendable(_("It was deleted before it could be sent."))
    if schedule.paused_at and not delivery.is_test:
        raise NotSendable(_("It was paused before it could be sent."))
    on = day_of(delivery.due_at, actor.zone)

    def fresh() -> Report:
        # A long table is read but once.
        report = report_for_others(saved, actor, with_rates=schedule.with_rates, on=on)
        if report is None:
            raise NotSendable(_("The report cannot be made any more. Open it and see what has changed."))
        return report

    with as_written_by(maker):
        post = Post(delivery, actor, fresh())
        room = MOST_BYTES
        for name in schedule.formats:
            report = fresh()
            content = _content(report, name, schedule)
            if content is None or len(content) > room:
                post.missing.append(FileFormat(name).label)
                continue
            room -= len(content)
            kind = "application/pdf" if name == FileFormat.PDF else FORMATS[name].content_type.partition(";")[0]
            post.files.append((file_name(report, name), content, kind))
    return post


def write_letter(post: Post) -> Callable[[ReportMail], EmailMultiAlternatives | None]:
    """A function that addresses the post: it answers None for whoever gets none."""
    with as_written_by(post.actor.user):
        context = _context(post)

        def letter(mail: ReportMail) -> EmailMultiAlternatives | None:
            to = _address(mail, post)
            if to is None:
                return None
            with as_written_by(post.actor.user):
                return _message(post, mail, to, context)

        return letter


def stop_address(recipient: ReportRecipient) -> str:
    """Where one click ends the mails to this recipient; signed, so that nobody ends another's."""
    return f"{settings.SITE_URL}{reverse('shared-mails', args=[_signer.sign(recipient.pk.hex)])}"


def recipient_of(token: str) -> ReportRecipient | None:
    """Of such an address; None for any other, also where the schedule is gone."""
    try:
        pk = _signer.unsign(token)
    except BadSignature:
        return None
    found = ReportRecipient.objects.select_related("schedule__report", "schedule__created_by", "user")
    return found.filter(pk=pk).first()


def _content(report: Report, format: str, schedule: ReportSchedule) -> bytes | None:
    """The file; None for one that cannot be made of so much, or here: then the mail goes without it, and says so."""
    if format != FileFormat.PDF:
        return content_of(report, format)
    try:
        return make_pdf(report, title=schedule.report.name, note=schedule.note)
    except (Invalid, LibrariesMissing, NotSet) as refusal:
        logger.warning("A mail goes without its PDF: %s", refusal)
        return None


def _message(post: Post, mail: ReportMail, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    recipient = mail.recipient
    stop = stop_address(recipient) if recipient else ""
    context = {**context, "stop_url": stop, "open_url": _page_for(mail, post)}
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    reply_to = getattr(settings, "EMAIL_REPLY_TO", "")
    message = EmailMultiAlternatives(
        post.subject,
        render_to_string("reports/mail/report_mail.txt", context),
        to=[to],
        headers=headers,
        reply_to=[reply_to] if reply_to else None,
    )
    message.attach_alternative(render_to_string("reports/mail/report_mail.html", context), "text/html")
    for name, content, kind in post.files:
        message.attach(name, content, kind)
    return message


def _address(mail: ReportMail, post: Post) -> str | None:
    """To whom it goes, asked at the moment of sending."""
    recipient = mail.recipient
    if recipient is None:
        return post.actor.user.email
    if recipient.stopped_at is not None:
        return None
    if recipient.user is None:
        return recipient.email if post.actor.administers else None
    role = _role(recipient, post)
    if role is None or (role == Role.GUEST and not post.actor.administers):
        return None
    return recipient.user.email


def _role(recipient: ReportRecipient, post: Post) -> str | None:
    there = Membership.objects.filter(workspace=post.actor.workspace, user=recipient.user, user__is_active=True)
    return there.values_list("role", flat=True).first()


def _page_for(mail: ReportMail, post: Post) -> str:
    """The report's page, for who may open it; what they see there is theirs to see."""
    recipient, saved, slug = mail.recipient, post.schedule.report, post.actor.workspace.slug
    if recipient is None or recipient.user_id == saved.created_by_id:
        return f"{settings.SITE_URL}{address_of(saved, slug)}"
    if recipient.user_id and saved.is_shared and _role(recipient, post) not in {None, Role.GUEST}:
        return f"{settings.SITE_URL}{address_of(saved, slug)}"
    return ""


def _context(post: Post) -> dict[str, Any]:
    report = post.report
    words = Words.of(report.reader)
    table = report.table
    heads = table.columns[max(table.depth, 1) :]
    shown = list(islice(_rows(report), MOST_LINES + 1))
    is_cut = len(shown) > MOST_LINES
    totals = [table.total.values] if table.total else []
    # Of the rows that are shown: what is beyond them is said not to be there.
    precise = precise_columns(table.columns, [*(row.values for row, _level in shown[:MOST_LINES]), *totals])
    lines = [_line(row, level, report, words, precise) for row, level in shown[:MOST_LINES]]
    total = _cells(table.total, report, words, precise) if table.total else []
    return {
        "post": post,
        "report": report,
        "schedule": post.schedule,
        "maker": post.actor.user.name or post.actor.workspace.name,
        "workspace": post.actor.workspace,
        "names": " · ".join(column.title for column in table.columns[: max(table.depth, 1)]),
        "heads": heads,
        "lines": [(line, list(zip(heads, line.cells, strict=True))) for line in lines],
        "is_cut": is_cut,
        "total": list(zip(heads, total, strict=True)) if total else [],
        "site_url": settings.SITE_URL,
    }


def _rows(report: Report) -> Iterator[tuple[Row, int]]:
    """Each row with its level: 1 within a group."""
    for row in report.table.rows:
        yield row, 0
        for inner in row.rows:
            yield inner, 1


def _line(row: Row, level: int, report: Report, words: Words, precise: Collection[str]) -> Line:
    depth, cells = max(report.table.depth, 1), _cells(row, report, words, precise)
    if level:
        return Line(_name(row.values[1:depth], report, words, at=1), cells, level=level)
    naming = row.values[:1] if row.rows else row.values[:depth]
    return Line(_name(naming, report, words), cells, is_group=bool(row.rows))


def _name(values: list[Any], report: Report, words: Words, at: int = 0) -> str:
    columns = report.table.columns[at:]
    return " · ".join(words.text(value, column.kind) for value, column in zip(values, columns, strict=False))


def _cells(row: Row, report: Report, words: Words, precise: Collection[str]) -> list[str]:
    first = max(report.table.depth, 1)
    return [
        words.text(value, column.kind, signed=is_difference(column), to_the_second=column.key in precise)
        for value, column in zip(row.values[first:], report.table.columns[first:], strict=True)
    ]
