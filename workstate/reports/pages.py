"""What the page of a report shows, from the report alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.core.durations import MINUTE, format_duration, format_duration_long
from workstate.reports import words
from workstate.reports.chart import chart_data
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN
from workstate.reports.periods import Preset
from workstate.reports.report import Line, Report
from workstate.timetracking.models import RoundingMode
from workstate.timetracking.rounding import NO_ROUNDING, Rounding

# A page of more rows than these is read by nobody; the file has them all.
MOST_GROUPS = 400
MOST_WITHIN = 50
MOST_ROWS = 1500

# Minutes to which one rounds; an address may say others.
STEPS = (5, 6, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of the bar."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `named` unless it is of nothing ("No project"), or the rest of many."""

    name: str
    seconds: int
    estimate: int | None
    colour: str = ""
    number: int | None = None
    named: bool = True
    is_rest: bool = False
    rows: tuple[Row, ...] = ()

    @classmethod
    def of(cls, line: Line, rows: Sequence[Row] = ()) -> Row:
        subject = line.subject
        named = subject.id is not None and subject.id != HIDDEN
        return cls(
            subject.name, line.seconds, line.estimate, subject.colour, subject.number, named=named, rows=tuple(rows)
        )

    @classmethod
    def of_rest(cls, lines: Sequence[Line]) -> Row:
        """Many lines in one, with their sums."""
        name = ngettext("%(count)d more", "%(count)d more", len(lines)) % {"count": len(lines)}
        estimates = [line.estimate for line in lines if line.estimate is not None]
        seconds = sum(line.seconds for line in lines)
        return cls(name, seconds, sum(estimates) if estimates else None, named=False, is_rest=True)


@dataclass
class ReportPage:
    """Words, links and rows for the template. Without a report only the bar is drawn."""

    description: Description
    actor: Actor
    report: Report | None = None

    first_day = FIRST_DAY
    last_day = LAST_DAY

    @cached_property
    def title(self) -> str:
        return words.title(self.report) if self.report else _("This report cannot be shown")

    @cached_property
    def lead(self) -> str:
        said = words.lead(self.report) if self.report else []
        return " · ".join([capfirst(said[0]), *said[1:]]) if said else ""

    @property
    def period_words(self) -> str:
        return words.period_words(self.description, Formats.of(self.actor.user))

    @property
    def grouping_words(self) -> str:
        """project → task"""
        return " → ".join(str(grouping.label).lower() for grouping in self.description.groupings)

    @property
    def rounding_words(self) -> str:
        """What the button says: “Rounding: up to 15 m”."""
        return rounding_short(self.description.rounding)

    @property
    def rounding_said(self) -> str:
        """Under the answer: how it was rounded, and what it was before. Nothing where nothing is rounded."""
        rounding = self.description.rounding
        if not self.report or not self.report.raw_seconds or rounding.is_none:
            return ""
        return _("%(rounded)s; raw %(raw)s") % {
            "rounded": rounding.words,
            "raw": format_duration(self.report.raw_seconds),
        }

    @property
    def roundings(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """To choose from, by direction."""
        asked = self.description.rounding
        groups = []
        for mode in (RoundingMode.UP, RoundingMode.NEAREST, RoundingMode.DOWN):
            steps = {step * MINUTE for step in STEPS} | ({asked.step} if asked.mode == mode else set())
            choices = [Rounding(mode, step) for step in sorted(steps)]
            groups.append((str(mode.label), [(choice.code, rounding_short(choice)) for choice in choices]))
        return groups

    @property
    def no_rounding(self) -> tuple[str, str]:
        return NO_ROUNDING.code, rounding_short(NO_ROUNDING)

    @property
    def caption(self) -> str:
        return _("Tracked time by %(groupings)s, %(period)s") % {
            "groupings": self.grouping_words,
            "period": self.period_words,
        }

    @property
    def presets(self) -> list[Choice]:
        return [
            Choice(str(preset.label), self._url(self.description.query_for(preset)), preset == self.description.preset)
            for preset in Preset
        ]

    @property
    def earlier_url(self) -> str:
        period = self.description.period
        return self._url(self.description.query_for(period.before())) if period.has_before() else ""

    @property
    def later_url(self) -> str:
        later = self.description.period.after()
        return self._url(self.description.query_for(later)) if later else ""

    @property
    def url(self) -> str:
        return reverse("reports:summary", args=[self.actor.workspace.slug])

    @property
    def full_url(self) -> str:
        """This report again."""
        return self._url(self.description.query)

    @property
    def csv_url(self) -> str:
        csv = reverse("reports:summary-csv", args=[self.actor.workspace.slug])
        return f"{csv}?{self.description.query}"

    @property
    def groupings(self) -> list[tuple[str, str]]:
        return [(grouping.value, str(grouping.label)) for grouping in Grouping]

    @cached_property
    def chart(self) -> dict[str, Any]:
        return chart_data(self.report, Formats.of(self.actor.user)) if self.report else {}

    @property
    def chart_rows(self) -> list[tuple[str, tuple[int, ...], int]]:
        """The chart for those who do not see it: each bar's name, its parts and its whole."""
        if not self.report:
            return []
        parts = zip(*(series.seconds for series in self.report.series), strict=True)
        names = [self._bar_name(index) for index in range(len(self.report.bars))]
        return list(zip(names, parts, self.report.bar_seconds, strict=True))

    @property
    def has_parts(self) -> bool:
        """Whether the bars are made of named parts."""
        return bool(self.report and self.report.series and self.report.series[0].name)

    @property
    def has_estimates(self) -> bool:
        return bool(self.report and self.report.estimate is not None)

    @cached_property
    def rows(self) -> list[Row]:
        """The table, cut to what one can read; nothing is left out of the sums."""
        if not self.report:
            return []
        room = MOST_ROWS
        rows: list[Row] = []
        for line in self.report.lines[:MOST_GROUPS]:
            most = max(0, min(room, len(line.lines) if self._then_is_calendar else MOST_WITHIN))
            within = [Row.of(inner) for inner in line.lines[:most]]
            if rest := line.lines[most:]:
                within.append(Row.of_rest(rest))
            rows.append(Row.of(line, within))
            room -= len(within)
        if left := self.report.lines[MOST_GROUPS:]:
            rows.append(Row.of_rest(left))
        return rows

    @property
    def is_cut(self) -> bool:
        return any(row.is_rest or any(inner.is_rest for inner in row.rows) for row in self.rows)

    @property
    def _then_is_calendar(self) -> bool:
        return bool(self.description.then and self.description.then.is_calendar)

    def _bar_name(self, index: int) -> str:
        assert self.report
        bar = self.report.bars[index]
        return Formats.of(self.actor.user).days(bar.first, bar.last)

    def _url(self, query: str) -> str:
        return f"{self.url}?{query}"


def rounding_short(rounding: Rounding) -> str:
    """A few words for a button or a choice."""
    step = {"step": format_duration_long(rounding.step)}
    match rounding.mode:
        case RoundingMode.UP:
            return _("up to %(step)s") % step
        case RoundingMode.DOWN:
            return _("down to %(step)s") % step
        case RoundingMode.NEAREST:
            return _("to the nearest %(step)s") % step
    return _("none")
