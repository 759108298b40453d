"""The mail of an invitation. What is to be sent stands in the database; a worker that dies only delays it."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from workstate.accounts.adapter import MAILS
from workstate.accounts.formats import Formats, written_as
from workstate.accounts.throttles import TooMany
from workstate.core.clock import now
from workstate.workspaces.invitations.links import address_of
from workstate.workspaces.invitations.worth import holds
from workstate.workspaces.models import Invitation

logger = logging.getLogger(__name__)

# Waits before another attempt, each longer; after the last of them it is given up and said in the list.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 20, 60, 240, 720))


def send_next() -> bool:
    """Send one mail that is due; safe in many workers at once. False when nothing is left."""
    with transaction.atomic():
        due = Invitation.objects.due().select_related("workspace", "created_by")
        invitation = due.order_by("send_after", "pk").select_for_update(of=("self",), skip_locked=True).first()
        if invitation is None:
            return False
        wait = _held_back(invitation)
        if wait is None:
            # Taken for as long as an attempt may last: should this worker die, the next one tries again after that.
            invitation.attempts += 1
            last = invitation.attempts > len(WAITS)
            invitation.send_after = None if last else now() + WAITS[invitation.attempts - 1]
            invitation.failed_at = now() if last else None
            invitation.save(update_fields=["attempts", "send_after", "failed_at"])
    if wait is None:
        _send(invitation)
    return True


def _held_back(invitation: Invitation) -> timedelta | None:
    """How long it must wait, written down; zero for what is not to be sent at all. None: it goes now."""
    if not holds(invitation):
        invitation.send_after, invitation.failed_at = None, now()
        invitation.save(update_fields=["send_after", "failed_at"])
        return timedelta()
    try:
        # Whoever types somebody's address into our forms must not fill that person's mailbox.
        MAILS.take(f"invitation {invitation.email}")
    except TooMany as refusal:
        wait = timedelta(seconds=refusal.seconds)
        invitation.send_after = now() + wait
        invitation.save(update_fields=["send_after"])
        return wait
    return None


def _send(invitation: Invitation) -> None:
    this = Invitation.objects.filter(pk=invitation.pk, sendings=invitation.sendings)
    try:
        _message(invitation).send()
    except SMTPRecipientsRefused:
        logger.info("The mail of invitation %s was refused for its address.", invitation.pk)
        this.update(send_after=None, failed_at=now())
    except (SMTPException, OSError):
        logger.exception("The mail of invitation %s could not be sent.", invitation.pk)
    else:
        this.update(send_after=None, failed_at=None, sent_at=now())


def _message(invitation: Invitation) -> EmailMultiAlternatives:
    inviter, workspace = invitation.created_by, invitation.workspace
    with written_as(Formats.of(inviter)):
        names = {"who": str(inviter), "workspace": workspace.name}
        context = {
            "invitation": invitation,
            **names,
            "url": address_of(invitation),
            "site_url": settings.SITE_URL,
            "binds": workspace.binds_invitations,
        }
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        message = EmailMultiAlternatives(
            _("%(who)s invites you to %(workspace)s") % names,
            render_to_string("workspaces/mail/invitation_mail.txt", context),
            to=[invitation.email],
            headers={
                "Message-ID": f"<invitation.{invitation.pk.hex}.{invitation.sendings}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("workspaces/mail/invitation_mail.html", context), "text/html")
    return message
