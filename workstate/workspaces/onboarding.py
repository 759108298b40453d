from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from workstate.accounts.actions import create_account
from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.workspaces.actions import create_personal_workspace


@transaction.atomic
def open_account(
    email: str,
    *,
    password: str | None,
    name: str = "",
    time_zone: str = "UTC",
    administrator: bool = False,
    address_is_known: bool = False,
    via: Via,
) -> User:
    """
    An account with its personal workspace: both or neither.

    `address_is_known`: an administrator vouches for the address, so it needs no confirmation by mail.
    """
    user = create_account(
        email, password=password, name=name, time_zone=time_zone, administrator=administrator, via=via
    )
    create_personal_workspace(user, via=via)
    if address_is_known:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
