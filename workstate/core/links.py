"""Links that open something for whoever has them: their tokens and passwords, as they are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

TOKEN_BYTES = 32
SHORTEST_PASSWORD = 6
LONGEST_PASSWORD = 128


def new_token() -> str:
    """256 random bits, to be told this once."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is kept of a token. It is random throughout, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed_password(password: str) -> str:
    """What is kept of a password, "" for none. Raises Invalid at "password" for one that is too short or too long."""
    if not password:
        return ""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(_("Use at least 6 characters."), field="password")
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(_("Use at most 128 characters."), field="password")
    return make_password(password)


def require_future(expires_at: datetime | None, at: datetime) -> None:
    """Raises Invalid at "expires_at" for a moment that is over at `at`."""
    if expires_at is not None and expires_at <= at:
        raise Invalid(_("That is over already. Choose a later day."), field="expires_at")
