"""The report's bars for the page's script, with the theme's names of colours."""

from __future__ import annotations

from typing import Any

from django.utils.dateformat import format as format_date

from workstate.accounts.formats import Formats
from workstate.reports.bars import Step
from workstate.reports.report import Bar, Report


def chart_data(report: Report, formats: Formats) -> dict[str, Any]:
    """Seconds of each series in each bar."""
    return {
        "type": "bar",
        "unit": "time",
        "labels": [_label(bar, report, formats) for bar in report.bars],
        "datasets": [
            {"label": series.name, "colour": series.colour, "data": list(series.seconds)} for series in report.series
        ],
    }


def _label(bar: Bar, report: Report, formats: Formats) -> str:
    period = report.description.period
    years = period.first.year != period.last.year
    match Step.of(period):
        case Step.DAY:
            return format_date(bar.first, "D j") if period.days <= 14 else formats.month_day(bar.first, year=False)
        case Step.WEEK:
            return formats.month_day(bar.first, year=False)
        case Step.MONTH:
            return format_date(bar.first, "M y" if years else "M")
        case Step.YEAR:
            return str(bar.first.year)
