"""The report as a table for spreadsheets (RFC 4180), in UTF-8 with a byte order mark, without which Excel guesses."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from workstate.core.durations import format_duration
from workstate.core.spreadsheets import BYTE_ORDER_MARK, defused
from workstate.reports.report import Line, Report, Subject


def write_csv(report: Report) -> str:
    """One line for each row of the innermost grouping, and the total at the end."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    groupings, is_raw = report.description.groupings, report.description.rounding.is_none
    writer.writerow(
        [
            *(str(grouping.label) for grouping in groupings),
            _("Estimate (seconds)"),
            _("Estimate (h:mm)"),
            _("Tracked (seconds)"),
            _("Tracked (h:mm)"),
            _("Billable (seconds)"),
            _("Billable (h:mm)"),
            *([] if is_raw else [_("Before rounding (seconds)"), _("Before rounding (h:mm)")]),
        ]
    )
    for line in report.lines:
        if not report.description.then:
            writer.writerow([_cell(line.subject), *_numbers(line, is_raw)])
        for inner in line.lines:
            writer.writerow([_cell(line.subject), _cell(inner.subject), *_numbers(inner, is_raw)])
    total = Line(Subject(None, ""), report.seconds, report.billable_seconds, report.raw_seconds, report.estimate)
    writer.writerow([_("Total"), *[""] * (len(groupings) - 1), *_numbers(total, is_raw)])
    return out.getvalue()


def file_name(report: Report) -> str:
    """time-2026-11-16-to-2026-11-22-by-project-and-task.csv; with -rounded-up-15 if it is."""
    period = report.description.period
    days = f"{period.first}" if period.days == 1 else f"{period.first}-to-{period.last}"
    by = "-and-".join(grouping.value for grouping in report.description.groupings)
    rounded = "" if report.description.rounding.is_none else f"-rounded-{report.description.rounding.code}"
    return f"time-{days}-by-{by}{rounded}.csv"


def _cell(subject: Subject) -> str:
    return defused(subject.code or subject.name)


def _numbers(line: Line, is_raw: bool) -> list[str | int]:
    before = [] if is_raw else _both(line.raw_seconds)
    return [*_both(line.estimate), *_both(line.seconds), *_both(line.billable_seconds), *before]


def _both(seconds: int | None) -> list[str | int]:
    return ["", ""] if seconds is None else [seconds, format_duration(seconds)]
