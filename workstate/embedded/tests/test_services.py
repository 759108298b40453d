from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from workstate.embedded import processes
from workstate.embedded.services import running_services
from workstate.embedded.testing import bare_environment

SHOW = "import json, os; print(json.dumps(dict(os.environ)))"


def services(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workstate.embedded", *arguments],
        env=bare_environment(**values),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def throw_away(folder: Path, *, fast: bool = True) -> Iterator[psycopg.Connection]:
    with (
        running_services(folder, {}, purpose="a test", fast=fast) as addresses,
        psycopg.connect(addresses["DATABASE_URL"]) as connection,
    ):
        yield connection


def test_a_command_gets_servers_of_its_own_and_nothing_of_them_stays(tmp_path: Path) -> None:
    done = services("--fast", "--", sys.executable, "-c", SHOW + "; raise SystemExit(3)", TMPDIR=str(tmp_path))
    seen = json.loads(done.stdout)
    assert done.returncode == 3
    assert seen["DATABASE_URL"].startswith("postgresql://workstate:")
    assert seen["REDIS_URL"].startswith("redis://:")
    assert list(tmp_path.iterdir()) == []
    assert [line for _, line in processes.command_lines() if str(tmp_path) in line] == []


def test_servers_that_are_named_are_used_and_none_is_started(tmp_path: Path) -> None:
    named = {"DATABASE_URL": "postgresql://elsewhere/database", "REDIS_URL": "redis://elsewhere"}
    done = services("--data-dir", str(tmp_path), "--", sys.executable, "-c", SHOW, **named)
    seen = json.loads(done.stdout)
    assert {name: seen[name] for name in named} == named
    assert not (tmp_path / "postgres").exists()
    assert not (tmp_path / "valkey").exists()


def test_a_command_that_does_not_exist_is_named_in_one_line() -> None:
    done = services("--fast", "--", "/no/such/program")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "/no/such/program cannot be run: No such file or directory.\n"


def test_data_written_before_a_kill_is_there_afterwards(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "workstate.embedded",
            "--data-dir",
            str(tmp_path),
            "--",
            "sh",
            "-c",
            "echo up; exec cat",
        ],
        env=bare_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"up\n"
        address = json.loads((tmp_path / "services.json").read_text())["DATABASE_URL"]
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    finally:
        os.killpg(owner.pid, signal.SIGKILL)
        owner.communicate()
    with throw_away(tmp_path, fast=False) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        durable = connection.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        assert durable.fetchone() == ("on", "on")


def test_a_second_command_in_a_folder_uses_the_servers_of_the_first(tmp_path: Path) -> None:
    with running_services(tmp_path, {}, purpose="a test", fast=True) as addresses:
        done = services("--data-dir", str(tmp_path), "--", sys.executable, "-c", SHOW)
        assert json.loads(done.stdout)["DATABASE_URL"] == addresses["DATABASE_URL"]


def test_only_the_applications_role_gets_in_and_only_with_its_password(tmp_path: Path) -> None:
    with running_services(tmp_path, {}, purpose="a test", fast=True) as addresses:
        address = addresses["DATABASE_URL"]
        password = (tmp_path / "database-password").read_text().strip()
        assert (tmp_path / "database-password").stat().st_mode & 0o777 == 0o600
        with psycopg.connect(address) as connection:
            role = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
            assert role.fetchone() == (False, True)
        for wrong in (address.replace(password, "guessed"), address.replace("//workstate:", "//postgres:")):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(wrong)


def test_a_folder_with_a_path_too_long_for_a_socket_is_served_over_loopback(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 20)
    with throw_away(folder) as connection:
        assert connection.info.host == "127.0.0.1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may own a home that is closed to the servers' user")
def test_a_home_closed_to_others_stays_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with throw_away(home / "workstate") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert home.stat().st_mode & 0o777 == 0o700


def test_text_is_kept_in_unicode_and_sorted_alike_everywhere(tmp_path: Path) -> None:
    with throw_away(tmp_path) as connection:
        row = connection.execute("SELECT lower('ÄÉ'), current_setting('server_encoding')").fetchone()
        assert row == ("äé", "UTF8")
