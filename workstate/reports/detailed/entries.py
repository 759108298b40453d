"""The detailed report on the page: rows under their days, some at a time, of which one's own are edited where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.reports.description import Description
from workstate.reports.detailed.lines import Line
from workstate.reports.kinds.detailed import MOST_A_PAGE, PAGE, DayLines, Page, by_day, page, shows_people
from workstate.reports.reader import Reader
from workstate.reports.screen.values import Words
from workstate.reports.table import Kind


@dataclass(frozen=True)
class ShownLine:
    """A row of the page. `entry_id` is the row's own on the page: a part of a night that is not its first has none to edit."""

    line: Line
    words: Words
    slug: str
    is_rounded: bool

    @property
    def key(self) -> str:
        share = self.line.share
        return f"entry-{share.entry}" if self.line.is_first else f"entry-{share.entry}-{share.day:%Y%m%d}"

    @property
    def can_edit(self) -> bool:
        """In its place: one's own, not locked, and where it begins."""
        return self.is_open and self.line.is_first

    @property
    def is_open(self) -> bool:
        return self.line.is_own and not self.line.lock

    @cached_property
    def url(self) -> str:
        return reverse("timetracking:entry", args=[self.slug, self.line.share.entry])

    @property
    def continue_url(self) -> str:
        return f"{self.url}continuation/"

    @property
    def task_url(self) -> str:
        task = self.line.task
        return reverse("tasks:detail", args=[self.slug, task.number]) if task and task.number else ""

    @property
    def raw(self) -> int | None:
        """Before rounding, where that is something else."""
        share = self.line.share
        return share.seconds if self.is_rounded and share.seconds != share.rounded else None

    @property
    def amount(self) -> str:
        return "" if self.line.amount is None else self.words.text(self.line.amount, Kind.MONEY)

    @property
    def rate(self) -> str:
        """For hovering."""
        if self.line.rate is None:
            return ""
        return _("%(rate)s an hour") % {"rate": self.words.text(self.line.rate, Kind.MONEY)}


@dataclass(frozen=True)
class ShownDay:
    day: date | None
    seconds: int
    amount: str
    lines: list[ShownLine]
    is_continued: bool


@dataclass(frozen=True)
class EntryList:
    """
    Some of the rows, from `after` on. `upto` says where they ended when they were first asked for: asked for again they end
    there, whatever has come and gone.
    """

    description: Description
    reader: Reader
    after: str = ""
    upto: str = ""
    is_again: bool = False

    @cached_property
    def page(self) -> Page:
        size = MOST_A_PAGE if self.is_again else PAGE
        return page(self.description, self.reader, self.after, size, upto=self.upto)

    @cached_property
    def days(self) -> list[ShownDay]:
        return [self._shown(day) for day in by_day(self.page, self.description, self.reader, self.after)]

    @property
    def key(self) -> str:
        """Of these rows on the page."""
        return f"entries-{self.after.replace('.', '-')}" if self.after else "entries-top"

    @property
    def list_key(self) -> str:
        """Of the list: another question has another list."""
        return f"list-{sha256(self.description.query.encode()).hexdigest()[:12]}"

    @property
    def again_url(self) -> str:
        """These rows, as they are by then."""
        return self._rows(after=self.after, upto=self.page.next or "", again="1")

    @property
    def next_url(self) -> str:
        return self._rows(after=self.page.next) if self.page.next else ""

    @property
    def next_page_url(self) -> str:
        """Without script: a page that begins there."""
        return f"{self.description.url(self._slug)}&{urlencode({'after': self.page.next})}" if self.page.next else ""

    @property
    def top_url(self) -> str:
        return self.description.url(self._slug)

    @property
    def shows_people(self) -> bool:
        return shows_people(self.description, self.reader)

    @property
    def shows_days(self) -> bool:
        """In every row: where they do not stand under their days."""
        return bool(self.days) and self.days[0].day is None

    @property
    def has_amounts(self) -> bool:
        return any(line.amount for day in self.days for line in day.lines)

    @property
    def _slug(self) -> str:
        return self.reader.actor.workspace.slug

    def _shown(self, day: DayLines) -> ShownDay:
        words, rounded = Words.of(self.reader), not self.description.rounding.is_none
        lines = [ShownLine(line, words, self._slug, rounded) for line in day.lines]
        earned = day.amount.earned
        amount = words.text(earned, Kind.MONEY) if earned.currencies else ""
        return ShownDay(day.day, day.amount.seconds, amount, lines, day.is_continued)

    def _rows(self, **place: Any) -> str:
        query = self.description.parameters | {name: value for name, value in place.items() if value}
        return f"{reverse('reports:detailed-rows', args=[self._slug])}?{urlencode(query)}"
