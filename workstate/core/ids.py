"""Identifiers of rows. A client that is offline makes its own; the server makes the others."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A time-ordered UUID, version 7 (RFC 9562, section 5.7)."""
    return uuid7()
