"""The filter of a list that programs ask for."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from workstate.core.actor import Actor
from workstate.savedviews.filters.compiling import matching
from workstate.savedviews.filters.days import context_by
from workstate.savedviews.filters.parsing import parse_in
from workstate.savedviews.filters.tree import terms_in
from workstate.tasks.models import Task

ENDED: Final = frozenset({"open", "done", "cancelled", "completed", "completed by", "archived"})
"""Terms that speak of what has ended: whoever uses one says what is to be left out."""


def narrowed(tasks: QuerySet[Task], text: str, actor: Actor, as_it_is: bool) -> QuerySet[Task]:
    """
    Those that the filter lets through; unless it speaks of what has ended, or the list is to stay as it is, those that
    are open. Raises FilterError.
    """
    found = matching(tasks, text, actor)
    if as_it_is:
        return found
    node = parse_in(text, context_by(actor))
    ended = node is not None and any(term.key in ENDED for term in terms_in(node))
    return found if ended else found.filter(completed_at=None, cancelled_at=None)
