"""What can go wrong, in words for people. The web, the API and the command line each show these in their own way."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected, ForeignKeyViolation

logger = logging.getLogger(__name__)


class NotFound(Exception):
    """There is no such thing, or the actor may not know that there is: 404."""


class NotAllowed(Exception):
    """The actor may see the thing but not do this to it: 403."""

    def __init__(self, message: str = "") -> None:
        self.message = str(message or _("You may look at this but not change it."))
        super().__init__(self.message)


class Conflict(Exception):
    """The request contradicts what has happened since: 409. `details` is what programs are told beside it."""

    details: Mapping[str, object] = {}

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Invalid(ValidationError):
    """A value that cannot be taken, with the field it stands in: 400. `details` is what programs are told beside it."""

    details: Mapping[str, object] = {}

    def __init__(self, message: str, *, field: str = "__all__", code: str = "invalid") -> None:
        super().__init__({field: [ValidationError(message, code=code)]})


def lost_race(error: BaseException) -> Conflict | None:
    """
    The refusal that the database's own comes to when two act at once; None for any other error.

    Either two waited for each other and one had to give way (deadlock), or what a row hangs on was removed meanwhile.
    """
    if isinstance(error.__cause__, (DeadlockDetected, ForeignKeyViolation)):
        logger.warning("Two acts came in each other's way.", exc_info=error)
        return Conflict(str(_("Somebody changed this at the same moment, and nothing was done. Try again.")))
    return None


def require(allowed: bool, message: str = "") -> None:
    """Refuse an act that a policy does not allow; raises NotAllowed."""
    if not allowed:
        raise NotAllowed(message)
