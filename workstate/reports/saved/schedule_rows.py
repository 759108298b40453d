"""Links and schedules as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.reports.models import ReportDelivery, ReportRecipient, ReportSchedule, ReportShare
from workstate.reports.policies import can_change_schedule, can_change_share, can_revoke_share, can_stop_schedule
from workstate.reports.saved.rhythm_words import rhythm_words


@dataclass(frozen=True, slots=True)
class ShareRow:
    share: ReportShare
    state: str
    works: bool
    can_change: bool
    can_revoke: bool
    views: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class RecipientLine:
    name: str
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    schedule: ReportSchedule
    rhythm: str
    next_at: str
    zone: str
    recipients: list[RecipientLine]
    formats: str
    last: ReportDelivery | None
    mails: int
    missed: int
    can_change: bool
    can_stop: bool

    @property
    def is_given_up(self) -> bool:
        """Whether something of the latest time was not sent, and is not tried any more."""
        return bool(self.last and self.last.failure and self.last.finished_at)


def share_rows(shares: Iterable[ReportShare], actor: Actor) -> list[ShareRow]:
    at, formats = now(), Formats.of(actor.user)
    rows = []
    for share in shares:
        works = share.works(at)
        if share.revoked_at:
            state = _("Revoked %(when)s") % {"when": formats.moment(share.revoked_at)}
        elif share.expires_at is None:
            state = _("Opens until it is revoked")
        elif works:
            state = _("Opens until %(when)s") % {"when": formats.moment(share.expires_at)}
        else:
            state = _("Expired %(when)s") % {"when": formats.moment(share.expires_at)}
        rows.append(
            ShareRow(
                share,
                state,
                works,
                can_change_share(actor, share),
                can_revoke_share(actor, share),
                share.visits.count,
                share.visits.last_at,
            )
        )
    return rows


def schedule_rows(schedules: QuerySet[ReportSchedule], actor: Actor) -> list[ScheduleRow]:
    found = list(schedules.prefetch_related("recipients__user"))
    newest = ReportDelivery.objects.filter(schedule__in=found, is_test=False).order_by("schedule", "-due_at")
    last = {one.schedule_id: one for one in newest.distinct("schedule").prefetch_related("mails")}
    reader = Formats.of(actor.user)
    rows = []
    for schedule in found:
        # The time is on the wall clock of whoever made it; whoever looks reads the moment on their own.
        maker = Formats.of(schedule.created_by)
        people = sorted(
            (
                RecipientLine(str(one.user) if one.user else one.email, one.stopped_at is not None)
                for one in schedule.recipients.all()
            ),
            key=lambda line: line.name.casefold(),
        )
        latest = last.get(schedule.pk)
        mails = list(latest.mails.all()) if latest else []
        rows.append(
            ScheduleRow(
                schedule,
                rhythm_words(schedule, maker),
                reader.exact(schedule.next_at) if schedule.next_at else "",
                schedule.created_by.time_zone if schedule.created_by_id != actor.user.pk else "",
                people,
                ", ".join(schedule.formats).upper(),
                latest,
                len(mails),
                sum(mail.sent_at is None for mail in mails),
                can_change_schedule(actor, schedule),
                can_stop_schedule(actor, schedule),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class OwnMail:
    recipient: ReportRecipient
    name: str
    maker: str
    rhythm: str
    is_on: bool


def own_mails(actor: Actor) -> list[OwnMail]:
    """By what schedules mails come to the person, or would if they had not ended them."""
    mine = ReportRecipient.objects.filter(workspace=actor.workspace, user=actor.user)
    going = mine.filter(schedule__deleted_at=None, schedule__paused_at=None, schedule__report__deleted_at=None)
    found = going.select_related("schedule__report", "schedule__created_by").order_by("id")[:200]
    return [
        OwnMail(
            one,
            one.schedule.report.name,
            str(one.schedule.created_by),
            rhythm_words(one.schedule, Formats.of(one.schedule.created_by)),
            one.stopped_at is None,
        )
        for one in found
    ]
