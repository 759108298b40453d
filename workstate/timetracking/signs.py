"""What every page knows of a person's clock and of what they are to be told, read in the one request that it makes anyway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from workstate.accounts.models import User
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.models.notices import NoticeKind
from workstate.workspaces.models import Membership

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ClockState:
    """A person's clock as a page was drawn with it. Before the first click it stands at version 0."""

    version: int = 0
    seen_at: datetime | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    idle_after: int | None = TimePreferences.IDLE_AFTER
    remind_after: int | None = None

    @classmethod
    def read(cls, signs: Mapping[str, Any]) -> Self:
        """From what `signs_of` asked for."""
        clock, wishes = signs["clock_state"] or {}, signs["clock_wishes"] or {}
        seen, asked, answered = (_instant(clock.get(name)) for name in ("seen_at", "asked_at", "answered_at"))
        return cls(clock.get("version", 0), seen, asked, answered, **wishes)

    @property
    def mark(self) -> str:
        """Another one after every change of the timer and every answer: what asks about an older one is settled."""
        return f"{self.version}-{int(self.answered_at.timestamp()) if self.answered_at else 0}"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as pages show it; `data` and `batch` are what its room gave."""

    pk: str
    kind: str
    created_at: str
    workspace: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    batch: str | None = None

    @property
    def templates(self) -> list[str]:
        return [f"timetracking/notices/{self.kind}.html", "timetracking/notices/other.html"]

    @property
    def label(self) -> str:
        return str(NoticeKind(self.kind).label)

    @property
    def ends_with_a_timer(self) -> bool:
        return self.kind == NoticeKind.NOT_TRACKING


def signs_of(user: User) -> dict[str, Any]:
    """Columns for a request about anything: the clock, what the person wishes of it, and the notices that are open."""
    clock = Clock.objects.filter(user=user).values(
        line=JSONObject(version="version", seen_at="seen_at", asked_at="asked_at", answered_at="answered_at")
    )
    wishes = TimePreferences.objects.filter(user=user).values(
        line=JSONObject(idle_after="idle_after", remind_after="remind_after")
    )
    notices = open_notices(user).values(
        line=JSONObject(
            pk="id", kind="kind", created_at="created_at", workspace="workspace__slug", data="data", batch="batch"
        )
    )
    return {
        "clock_state": Subquery(clock),
        "clock_wishes": Subquery(wishes),
        "notices": ArraySubquery(notices[:MOST_SHOWN]),
    }


def clock_of(user: User) -> ClockState:
    """The person's clock where no page is drawn."""
    row: Any = User.objects.filter(pk=user.pk).values(**signs_of(user)).get()
    return ClockState.read(row)


def open_notices(user: User) -> Any:
    """
    Those that the person has not put away, newest first, but for what concerns a workspace that they left.

    That nothing is tracked is said no longer once something is.
    """
    belongs = Membership.objects.filter(user=user, workspace=OuterRef("workspace"), workspace__deleted_at=None)
    runs = TimeEntry.objects.of(user).running()
    return (
        Notice.objects.of(user)
        .open()
        .filter(Q(workspace=None) | Exists(belongs))
        .exclude(Q(kind=NoticeKind.NOT_TRACKING) & Exists(runs))
        .order_by("-id")
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
