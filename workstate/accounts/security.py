"""What happened at the door of an account, in words: for the person themself, and for administrators of the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.accounts.devices import words_of_device
from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb

_WORDS: Final[Mapping[str, Promise]] = {
    Verb.ACCOUNT_CREATED: gettext_lazy("opened an account"),
    Verb.ACCOUNT_CHANGED: gettext_lazy("changed settings of their own"),
    Verb.ACCOUNT_PASSWORD_CHANGED: gettext_lazy("changed the password"),
    Verb.ACCOUNT_SESSION_ENDED: gettext_lazy("signed a device out"),
    Verb.ACCOUNT_KEY_CREATED: gettext_lazy("made a key for a program"),
    Verb.ACCOUNT_KEY_REVOKED: gettext_lazy("revoked a key"),
    Verb.ACCOUNT_SIGNED_IN: gettext_lazy("signed in"),
    Verb.ACCOUNT_SIGN_IN_LOCKED: gettext_lazy("gave too many wrong passwords for an account"),
    Verb.ACCOUNT_DISABLED: gettext_lazy("disabled an account"),
    Verb.ACCOUNT_ENABLED: gettext_lazy("enabled an account"),
    Verb.ACCOUNT_PROMOTED: gettext_lazy("made somebody an administrator of this server"),
    Verb.ACCOUNT_DEMOTED: gettext_lazy("took administration of this server from somebody"),
    Verb.ACCOUNT_RESET_SENT: gettext_lazy("sent a link for a new password"),
    Verb.ACCOUNT_DELETION_ASKED: gettext_lazy("asked for the account to be deleted"),
    Verb.ACCOUNT_DELETION_TAKEN_BACK: gettext_lazy("kept the account after all"),
    Verb.ACCOUNT_DELETED: gettext_lazy("deleted an account for good"),
    Verb.EXPORT_ASKED: gettext_lazy("asked for everything of their own"),
    Verb.EXPORT_MADE: gettext_lazy("put everything of a person’s own into a file"),
    Verb.EXPORT_FAILED: gettext_lazy("could not put everything of a person’s own into a file"),
    Verb.EXPORT_DISCARDED: gettext_lazy("threw an export away"),
    Verb.EXPORT_FETCHED: gettext_lazy("fetched an export"),
    Verb.SERVER_MAIL_TESTED: gettext_lazy("sent a test mail"),
    Verb.SERVER_MAILS_RETRIED: gettext_lazy("had mails sent again that were given up"),
    Verb.SERVER_RELAY_RETRIED: gettext_lazy("had events tried again"),
    Verb.SERVER_ORPHANS_CLEARED: gettext_lazy("removed files that nothing knew"),
}
SHOWN: Final = [
    verb for verb in Verb if verb.startswith(("account.", "export.")) and verb not in {Verb.ACCOUNT_CHANGED}
]
"""What a person is shown of their own account."""


def words_of(event: Event, about: User | None = None) -> str:
    """What was done, and to whom if that is another than who did it."""
    words = str(_WORDS.get(event.verb, event.verb))
    return _("%(what)s: %(person)s") % {"what": words, "person": about} if about else words


@dataclass(frozen=True, slots=True)
class Act:
    event: Event
    words: str

    @property
    def device(self) -> str:
        return words_of_device(self.event.device) if self.event.device else ""


def door_of(user: User, limit: int = 20) -> list[Act]:
    """What happened at the door of the person's account, newest first."""
    events = Event.objects.about(user).filter(workspace=None, verb__in=SHOWN)
    return [Act(event, _said(event, user)) for event in events.select_related("user").order_by("-pk")[:limit]]


def _said(event: Event, user: User) -> str:
    who = _("You") if event.user == user else str(event.user or _("Somebody"))
    return _("%(who)s %(did)s") % {"who": who, "did": words_of(event)}
