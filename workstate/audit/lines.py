"""The log as it is read: who did what, when, from where and by what means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workstate.accounts.devices import words_of_device
from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.sentences import Sentence
from workstate.audit.kinds import noun_of
from workstate.audit.words import Said, hidden
from workstate.core.actor import Actor, Via
from workstate.reports.models import SavedReport
from workstate.savedviews.models import SavedView

# What it says of these stands or falls with a row that the reader sees, or does not.
_OF_A_TASK = frozenset({"task", "comment", "attachment"})
_BY_ROW: Mapping[str, Callable[[Actor], QuerySet[Any]]] = {
    "saved_view": SavedView.objects.visible_to,
    "saved_report": SavedReport.objects.visible_to,
}
# What these say is their person's own, whoever runs the workspace.
_THEIRS = frozenset({"import", "report_file", "report_schedule", "report_delivery", "export", "account"})


@dataclass(frozen=True, slots=True)
class Line:
    """One act. Of what the reader may not know, `said` tells no more than that it was done."""

    event: Event
    said: Sentence
    is_hidden: bool

    @property
    def words(self) -> str:
        return str(self.said)

    @property
    def html(self) -> SafeString:
        return self.said.html

    @property
    def person(self) -> User | None:
        return self.event.user

    @property
    def name(self) -> str:
        return name_of(self.event)

    @property
    def at(self) -> datetime:
        return self.event.happened_at

    @property
    def means(self) -> str:
        return str(Via(self.event.via).label)

    @property
    def address(self) -> str:
        return self.event.address or ""

    @property
    def device(self) -> str:
        return words_of_device(self.event.device) if self.event.device else ""

    @property
    def subject(self) -> str:
        """As the log is asked for all that happened to it."""
        return f"{self.event.subject_type}:{self.event.subject_id}"

    def as_json(self) -> dict[str, Any]:
        """For programs. What the reader may not know is left out, with the data that would tell it."""
        event = self.event
        return {
            "id": event.pk,
            "at": event.happened_at.isoformat(),
            "verb": event.verb,
            "words": self.words,
            "person": {"id": str(event.user_id), "name": self.name} if event.user_id else None,
            "via": event.via,
            "address": event.address,
            "device": self.device or None,
            "subject": {"type": event.subject_type, "id": event.subject_id},
            "hidden": self.is_hidden,
            "data": None if self.is_hidden else event.data,
        }


def name_of(event: Event) -> str:
    if event.user:
        return str(event.user)
    return _("Workstate") if event.via == Via.SYSTEM else _("Somebody who is no longer here")


def lines_of(events: Sequence[Event], actor: Actor) -> list[Line]:
    """As the actor may read them. A constant number of queries, however many there are."""
    say = Said(events, actor)
    concealed = _hidden(events, actor, say)
    return [
        Line(event, hidden(event, name_of(event)), True) if event.pk in concealed else Line(event, say(event), False)
        for event in events
    ]


def _hidden(events: Iterable[Event], actor: Actor, say: Said) -> set[int]:
    """
    Those whose words are not for the actor: of another's inbox, private view or report, or file. Whoever runs a workspace is
    told that something was done, never what it was about. A query for each table of private rows.
    """
    others = [event for event in events if event.user_id != actor.user.pk]
    found = {event.pk for event in others if noun_of(event.verb) in _OF_A_TASK and not say.may_tell(event)}
    for noun, seen_by in _BY_ROW.items():
        rows = [event for event in others if noun_of(event.verb) == noun]
        seen = _seen(seen_by(actor), [event.subject_id for event in rows])
        found |= {event.pk for event in rows if event.subject_id not in seen}
    return found | {event.pk for event in others if noun_of(event.verb) in _THEIRS}


def _seen(rows: QuerySet[Any], pks: Iterable[str]) -> set[str]:
    wanted = {pk for pk in pks if _is_id(pk)}
    return set(map(str, rows.filter(pk__in=wanted).values_list("pk", flat=True))) if wanted else set()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
