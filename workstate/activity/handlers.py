"""Who is told of an event. Rooms subscribe in their apps.py; nobody imports a subscriber."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workstate.activity.models import Event
from workstate.activity.verbs import Verb

Handler = Callable[[Event], None]

_handlers: dict[Verb, list[Handler]] = {}


def subscribe(verbs: Iterable[Verb], handler: Handler) -> None:
    """Have the handler called for each such event, at least once: it may run twice and must not act twice."""
    for verb in verbs:
        subscribed = _handlers.setdefault(verb, [])
        if handler not in subscribed:
            subscribed.append(handler)


def handlers_for(verb: str) -> list[Handler]:
    return _handlers.get(Verb(verb), [])
