"""Who is told of an event. Rooms subscribe in their apps.py; nobody imports a subscriber."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from workstate.activity.models import Event
from workstate.activity.verbs import Verb

Handler = Callable[[Sequence[Event]], None]

_handlers: dict[Verb, list[Handler]] = {}


def subscribe(verbs: Iterable[Verb], handler: Handler) -> None:
    """
    Have the handler called for such events, at least once: it may run twice for one and must not act twice.

    It gets together what one act did to many, of the verbs that it subscribed to.
    """
    for verb in verbs:
        subscribed = _handlers.setdefault(verb, [])
        if handler not in subscribed:
            subscribed.append(handler)


def handle(events: Sequence[Event]) -> None:
    """Call each handler once with those of the events that it subscribed to."""
    concerned: dict[Handler, list[Event]] = {}
    for event in events:
        for handler in _handlers.get(Verb(event.verb), []):
            concerned.setdefault(handler, []).append(event)
    for handler, some in concerned.items():
        handler(some)
