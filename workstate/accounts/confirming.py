"""The password once more, before what a borrowed browser must not do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workstate.accounts.forms import LONGEST_PASSWORD
from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle
from workstate.core.errors import Invalid

CONFIRMATIONS = Throttle("password confirmation", amount=10, seconds=600)


def require_password(user: User, password: str) -> None:
    """Raises Invalid at the field "password" for a wrong one, and TooMany for whoever tries one after the other."""
    if not user.has_usable_password():
        raise Invalid(_("Your account has no password. Set one under Password first."), field="password")
    CONFIRMATIONS.take(str(user.pk))
    if not password or len(password) > LONGEST_PASSWORD or not user.check_password(password):
        raise Invalid(_("This is not your password."), field="password", code="incorrect_password")
