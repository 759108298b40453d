"""A letter in words: what the person may see at this moment, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.notifications.kinds import Kind
from workstate.notifications.mail.claiming import Letter, host
from workstate.notifications.mail.stopping import stop_address
from workstate.notifications.models import Notification
from workstate.notifications.reading import Subject, Told, told

MOST_SHOWN: Final = 60
"""Lines of a digest; of the others it says how many there are."""


@dataclass(frozen=True, slots=True)
class Group:
    subject: Subject
    lines: Sequence[Told]

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.lines[-1].path if len(self.lines) == 1 else self.subject.path}"


def write(letter: Letter, notifications: Sequence[Notification], user: User) -> EmailMultiAlternatives:
    """The mail for the person, in their language and formats; as_written_by() is the caller's."""
    lines = told(notifications, user, formats=Formats.of(user))
    ordered = sorted(lines, key=lambda one: one.notification.subject)
    groups = [Group(some[0].subject, some) for some in (list(s) for _k, s in groupby(ordered, key=_subject))]
    groups.sort(key=lambda group: group.lines[0].notification.pk)
    kinds = sorted({Kind(one.kind) for one in notifications})
    stop = stop_address(user, kinds)
    subject = _digest_subject(len(lines)) if letter.is_digest else _subject_line(groups[0].subject)
    context: dict[str, Any] = {
        "subject": subject,
        "groups": _cut(groups),
        "more": max(0, len(lines) - MOST_SHOWN),
        "is_digest": letter.is_digest,
        "kinds": [str(kind.label) for kind in kinds],
        "site_url": settings.SITE_URL,
        "centre_url": f"{settings.SITE_URL}{reverse('notifications:centre')}",
        "preferences_url": f"{settings.SITE_URL}{reverse('notification_settings:preferences')}",
        "stop_url": stop,
    }
    reply_to = getattr(settings, "EMAIL_REPLY_TO", "")
    message = EmailMultiAlternatives(
        subject,
        render_to_string("notifications/mail/told_mail.txt", context),
        to=[user.email],
        headers=_headers(letter, notifications, stop),
        reply_to=[reply_to] if reply_to else None,
    )
    message.attach_alternative(render_to_string("notifications/mail/told_mail.html", context), "text/html")
    return message


def _headers(letter: Letter, notifications: Sequence[Notification], stop: str) -> dict[str, str]:
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if not letter.is_digest:
        # Nobody was ever sent the letter of that id: it is what all letters about the subject answer.
        thread = f"<{notifications[0].subject}@{host()}>"
        headers |= {"In-Reply-To": thread, "References": thread}
    return headers


def _subject(one: Told) -> str:
    return one.notification.subject


def _subject_line(subject: Subject) -> str:
    """The same for all letters about it, so that programs show them as one conversation."""
    title = " ".join(subject.title.split())
    return f"{title} ({subject.key})" if subject.key else title


def _digest_subject(count: int) -> str:
    return ngettext("%(count)d thing to know", "%(count)d things to know", count) % {"count": count}


def _cut(groups: Sequence[Group]) -> list[Group]:
    left = MOST_SHOWN
    shown = []
    for group in groups:
        if left <= 0:
            break
        shown.append(Group(group.subject, group.lines[:left]))
        left -= len(group.lines)
    return shown


def reason_of_nothing() -> str:
    return _("Read, done with, or not to be seen any more.")
