"""The product under test: `workstate up` as a person starts it, on a database of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

from workstate.embedded import processes
from workstate.embedded.testing import Product

# Ours among Redis's sixteen databases; the rest of the tests use the first.
FIRST_REDIS_DATABASE = 12


@contextmanager
def running_product(folder: Path, *, worker: int, **values: str) -> Iterator[Product]:
    """Start the product, and afterwards see that it ended well and left no process behind."""
    with _services(worker) as services:
        # One proxy is trusted, so that each person of the cast comes from an address of their own: sign-up is throttled.
        product = Product(folder, SECRET_KEY="for tests alone", TRUSTED_PROXIES="1", **services, **values)
        product.start()
        family = product.family()
        try:
            yield product
        finally:
            code = product.stop(signal.SIGTERM)
        assert code == 0, product.lines[-60:]
        assert processes.wait_for_end(family, seconds=2) == []


@contextmanager
def _services(worker: int) -> Iterator[dict[str, str]]:
    """A database and a Redis database of our own on the servers that are given; {} where the product brings its own."""
    database_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if not (database_url and redis_url):
        yield {}
        return
    name = f"e2e_{os.getpid()}"
    ours = _with_path(redis_url, f"/{FIRST_REDIS_DATABASE + worker % 4}")
    with redis.Redis.from_url(ours) as cache:
        cache.flushdb()
    # Copied from where the migrations have run already, if there is such a one: nobody may be connected to it.
    template = os.environ.get("TEST_DATABASE_TEMPLATE") or "template1"
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(_with_path(database_url, "/postgres"), autocommit=True) as connection:
        connection.execute(make)
    try:
        yield {"DATABASE_URL": _with_path(database_url, f"/{name}"), "REDIS_URL": ours}
    finally:
        with psycopg.connect(_with_path(database_url, "/postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=path))
