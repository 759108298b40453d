from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from workstate.config.environment import Environment, database_from_url


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("from a file\n")
    env = Environment({"SECRET_KEY_FILE": str(path), "SECRET_KEY": "from the environment"})
    assert env.secret("SECRET_KEY") == "from a file"


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE points to /no/such/file"):
        Environment({"SECRET_KEY_FILE": "/no/such/file"}).secret("SECRET_KEY")


@pytest.mark.parametrize(("text", "value"), [("true", True), ("1", True), ("ON", True), ("no", False), ("", False)])
def test_flags(text: str, value: bool) -> None:
    assert Environment({"DEBUG": text}).flag("DEBUG", default=not value) is value


def test_values_that_are_none_are_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be true or false"):
        Environment({"DEBUG": "perhaps"}).flag("DEBUG", default=False)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT must be a whole number"):
        Environment({"EMAIL_PORT": "smtp"}).number("EMAIL_PORT", 25)


def test_lists_have_no_empty_parts() -> None:
    assert Environment({"ALLOWED_HOSTS": " a.example.com, ,b.example.com,"}).names("ALLOWED_HOSTS") == [
        "a.example.com",
        "b.example.com",
    ]


def test_an_address_of_a_database_is_taken_apart() -> None:
    parts = database_from_url("postgresql://ana:p%40ss%2Fword@db.example.com:6432/work?sslmode=require")
    assert (parts["USER"], parts["PASSWORD"]) == ("ana", "p@ss/word")
    assert (parts["HOST"], parts["PORT"], parts["NAME"]) == ("db.example.com", "6432", "work")
    assert parts["OPTIONS"] == {"sslmode": "require"}


def test_an_address_may_be_a_unix_socket() -> None:
    parts = database_from_url("postgresql://ana@/work?host=/run/postgresql")
    assert (parts["HOST"], parts["PORT"], parts["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize("url", ["mysql://localhost/work", "work", "postgresql://localhost:port/work"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_from_url(url)


def test_a_list_of_networks_is_read_and_anything_else_is_refused_with_an_example() -> None:
    networks = Environment({"OUTGOING_ALLOWED": "10.1.2.3, 192.168.7.9/24"}).networks("OUTGOING_ALLOWED")
    assert networks == ["10.1.2.3/32", "192.168.7.0/24"]
    with pytest.raises(ImproperlyConfigured, match=r"10\.1\.2\.0/24"):
        Environment({"OUTGOING_ALLOWED": "intranet"}).networks("OUTGOING_ALLOWED")
