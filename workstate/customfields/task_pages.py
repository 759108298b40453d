"""What custom fields put on tasks: rows among the facts, words in the history, their part of undoing, values in the API."""

from __future__ import annotations

from workstate.customfields import facts, history, queries
from workstate.tasks import extensions


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_facts("customfields/_facts.html", facts.facts_of, more="customfields/_offers.html")
    extensions.register_change_words(history.change_words)
    extensions.register_put_back(history.PREFIX, history.put_back)
    extensions.register_shape(queries.with_values, queries.fetched_values)
