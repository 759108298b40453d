"""`workstate up` from outside: how it starts, how it refuses to, and that it takes everything along when it ends."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from workstate.embedded import processes
from workstate.embedded.server import free_port
from workstate.embedded.testing import Product, workstate

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]

Make = Callable[..., Product]
PARTS = ("/postgres -D ", "valkey-server ", " -m daphne ", " worker ", " beat ")


def test_it_comes_up_goes_down_and_keeps_its_data(product: Make, tmp_path: Path) -> None:
    first = product()
    first.start()
    parts = {part: first.child(part) for part in PARTS}
    family = first.family()
    assert set(parts.values()) < set(family)
    assert first.status_of("/healthz") == 200
    assert first.status_of("/readyz") == 200
    with psycopg.connect(first.addresses["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    # A second one on the same folder is refused, and commands use the running database.
    refused = workstate("up", WORKSTATE_DATA_DIR=str(tmp_path / "data"), PORT=str(free_port()))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"is in use by `workstate up` (process {first.pid})" in refused.stderr
    assert refused.stderr.count("\n") == 1
    command = workstate("migrate", "--check", WORKSTATE_DATA_DIR=str(tmp_path / "data"))
    assert command.returncode == 0, command.stderr

    assert first.stop(signal.SIGINT, seconds=10) == 0
    assert processes.wait_for_end(family, seconds=0) == []

    second = product()
    second.start()
    family = second.family()
    with psycopg.connect(second.addresses["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    os.kill(second.pid, signal.SIGTERM)
    assert second.stop(signal.SIGTERM, seconds=10) == 0
    assert processes.wait_for_end(family, seconds=0) == []


def refusal(**values: str) -> str:
    """The line in which `workstate up` says why it does not start; its exit code is not 0, and no process stays."""
    done = workstate("up", **values)
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    folder = values["WORKSTATE_DATA_DIR"]
    assert [line for _, line in processes.command_lines() if folder in line] == []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert len(lines) <= 2, lines
    return lines[0]


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(WORKSTATE_DATA_DIR=str(tmp_path), PORT=str(port))
    assert said == (
        f"Port {port} of 127.0.0.1 cannot be used (Address already in use)."
        " Stop the program that has it, or choose another with PORT."
    )


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal(WORKSTATE_DATA_DIR=str(tmp_path / "file" / "data"), PORT=str(free_port()))
    assert "file/data cannot be written (Not a directory)." in said


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    address = f"postgresql://someone:secret@127.0.0.1:{free_port()}/none"
    said = refusal(WORKSTATE_DATA_DIR=str(tmp_path), PORT=str(free_port()), DATABASE_URL=address)
    assert "The database does not answer: " in said
    assert "Connection refused" in said
    assert "secret" not in said


def test_a_redis_that_does_not_answer(tmp_path: Path) -> None:
    port = free_port()
    said = refusal(
        WORKSTATE_DATA_DIR=str(tmp_path), PORT=str(free_port()), REDIS_URL=f"redis://:secret@127.0.0.1:{port}/0"
    )
    assert f"Redis does not answer at 127.0.0.1:{port}." in said
    assert "secret" not in said


def test_a_public_host_without_a_secret(tmp_path: Path) -> None:
    said = refusal(WORKSTATE_DATA_DIR=str(tmp_path), PORT=str(free_port()), ALLOWED_HOSTS="work.example.com")
    assert "SECRET_KEY is not set" in said
    assert "work.example.com" in said


def test_errors_in_development_are_not_shown_to_a_public_host(tmp_path: Path) -> None:
    values = {"ALLOWED_HOSTS": "*", "SECRET_KEY": "long enough", "DEBUG": "true"}
    said = refusal(WORKSTATE_DATA_DIR=str(tmp_path), PORT=str(free_port()), **values)
    assert "DEBUG is on" in said
