"""
Addresses under which a file is handed out: signed, for one person, one file and one purpose, for ten minutes.

Whoever opens one is looked at again: an address that was sent on, or that outlived a membership, opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from workstate.attachments.models import Attachment
from workstate.core.actor import Actor
from workstate.core.errors import NotFound

LASTS = 600  # seconds


class Purpose(StrEnum):
    """What is shown: the file itself, to be saved, or a picture that we drew of it."""

    DOWNLOAD = "download"
    THUMBNAIL = "thumbnail"
    PREVIEW = "preview"


class Expired(Exception):
    """It was right once."""


@dataclass(frozen=True, slots=True)
class Opened:
    attachment_id: UUID
    purpose: Purpose


def signed_address(attachment: Attachment, purpose: Purpose, *, actor: Actor) -> str:
    token = _signer().sign_object([str(attachment.pk), str(actor.user.pk), purpose.value])
    return reverse("attachments:content", args=[actor.workspace.slug, token])


def opened(token: str, *, actor: Actor) -> Opened:
    """What the address is for; raises NotFound for one that is not this person's or not ours, Expired for an old one."""
    try:
        attachment, user, purpose = _signer().unsign_object(token, max_age=LASTS)
    except SignatureExpired as error:
        raise Expired from error
    except (BadSignature, ValueError) as error:
        raise NotFound from error
    if user != str(actor.user.pk):
        raise NotFound
    return Opened(UUID(attachment), Purpose(purpose))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="workstate.attachments.addresses")
