from __future__ import annotations

import socket
from pathlib import Path

import pytest

from workstate.embedded.data_folder import DataFolder, default_data_folder
from workstate.embedded.errors import CannotStart
from workstate.embedded.hosts import is_loopback, public_hosts
from workstate.embedded.surroundings import completed, listen, listening_place, require_redis


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.9.1", "[::1]", "::1", ".localhost", "a.localhost"]
)
def test_names_of_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["*", "", "example.com", "localhost.example.com", "192.168.1.2", "0.0.0.0", ".example.com"]
)
def test_names_that_others_reach(host: str) -> None:
    assert public_hosts([host]) == [host]


def test_a_secret_is_made_once_for_a_machine_of_ones_own(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    first = completed({"ALLOWED_HOSTS": "localhost"}, folder, {})["SECRET_KEY"]
    assert len(first) >= 50
    assert completed({}, folder, {})["SECRET_KEY"] == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_no_secret_is_made_where_others_can_reach_the_server(tmp_path: Path) -> None:
    assert "SECRET_KEY" not in completed({"ALLOWED_HOSTS": "localhost,work.example.com"}, DataFolder(tmp_path), {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [{"SECRET_KEY": "mine"}, {"SECRET_KEY_FILE": "/run/secrets/key"}])
def test_the_persons_own_secret_wins(tmp_path: Path, given: dict[str, str]) -> None:
    values = completed(given, DataFolder(tmp_path), {})
    assert {name: value for name, value in values.items() if name.startswith("SECRET_KEY")} == given


def test_where_the_data_is_kept(tmp_path: Path) -> None:
    assert default_data_folder({"WORKSTATE_DATA_DIR": str(tmp_path)}) == tmp_path
    checkout = Path(__file__).parents[3]
    assert default_data_folder({}) == checkout / ".workstate"


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"data folder .*/file/data cannot be written .*WORKSTATE_DATA_DIR") as raised:
        DataFolder(tmp_path / "file" / "data").prepare()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "8000.5", "٨٠"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CannotStart, match="PORT must be a number from 1 to 65535"):
        listening_place({"PORT": port})


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} of 127.0.0.1 cannot be used \(Address already in use\)"):
            listen("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_refused() -> None:
    with pytest.raises(CannotStart, match=r"192\.0\.2\.1"):
        listen("192.0.2.1", 18999)


@pytest.mark.parametrize("url", ["http://localhost", "redis://localhost:notaport", "nonsense"])
def test_a_redis_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(CannotStart, match="REDIS_URL"):
        require_redis({"REDIS_URL": url})
