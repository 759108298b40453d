"""The end of mails of some kinds by one click, without signing in: the signed address alone says whose mails end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.kinds import TRAITS, Channel, How, Kind
from workstate.notifications.preferences import wishes_of

_signer = Signer(salt="workstate.notifications.mails")


@dataclass(frozen=True, slots=True)
class Stop:
    """Whose mails, and of which kinds."""

    user: User
    kinds: Sequence[Kind]

    @property
    def is_done(self) -> bool:
        return not any(wishes_of(self.user).is_on(kind, Channel.MAIL) for kind in self.kinds)


def stop_address(user: User, kinds: Iterable[Kind]) -> str:
    token = _signer.sign(".".join([user.pk.hex, *sorted(kinds)]))
    return f"{settings.SITE_URL}{reverse('notifications:mails', args=[token])}"


def stop_of(token: str) -> Stop | None:
    """Of such an address; None for any other. A kind that is not known any more is passed over."""
    try:
        said, *names = _signer.unsign(token).split(".")
    except BadSignature:
        return None
    user = User.objects.filter(pk=said, is_active=True).first()
    return Stop(user, [Kind(name) for name in names if name in Kind.values]) if user else None


def stop_mails(user: User, kinds: Iterable[Kind]) -> None:
    """No mails of these kinds from now on, nor in the digest; what waits to be sent is dropped when its time comes."""
    off = {kind: {Channel.MAIL: How.OFF} for kind in kinds if TRAITS[kind].default(Channel.MAIL) is not None}
    change_preferences(user, via=Via.WEB, channels=off)
