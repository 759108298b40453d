"""The secret in an invitation's link."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from workstate.workspaces.models import Invitation

# Where in the session it stands by which invitation somebody came who is on the way to an account: not its secret.
INVITED = "invited_by"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_salt() -> str:
    return secrets.token_hex(16)


def token_of(invitation: Invitation) -> str:
    """
    256 bits, made of a random salt by the server's key: the same each time it is asked for, and nothing that is stored.

    After a change of SECRET_KEY links that went out before still open; one that is sent again is another one.
    """
    digest = salted_hmac("workstate.invitation", f"{invitation.pk.hex}{invitation.salt}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(invitation: Invitation) -> str:
    """The link, at this server's own address, whatever host was asked for."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('invitations:invitation', args=[token_of(invitation)])}"


def found_by_token(token: str) -> Invitation | None:
    return found_by_hash(hash_of(token)) if _TOKEN.fullmatch(token) else None


def found_by_hash(digest: str) -> Invitation | None:
    """None where there is no such invitation, and where its workspace was deleted."""
    found = Invitation.objects.select_related("workspace", "created_by")
    return found.filter(token_hash=digest, workspace__deleted_at=None).first()
