"""The words of an event: the one place in which the log asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.activity.models import Event
from workstate.core.actor import Actor


class SaidBy:
    """Says events of a page to a reader."""

    def __init__(self, events: Sequence[Event], reader: Actor) -> None:
        self._reader = reader

    def __call__(self, event: Event) -> str:
        return plain_words(event.verb)


def plain_words(verb: str) -> str:
    """That something of the kind was done, and nothing of what it was about: "task completed"."""
    return verb.replace(".", " ").replace("_", " ")
