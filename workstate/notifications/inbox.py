"""The centre: what a person was told, grouped by what it is about, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.clock import now
from workstate.notifications.models import Mute, Notification
from workstate.notifications.models.notification import NotificationQuerySet
from workstate.notifications.reading import Subject, Told, told, with_subjects
from workstate.notifications.sight import projects_seen_by
from workstate.workspaces.models import Membership

PAGE: Final = 30
MOST: Final = 600
"""Groups on one page at most; who has more does something about it first."""
SHOWN: Final = 4
"""Notifications of a group that are listed; of the others it says how many there are."""


class Tab(TextChoices):
    UNREAD = "unread", _("Unread")
    ALL = "all", _("All")
    SNOOZED = "snoozed", _("Snoozed")
    DONE = "done", _("Done")


@dataclass(frozen=True, slots=True)
class Group:
    """What is told about one subject, the newest first."""

    key: str
    lines: Sequence[Told]
    count: int
    unread: int

    @property
    def newest(self) -> Told:
        return self.lines[0]

    @property
    def subject(self) -> Subject:
        return self.newest.subject

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.lines))

    @property
    def dom_id(self) -> str:
        return f"told-{self.key.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Page:
    tab: Tab
    groups: Sequence[Group]
    most: int
    has_more: bool

    @property
    def next_most(self) -> int:
        return min(MOST, self.most + PAGE)


def of_tab(user: User, tab: Tab, at: datetime) -> NotificationQuerySet:
    """What stands under the tab, of what the person sees."""
    mine = Notification.objects.visible_to(user).shown()
    if tab == Tab.DONE:
        return mine.filter(done_at__isnull=False)
    if tab == Tab.SNOOZED:
        return mine.snoozed(at)
    return mine.waiting(at).unread() if tab == Tab.UNREAD else mine.waiting(at)


def unread_of(user: User) -> NotificationQuerySet:
    """What the bell counts."""
    return of_tab(user, Tab.UNREAD, now()).order_by()


def page_of(user: User, tab: Tab, *, formats: Formats, most: int = PAGE, subject: str = "") -> Page:
    """The groups, those with something unread first; with a `subject` that group alone. At most four queries."""
    rows = of_tab(user, tab, now())
    if subject:
        rows = rows.filter(subject=subject)
    found = list(_grouped(rows)[: most + 1])
    kept = found[:most]
    lines = _lines(rows.filter(subject__in=[one["subject"] for one in kept]), user, formats) if kept else {}
    groups = [
        Group(one["subject"], lines[one["subject"]], one["count"], one["fresh"])
        for one in kept
        if one["subject"] in lines
    ]
    return Page(tab, groups, most, len(found) > most and most < MOST)


def _grouped(rows: NotificationQuerySet) -> QuerySet[Any]:
    unread = Case(When(read_at=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    return (
        rows.order_by()
        .values("subject")
        .annotate(
            count=Count("pk"), fresh=Count("pk", filter=Q(read_at=None)), last=Max("surfaced_at"), is_fresh=Max(unread)
        )
        .order_by("-is_fresh", "-last", "-subject")
    )


def _lines(rows: NotificationQuerySet, user: User, formats: Formats) -> dict[str, list[Told]]:
    """By subject the newest of its notifications, those that are unread first."""
    place = Window(
        RowNumber(),
        partition_by=F("subject"),
        order_by=[F("read_at").desc(nulls_first=True), F("surfaced_at").desc(), F("pk").desc()],
    )
    newest = rows.annotate(place=place).filter(place__lte=SHOWN).order_by("subject", "place")
    lines: dict[str, list[Told]] = {}
    for one in told(with_subjects(newest), user, formats=formats):
        lines.setdefault(one.notification.subject, []).append(one)
    return {subject: sorted(some, key=_newest_first, reverse=True) for subject, some in lines.items()}


def _newest_first(one: Told) -> tuple[datetime, str]:
    return one.notification.surfaced_at, str(one.notification.pk)


def mutes_of(user: User) -> list[Mute]:
    """What the person muted and still sees, by name."""
    seen = Exists(projects_seen_by(user).filter(pk=OuterRef("project")))
    belongs = Exists(Membership.objects.filter(user=user, workspace=OuterRef("workspace"), workspace__deleted_at=None))
    rows = Mute.objects.of(user).filter(Q(project=None) | Q(seen), belongs)
    return list(rows.select_related("workspace", "project").order_by("workspace__name", "project__name", "pk"))
