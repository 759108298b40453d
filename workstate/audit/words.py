"""The words of an event: the one place in which the log asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.activity.sentences import Sentence
from workstate.core.actor import Actor
from workstate.feeds.names import Names
from workstate.feeds.words import sentence


class Said:
    """Says the events of a page to a reader. A constant number of queries, however many there are."""

    def __init__(self, events: Sequence[Event], reader: Actor) -> None:
        self._names = Names.of(events, reader)

    def __call__(self, event: Event) -> Sentence:
        return sentence(event, self._names)

    def may_tell(self, event: Event) -> bool:
        """Whether the reader may hear more of it than that it happened."""
        return self._names.knows(event)


def hidden(event: Event, name: str) -> Sentence:
    """That somebody did something of the kind, and nothing of what it was about: "Ana: task completed"."""
    what = event.verb.replace(".", " ").replace("_", " ")
    return Sentence("lock", _("%(name)s: %(what)s"), {"name": name, "what": what})
