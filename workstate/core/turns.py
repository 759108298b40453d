"""Turns: of those who want to do the same thing at the same moment, one does it and the others see that it is done."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def take_turn(name: str) -> None:
    """
    Wait until no other transaction has the turn of this name; it is given back when the one that is open ends.

    What is read afterwards holds what the others wrote. Take turns in the same order everywhere: an identifier's, then a
    list's, then rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def take_identifier(id: UUID | None) -> None:
    """The turn of whoever makes the row with an identifier that a client chose, so that a second one finds the first's."""
    if id is not None:
        take_turn(f"identifier:{id}")
