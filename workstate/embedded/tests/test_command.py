"""The `workstate` command from outside."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from workstate.embedded import processes
from workstate.embedded.server import free_port
from workstate.embedded.testing import workstate


def test_it_says_what_it_is_and_what_it_can_do() -> None:
    assert workstate("--version").stdout == f"workstate {version('workstate')}\n"
    for ask in ((), ("--help",)):
        done = workstate(*ask)
        assert done.returncode == 0
        assert "workstate up" in done.stdout


def test_a_command_that_needs_no_database_starts_none(tmp_path: Path) -> None:
    done = workstate("help", WORKSTATE_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert "migrate" in done.stdout
    assert not (tmp_path / "data").exists()


def test_a_command_starts_the_database_for_itself_and_stops_it_again(tmp_path: Path) -> None:
    code = "from django.db import connection; connection.cursor().execute('SELECT 1'); print('reached')"
    done = workstate("shell", "--no-imports", "--command", code, WORKSTATE_DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "reached\n"), done.stderr
    assert [line for _, line in processes.command_lines() if str(tmp_path) in line] == []


def test_a_database_that_does_not_answer_is_said_in_one_line(tmp_path: Path) -> None:
    address = f"postgresql://someone:secret@127.0.0.1:{free_port()}/none"
    done = workstate("migrate", DATABASE_URL=address, WORKSTATE_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: ")
    assert done.stderr.count("\n") == 1
