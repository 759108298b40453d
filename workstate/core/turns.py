"""Turns: of those who want to do the same thing at the same moment, one does it and the others see that it is done."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Conflict

Row = TypeVar("Row", bound=Model)


def take_turn(name: str) -> None:
    """
    Wait until no other transaction has the turn of this name; it is given back when the one that is open ends.

    What is read afterwards holds what the others wrote. Take turns in the same order everywhere: an identifier's, then a
    list's, then rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def share_turn(name: str) -> None:
    """Go on beside others who share the turn of this name, while whoever takes it alone waits for all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [name])


def take_identifier(id: UUID | None) -> None:
    """The turn of whoever makes the row with an identifier that a client chose, so that a second one finds the first's."""
    if id is not None:
        take_turn(f"identifier:{id}")


def made_before(rows: QuerySet[Row], id: UUID | None, *, by: Actor, maker: str) -> Row | None:
    """
    The row that the same request made when it came before, None if there is none.

    `maker` names the field of the person who made it. Raises Conflict for an identifier of somebody else's row.
    """
    made = rows.filter(pk=id).first() if id else None
    if made is None:
        return None
    whose = getattr(made, "workspace_id", None), getattr(made, f"{maker}_id")
    if whose == (by.workspace.pk, by.user.pk):
        return made
    raise Conflict(_("This identifier is taken."))
