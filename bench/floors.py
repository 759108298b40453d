"""The floor of a read: the very SQL that it sent, sent again by psycopg alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection


def statements_of(call: Callable[[], object]) -> list[tuple[str, Any]]:
    """The SQL that the call sends, with its parameters, without BEGIN and the like."""
    sent: list[tuple[str, Any]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.upper().startswith(("SAVEPOINT", "RELEASE", "SET ")):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        call()
    return sent


def replay(statements: list[tuple[str, Any]], bare: psycopg.Connection[Any]) -> Callable[[], None]:
    def send() -> None:
        for sql, params in statements:
            bare.execute(sql, params).fetchall()

    return send
