"""The report for programs: typed values under stable keys, the same in the file and in the API."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, BinaryIO
from uuid import UUID

from workstate.core.money import Money
from workstate.reports.exporters.cells import chunked, percent
from workstate.reports.report import Report
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

CHUNK = 500


def as_data(report: Report, rows: Iterable[Row] | None = None, *, next: str | None = None) -> dict[str, Any]:
    """
    The whole answer, in types that JSON has. `rows`: a page of them instead of all; `next` where the following page begins.
    """
    table = report.table
    shown = [row_as_data(table, row) for row in (table.rows if rows is None else rows)]
    return {**_head(report), "rows": shown, "total": _total(table), "next": next}


def write_json(report: Report, out: BinaryIO) -> None:
    out.writelines(json_chunks(report))


def json_chunks(report: Report) -> Iterator[bytes]:
    """The same text, some hundreds of rows at a time: however many there are, few of them are held."""
    table = report.table
    yield _dumped(_head(report))[:-1].encode() + b',"rows":['
    for text in chunked(_rows(table), CHUNK):
        yield text.encode()
    yield f'],"total":{_dumped(_total(table))},"next":null}}'.encode()


def row_as_data(table: Table, row: Row) -> dict[str, Any]:
    """Under the keys of the columns; a group has its rows, and names only itself."""
    named = {column.key: value_as_data(column, value) for column, value in zip(table.columns, row.values, strict=True)}
    if not row.rows:
        return named
    return named | {"rows": [row_as_data(table, inner) for inner in row.rows]}


def value_as_data(column: Column, value: Value) -> Any:
    if value is None or type(value) is int:  # most values by far
        return value
    match value:
        case Money():
            return [{"currency": currency, "amount": f"{amount:f}"} for currency, amount in value.amounts.items()]
        case Subject():
            number = {} if value.number is None else {"number": value.number}
            return {"id": _id(value.id), "name": value.name, **number}
        case Decimal():
            return float(percent(value) if column.kind == Kind.PERCENT else value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
    return value


def _head(report: Report) -> dict[str, Any]:
    description, compared = report.description, None
    if description.shape.compares:
        compared = description.compared
    return {
        "kind": description.kind.value,
        "title": report.title,
        "first": description.period.first.isoformat(),
        "last": description.period.last.isoformat(),
        "compared": {"first": compared.first.isoformat(), "last": compared.last.isoformat()} if compared else None,
        "time_zone": report.reader.formats.zone.key,
        "parameters": description.parameters,
        "rounding": description.rounding.code,
        "is_running": report.is_running,
        "figures": [
            {
                "key": figure.key,
                "label": figure.label,
                "kind": figure.kind.value,
                "value": value_as_data(Column(figure.key, figure.label, figure.kind), figure.value),
                "note": figure.note,
            }
            for figure in report.figures
        ],
        "notes": list(report.notes),
        "columns": [
            {"key": column.key, "title": column.title, "kind": column.kind.value} for column in report.table.columns
        ],
    }


def _total(table: Table) -> dict[str, Any] | None:
    """Without the columns that name rows: of them there is nothing to say."""
    if table.total is None:
        return None
    counted = list(zip(table.columns, table.total.values, strict=True))[table.depth :]
    return {column.key: value_as_data(column, value) for column, value in counted}


def _rows(table: Table) -> Iterator[str]:
    before = ""
    for row in table.rows:
        yield before + _dumped(row_as_data(table, row))
        before = ","


def _id(value: UUID | date | bool | str | None) -> str | bool | None:
    return value if value is None or isinstance(value, bool) else str(value)


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
