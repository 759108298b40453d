"""Who administers the server: a person whose account says so, and nobody by a workspace's role."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.actor import Origin, Via
from workstate.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Operator:
    """Every act of administration takes one as `by`."""

    user: User
    via: Via = Via.WEB
    origin: Origin | None = None

    def require(self) -> None:
        """Refuse whoever administers no more, or never did; raises NotAllowed. Looked up anew: it may just have been taken."""
        if not User.objects.filter(pk=self.user.pk, is_staff=True, is_active=True).exists():
            raise NotAllowed(_("Only administrators of this server do that. Ask one of them."))
