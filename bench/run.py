"""Makes a database of its own, measures each case at each size, and prints the table."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import cases, duplicating, importing, reporting, searching, selecting, timesheet
from bench.cases import Figure
from bench.world import World, build

SIZED: dict[str, Callable[[World, psycopg.Connection[Any]], Figure | list[Figure]]] = {
    "list": cases.list_tasks,
    "today": cases.today,
    "timer": cases.timer,
    "timesheet": timesheet.week,
    "summary": cases.summary,
    "report": cases.summary_page,
    "bulk": selecting.bulk,
}


def run(sizes: list[int], *, only: set[str]) -> int:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = list(_figures(sizes, only))
    finally:
        connection.creation.destroy_test_db(str(settings.DATABASES["default"]["NAME"]), verbosity=0)
    _print(figures)
    return 0


def _figures(sizes: list[int], only: set[str]) -> Any:
    call_command("migrate", verbosity=0)
    if not only or "quickadd" in only:
        yield from cases.quick_add()
    wanted = {name: case for name, case in SIZED.items() if not only or name in only}
    for size in sizes if wanted else []:
        world = build(size)
        parameters = connection.get_connection_params()
        keep = {
            name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)
        }
        with psycopg.connect(**keep, autocommit=True, prepare_threshold=None) as bare:
            for case in wanted.values():
                found = case(world, bare)
                yield from found if isinstance(found, list) else [found]
    if not only or "reports" in only:
        yield from reporting.reports(sizes)
    if not only or "search" in only:
        yield from searching.search(sizes)
    if not only or "duplicate" in only:
        yield from duplicating.duplicate()
    if not only or "import" in only:
        yield from importing.toggl()


def _print(figures: list[Figure]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("| job | rows | p50 ms | p99 ms | floor p50 ms | ratio | SQL alone p50 ms | queries | |")
    print("|---|---|---|---|---|---|---|---|---|")
    for figure in figures:
        floor = f"{figure.floor.p50:.2f}" if figure.floor else ""
        ratio = f"{figure.ratio:.2f}" if figure.ratio else ""
        sql = f"{figure.sql.p50:.2f}" if figure.sql else ""
        queries = figure.queries if figure.queries is not None else ""
        print(
            f"| {figure.name} | {figure.size:,} | {figure.ours.p50:.2f} | {figure.ours.p99:.2f} | {floor} | {ratio} |"
            f" {sql} | {queries} | {figure.note} |"
        )
