"""A report as pages for a client: what stands on them, in HTML that render.py sets."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from workstate.accounts.models import DateOrder
from workstate.billing.models import Letterhead
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.projects.models import Project
from workstate.reports.exporters.pdf.columns import Layout
from workstate.reports.exporters.pdf.drawing import drawn
from workstate.reports.exporters.pdf.sums import Adding
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Period, Unit
from workstate.reports.report import Chart, Figure, Report
from workstate.reports.screen.values import Words, has_seconds, precise_columns
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Row, Subject, Table

# What is nobody's business but ours: a client pays for what was rounded; what we had estimated is told only where that is the question.
OURS_ALONE = frozenset({"raw"})
# Where the rows are put. What people typed is escaped, so it is nowhere else.
ROWS = "<!--rows-->"
MOST_ROWS = 12_000  # some 800 pages, which take a gigabyte to set
WIDTH = 673  # CSS pixels between the margins of an upright A4
BESIDE_DOUGHNUT = 440
LONGEST_LEGEND = 44
OF_TIME = {ReportKind.SUMMARY, ReportKind.DETAILED, ReportKind.WEEKLY}


def default_title(kind: ReportKind) -> str:
    """What a client calls it."""
    return _("Time report") if kind in OF_TIME else _("%(kind)s report") % {"kind": kind.label}


@dataclass
class PaperTable:
    """One table as rows of HTML. Read once; then it is known how wide its columns are and whether it adds up."""

    table: Table
    words: Words
    reader: str
    """Whose report it is: that a row is of theirs goes without saying, if all are."""
    left_out: Collection[str] = OURS_ALONE
    rows: list[str] = field(default_factory=list)
    about: list[tuple[str, str]] = field(default_factory=list)
    """For whom it is, where all of it is of one client or of one project: the column's title and its name."""
    is_off: bool = False
    projects: set[UUID | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        rows = self._held()
        one = {key: name for key in ("client", "project", "person") if (name := _only(self.table, rows, key))}
        if one.get("person") != self.reader:
            one.pop("person", None)
        titles = {column.key: column.title for column in self.table.columns}
        self.about = [(titles[key], name) for key, name in one.items() if key != "person"]
        self.projects = _projects_in(self.table, rows)
        total = self.table.total
        every = (values for row in rows for values in [row.values, *(inner.values for inner in row.rows)])
        precise = precise_columns(self.table.columns, chain(every, [total.values] if total is not None else []))
        self.layout = Layout.of(self.table, self.words, told=one, left_out=self.left_out, precise=precise)
        adding = Adding(self.table.columns)
        for row in rows:
            adding.add(row.values)
            self.rows += self._lines(row)
        if total is not None:
            cells = self.layout.total(total.values, _("Total"))
            self.rows.append(f'<tr class="total">{cells}</tr>')
            self.is_off = adding.is_off(total.values)

    def _held(self) -> list[Row]:
        held: list[Row] = []
        count = 0
        for row in self.table.rows:
            held.append(row)
            count += 1 + len(row.rows)
            if count > MOST_ROWS:
                raise Invalid(
                    _(
                        "This report has more than %(most)s rows, which nobody reads on paper. Narrow it:"
                        " fewer days, or a filter. CSV and XLSX have no limit."
                    )
                    % {"most": f"{MOST_ROWS:,}"},
                    code="too_large",
                )
        return held

    def _lines(self, row: Row) -> Iterator[str]:
        kind = ' class="group"' if row.rows else ""
        yield f"<tr{kind}>{self.layout.cells(row.values)}</tr>"
        for inner in row.rows:
            yield f'<tr class="inner">{self.layout.cells(inner.values, inner=True)}</tr>'

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return [(column.title, column.is_number and not column.at_start) for column in self.layout.columns]


@dataclass
class Paper:
    """Everything that stands on the pages of one report. The language and the formats in force are the reader's."""

    report: Report
    letterhead: Letterhead
    title: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        self.words = Words.of(self.report.reader)
        ours = OURS_ALONE | ({"estimate"} if self.report.description.kind == ReportKind.SUMMARY else set())
        self.tables = [PaperTable(table, self.words, self.author, ours) for table in self.report.tables]
        if sum(len(table.rows) for table in self.tables[1:]) > MOST_ROWS // 10:
            raise Invalid(_("This report has too many tables for paper. Narrow it: fewer days, or a filter."))

    @property
    def heading(self) -> str:
        return self.title or default_title(self.report.description.kind)

    @property
    def days(self) -> str:
        return days_of(self.report.description.period, self.words)

    @property
    def sender(self) -> str:
        return self.letterhead.name or self.report.reader.actor.workspace.name

    @property
    def author(self) -> str:
        user = self.report.reader.actor.user
        return user.name or user.email

    @property
    def document_title(self) -> str:
        return " · ".join((self.heading, *(value for _label, value in self.about), self.days))

    @property
    def about(self) -> list[tuple[str, str]]:
        main = self.tables[0]
        return (
            main.about if any(column.key == "client" for column in main.table.columns) else [*self._client, *main.about]
        )

    @cached_property
    def _client(self) -> list[tuple[str, str]]:
        """For whom it is, where every project in it is of one client."""
        client = _client_of(self.tables[0].projects, self.report.reader.actor)
        return [(str(Grouping.CLIENT.label), client)] if client else []

    @property
    def facts(self) -> list[tuple[str, str]]:
        today = self.words.formats.month_day(self.words.formats.today, year=True)
        return [*self.about, (_("Prepared by"), self.author), (_("Date"), today)]

    @property
    def figures(self) -> list[tuple[Figure, list[str]]]:
        """Each with its value, of which there is one a currency."""
        return [(figure, self.words.figure(figure).split(" · ")) for figure in self.report.figures]

    @property
    def charts(self) -> list[tuple[Chart, str, list[tuple[str, str, str]]]]:
        """Each drawn, with its legend: colour, name, value. A doughnut stands beside what comes before it."""
        shown = [chart for chart in self.report.charts if chart.series and chart.labels]
        if self.report.description.kind == ReportKind.SUMMARY:
            shown = shown[:1]  # whose share is what stands in the table too
        width = BESIDE_DOUGHNUT if any(chart.type == "doughnut" for chart in shown) and len(shown) > 1 else WIDTH
        return [(chart, drawn(chart, self.words, width=width), self._legend(chart)) for chart in shown]

    @property
    def notes(self) -> list[str]:
        notes = list(self.report.notes)
        if any(table.is_off for table in self.tables):
            notes.append(_("Each row is rounded by itself, so rows may not add up to their total to the last digit."))
        return notes

    @property
    def note_paragraphs(self) -> list[str]:
        return [part for part in self.note.split("\n") if part.strip()]

    @property
    def size(self) -> str:
        if self.letterhead.paper:
            return str(self.letterhead.paper)
        return "letter" if self.words.formats.date_order == DateOrder.MONTH_FIRST else "a4"

    @cached_property
    def paper(self) -> str:
        """As wide as the widest table asks for."""
        wanted = [table.layout.paper(self.size) for table in self.tables]
        return next((paper for paper in wanted if paper != self.size), self.size)

    @property
    def style(self) -> str:
        """How wide the columns of each table are."""
        return "\n".join(
            f".t{at} col:nth-child({number}) {{ width: {width:.3f}% }}"
            for at, table in enumerate(self.tables)
            for number, width in enumerate(table.layout.widths(self.paper), 1)
        )

    def sheets(self) -> dict[str, object]:
        """What render.py is given: see Sheets there."""
        context = {
            "paper": self,
            "main": self.tables[0],
            "others": list(enumerate(self.tables))[1:],
            "language": get_language() or "en",
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
        before, after = render_to_string("reports/pdf/report.html", context).split(ROWS)
        again, close = render_to_string("reports/pdf/again.html", context).split(ROWS)
        return {
            "before": before,
            "again": again,
            "rows": self.tables[0].rows,
            "after": after,
            "close": close,
            "margins": render_to_string("reports/pdf/margins.html", context),
            "head": escape(self.document_title),
            "foot": escape(self.letterhead.footer or self.sender),
            "foot_end": escape(_("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}),
            "style": self.style,
            "logo": base64.b64encode(bytes(self.letterhead.logo or b"")).decode(),
        }

    def _legend(self, chart: Chart) -> list[tuple[str, str, str]]:
        if chart.type == "doughnut":
            values = chart.series[0].values
            names, colours = chart.names or chart.labels, chart.colours or ("indigo",) * len(values)
            is_precise = has_seconds(values)
            return [
                (
                    colour,
                    _short(name),
                    self.words.of_chart(value, chart.unit, chart.currency, to_the_second=is_precise),
                )
                for colour, name, value in zip(colours, names, values, strict=False)
            ]
        named = [series for series in chart.series if series.name]
        return [(series.colour, _short(series.name), "") for series in named] if len(named) > 1 else []


def days_of(period: Period, words: Words) -> str:
    """With the year, for paper is kept: November 2026, or 16–22 Nov 2026."""
    formats = words.formats
    if period.unit == Unit.MONTH:
        return formats.month(period.first)
    if period.unit == Unit.YEAR:
        return str(period.first.year)
    if period.first == period.last:
        return formats.weekday_date(period.first, year=True)
    # Read in another year, days are written with theirs.
    another_year = datetime(period.last.year - 1, 6, 15, tzinfo=UTC)
    return replace(formats, now=another_year).days(period.first, period.last)


def _only(table: Table, rows: list[Row], key: str) -> str:
    """The name that stands in this column of every row, "" where there is none or another."""
    at = next((at for at, column in enumerate(table.columns) if column.key == key), None)
    if at is None:
        return ""
    naming_inner = 0 < at < table.depth
    values = (row.values[at] for outer in rows for row in (outer.rows if naming_inner else [outer]))
    found = {(value.id, value.name) if isinstance(value, Subject) else None for value in values}
    only = next(iter(found)) if len(found) == 1 else None
    return only[1] if only and only[0] is not None else ""


def _projects_in(table: Table, rows: list[Row]) -> set[UUID | None]:
    """Of what the rows are about; nothing where they do not say."""
    at = next((at for at, column in enumerate(table.columns) if column.key == "project"), None)
    if at is None:
        return set()
    naming_inner = 0 < at < table.depth
    values = [row.values[at] for outer in rows for row in (outer.rows if naming_inner else [outer])]
    return {value.id if isinstance(value, Subject) and isinstance(value.id, UUID) else None for value in values}


def _client_of(projects: set[UUID | None], actor: Actor) -> str:
    """The name of the one client of all these projects; "" where there are several, or time without a project or client."""
    if not projects or None in projects:
        return ""
    found = (
        Project.objects.visible_to(actor)
        .filter(pk__in=[pk for pk in projects if pk])
        .values_list("client__name", flat=True)
    )
    names = set(found) if len(found) == len(projects) else set()
    return next(iter(names)) or "" if len(names) == 1 else ""


def _short(name: str) -> str:
    """For a legend: in the table it stands in full."""
    return name if len(name) <= LONGEST_LEGEND else f"{name[: LONGEST_LEGEND - 1].rstrip()}…"
