"""As much of an interval as the header shows on every page; it comes along with what the frame asks anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import JSONField, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.clock import now
from workstate.focus.models import Interval, Kind, Outcome
from workstate.focus.series import OFFERED_FOR


@dataclass(frozen=True, slots=True)
class Glance:
    """A person's last interval."""

    pk: str
    kind: str
    round: int
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    outcome: str
    dismissed: bool
    place: str
    """The workspace, by slug."""
    number: int | None
    """Of the task."""
    title: str

    @classmethod
    def of(cls, interval: Interval) -> Glance:
        task = interval.task
        return cls(
            pk=str(interval.pk),
            kind=interval.kind,
            round=interval.round,
            started_at=interval.started_at,
            ends_at=interval.ends_at,
            ended_at=interval.ended_at,
            outcome=interval.outcome,
            dismissed=interval.dismissed_at is not None,
            place=interval.workspace.slug,
            number=task.number if task else None,
            title=task.title if task else "",
        )

    @classmethod
    def parsed(cls, row: dict[str, Any]) -> Glance:
        """From what glance_column() brought."""
        times = {name: _instant(row[name]) for name in ("started_at", "ends_at", "ended_at")}
        dismissed = row["dismissed_at"] is not None
        rest = {name: row[name] for name in ("pk", "kind", "round", "outcome", "place", "number")}
        return cls(**rest, **times, dismissed=dismissed, title=row["title"] or "")  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_focus(self) -> bool:
        return self.kind == Kind.FOCUS

    @property
    def offers(self) -> bool:
        """Whether what comes next waits for the person."""
        if self.ended_at is None or self.dismissed or self.outcome != Outcome.COMPLETED:
            return False
        return now() - self.ended_at <= OFFERED_FOR

    @property
    def shows(self) -> bool:
        return self.is_open or self.offers

    @property
    def offers_break(self) -> bool:
        return self.offers and self.is_focus

    @property
    def name(self) -> str:
        return _("Focus") if self.is_focus else _("Break")

    @property
    def planned(self) -> int:
        return int((self.ends_at - self.started_at).total_seconds())

    @property
    def left(self) -> int:
        """Seconds to its end."""
        return max(0, int((self.ends_at - now()).total_seconds()))

    @property
    def five_more(self) -> str:
        """Its end, five minutes later, as a form sends it."""
        return (self.ends_at + timedelta(minutes=5)).isoformat()


def glance_column(user: User) -> Subquery:
    """The person's last interval as JSON, as a column of whatever is asked."""
    rows = Interval.objects.of(user).newest_first()
    line = JSONObject(
        pk="pk",
        kind="kind",
        round="round",
        started_at="started_at",
        ends_at="ends_at",
        ended_at="ended_at",
        outcome="outcome",
        dismissed_at="dismissed_at",
        place="workspace__slug",
        number="task__number",
        title="task__title",
    )
    return Subquery(rows.values(line=line)[:1], output_field=JSONField())


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
