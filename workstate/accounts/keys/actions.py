"""Making and revoking keys. They are a person's own, in whichever workspaces they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.keys.models import ApiKey
from workstate.accounts.keys.scopes import clean_scopes
from workstate.accounts.keys.secret import SHOWN, fingerprint, new_key
from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Origin, Via
from workstate.core.errors import Conflict, Invalid
from workstate.core.text import NAME_LENGTH, clean_line

MOST_KEYS = 100
LONGEST_LIFE = timedelta(days=366 * 10)


@transaction.atomic
def create_key(
    user: User,
    name: str,
    scopes: Iterable[str],
    *,
    expires_at: datetime | None = None,
    via: Via = Via.WEB,
    origin: Origin | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; answers it and its text, which is told this once. Raises Invalid at the field, and Conflict for too many."""
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    scopes = clean_scopes(scopes)
    at = timezone.now()
    if expires_at is not None and not at < expires_at <= at + LONGEST_LIFE:
        raise Invalid(_("Choose a moment to come, within ten years."), field="expires_at")
    user = User.objects.select_for_update().get(pk=user.pk)
    if ApiKey.objects.kept().filter(user=user).count() >= MOST_KEYS:
        raise Conflict(_("You have a hundred keys. Revoke those that nothing uses any more."))
    text = new_key()
    key = ApiKey.objects.create(
        user=user, name=name, start=text[:SHOWN], hash=fingerprint(text), scopes=scopes, expires_at=expires_at
    )
    record_for_account(
        Verb.ACCOUNT_KEY_CREATED, user, user=user, via=via, origin=origin, key=str(key.pk), name=name, scopes=scopes
    )
    return key, text


@transaction.atomic
def revoke_key(key: ApiKey, *, via: Via = Via.WEB, origin: Origin | None = None) -> None:
    """End a key at once; the same key a second time does nothing."""
    key = ApiKey.objects.select_for_update().select_related(None).get(pk=key.pk)
    if key.revoked_at:
        return
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    user = key.user
    told = {"key": str(key.pk), "name": key.name}
    record_for_account(Verb.ACCOUNT_KEY_REVOKED, user, user=user, via=via, origin=origin, **told)
