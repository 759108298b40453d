"""Import of a Toggl file by the command line: rows a second, and how memory grows with the file."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlencode

from django.db import connection

from bench.cases import Figure
from bench.measure import Times
from workstate.core.actor import Via
from workstate.workspaces.onboarding import open_account

SIZES = (10_000, 100_000)
HEADER = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
).split(",")


def toggl(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    for size in sizes:
        email = f"import-{size}@example.org"
        open_account(email, password=None, time_zone="Europe/Berlin", via=Via.SYSTEM)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "detailed.csv"
            _write(path, email, size)
            seconds, peak = _import(path, email)
        times = Times(p50=seconds * 1000, p99=seconds * 1000)
        yield Figure("import of a Toggl file", size, times, note=f"{size / seconds:,.0f} rows/s; peak {peak} MB")


def _write(path: Path, email: str, size: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        at = datetime(2010, 1, 1, 8, 0)  # noqa: DTZ001 - the file holds wall-clock times
        for number in range(size):
            end = at + timedelta(minutes=10 + number % 50, seconds=number % 60)
            length = str(end - at).zfill(8)
            tags = ("", "dev", "dev, review", "meeting")[number % 4]
            client, project = f"Client {number % 5}", f"Project {number % 20}"
            yes = "Yes" if number % 2 else "No"
            moments = [f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}"]
            rows.writerow(["Jo", email, client, project, "", f"Work {number % 200}", yes, *moments, length, tags])
            at = end + timedelta(minutes=number % 7)


def _import(path: Path, email: str) -> tuple[float, int]:
    """Seconds, and the highest resident memory in megabytes, of a process of its own."""
    command = [sys.executable, "-m", "workstate", "import", "toggl", str(path), "--user", email, "--yes"]
    environment = {**os.environ, "DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": "workstate.config.settings"}
    started = perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        raise SystemExit("The import failed.")
    return seconds, usage.ru_maxrss // 1024


def _address() -> str:
    """The address of the database that this run made for itself."""
    values = connection.settings_dict
    user, password = quote(values["USER"]), quote(values["PASSWORD"])
    query = urlencode({"host": values["HOST"], **({"port": values["PORT"]} if values["PORT"] else {})})
    return f"postgresql://{user}:{password}@/{values['NAME']}?{query}"
