"""How mail leaves the server, and a mail that shows whether it does."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: the words of the mail server where one was asked."""

    accepted: bool
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    note: str = ""


def facts() -> list[Fact]:
    """The settings by which mail is sent, without their secrets."""
    return [
        Fact("EMAIL_HOST", settings.EMAIL_HOST or _("not set")),
        Fact("EMAIL_PORT", str(settings.EMAIL_PORT)),
        Fact("EMAIL_USE_TLS", _("yes") if settings.EMAIL_USE_TLS else _("no")),
        Fact("EMAIL_HOST_USER", settings.EMAIL_HOST_USER or _("not set")),
        Fact("EMAIL_HOST_PASSWORD", _("set; it is not shown") if settings.EMAIL_HOST_PASSWORD else _("not set")),
        Fact("DEFAULT_FROM_EMAIL", settings.DEFAULT_FROM_EMAIL),
        Fact("EMAIL_REPLY_TO", settings.EMAIL_REPLY_TO or _("not set")),
        Fact("SITE_URL", settings.SITE_URL, _("Links in mails lead there.")),
    ]


def send_test(to: str) -> Answer:
    """Send a mail to one address; never raises, for what goes wrong is what one wants to know."""
    words = _("This mail was sent by an administrator of Workstate to see whether mail arrives. It did.")
    message = EmailMessage(_("A test mail from Workstate"), words, settings.DEFAULT_FROM_EMAIL, [to])
    connection = get_connection(fail_silently=False)
    try:
        if isinstance(connection, EmailBackend):
            return _by_smtp(connection, message, to)
        message.connection = connection
        message.send()
    except smtplib.SMTPResponseException as refused:
        return Answer(False, f"{refused.smtp_code} {_text(refused.smtp_error)}")
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()))
        return Answer(False, f"{code} {_text(answer)}")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Answer(False, f"{type(error).__name__}: {error}"[:300])
    return Answer(
        True, _("Handed to %(backend)s, which sends no mail by itself.") % {"backend": settings.EMAIL_BACKEND}
    )


def _by_smtp(backend: EmailBackend, message: EmailMessage, to: str) -> Answer:
    """Step by step, since sendmail() keeps to itself what the server says at the end."""
    backend.open()
    smtp: Any = backend.connection
    try:
        for code, words in (smtp.ehlo(), smtp.mail(_bare(settings.DEFAULT_FROM_EMAIL)), smtp.rcpt(to)):
            if not 200 <= code < 300:
                return Answer(False, f"{code} {_text(words)}")
        code, words = smtp.data(message.message().as_bytes())
        return Answer(200 <= code < 300, f"{code} {_text(words)}")
    finally:
        backend.close()


def _bare(address: str) -> str:
    from email.utils import parseaddr

    return parseaddr(address)[1]


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())[:300]
