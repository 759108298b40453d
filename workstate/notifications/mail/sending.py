"""Letters that are due leave the house, one after another; several workers may be at it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Final

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.linked import as_written_by
from workstate.accounts.models import User
from workstate.notifications.kinds import Channel
from workstate.notifications.mail.claiming import Letter, drop_all_due, put_off, settle, take_letter
from workstate.notifications.mail.writing import reason_of_nothing, write
from workstate.notifications.models import DeliveryState
from workstate.notifications.wanted import still_wanted

logger = logging.getLogger(__name__)

MOST: Final = 500
LONGEST: Final = timedelta(minutes=2)
"""So long a worker sends before it lets others have their turn; the next look goes on."""


class ServerAway(Exception):
    """The mail server does not answer: there is no use in trying the next letter."""


def send_due_mail(at: datetime | None = None) -> int:
    """Send what is due by the instant; how many letters left the house."""
    if not settings.EMAIL_CONFIGURED:
        drop_all_due(at or timezone.now())
        return 0
    sent, begun = 0, timezone.now()
    connection = get_connection()
    try:
        for _turn in range(MOST):
            if timezone.now() - begun > LONGEST:
                break
            letter = take_letter(at or timezone.now())
            if letter is None:
                break
            sent += send(letter, connection)
    except ServerAway as error:
        logger.warning("Mails wait: the mail server does not take them (%s).", error)
    finally:
        _close(connection)
    return sent


def send(letter: Letter, connection: BaseEmailBackend) -> bool:
    """Whether the letter left the house. What nobody may or needs to read any more is dropped. Raises ServerAway."""
    user = User.objects.filter(pk=letter.user, is_active=True).first()
    named = [one.notification_id for one in letter.deliveries]
    wanted = still_wanted(named, user, Channel.MAIL) if user else []
    of_wanted = {one.pk for one in wanted}
    dropped = [one.pk for one in letter.deliveries if one.notification_id not in of_wanted]
    if dropped:
        settle(letter, dropped, DeliveryState.DROPPED, reason_of_nothing())
    if user is None or not wanted:
        return False
    left = [one.pk for one in letter.deliveries if one.notification_id in of_wanted]
    try:
        with as_written_by(user):
            message = write(letter, wanted, user)
        message.connection = connection
        connection.open()
        message.send()
    # All of these are OSErrors: what is of this letter alone is asked first.
    except SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (450, b""))[0]
        reason = _("The mail server refused the address (%(code)s).") % {"code": code}
        if code >= 500:
            settle(letter, left, DeliveryState.FAILED, reason)
        else:
            put_off(letter, reason)
        return False
    except (SMTPSenderRefused, SMTPDataError) as error:
        put_off(letter, _("The mail server did not take it (%(code)s).") % {"code": error.smtp_code})
        _close(connection)
        return False
    except OSError as error:
        put_off(letter, _("The mail server does not answer (%(error)s).") % {"error": type(error).__name__})
        raise ServerAway(type(error).__name__) from error
    except Exception:
        # Whatever is wrong with this one must hold up no other.
        logger.exception("Letter %s could not be written.", letter.message_id)
        put_off(letter, _("It could not be written."))
        return False
    settle(letter, left, DeliveryState.SENT)
    return True


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.info("The connection to the mail server was not closed well: %s", error)
