"""The filter of a report: the filter language, asked of time. docs/filters.md tells people, under "In reports"."""

from __future__ import annotations

from django.db.models import Q

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.savedviews import filters
from workstate.timetracking.models.days import DayShareQuerySet


def filtered(shares: DayShareQuerySet, text: str, actor: Actor) -> DayShareQuerySet:
    """
    Those of the shares that the filter lets through, of which the caller has seen to it that the actor may see them.

    Names, days and whatever is asked of tasks are the actor's. As many queries as the kinds of name in the text, none more
    for a longer one. Raises FilterError, which tells the place in the text and what may have been meant.
    """
    wanted = condition(text, actor)
    return shares if wanted is None else shares.filter(wanted)


def condition(text: str, actor: Actor) -> Q | None:
    """
    The same, for whoever narrows several lists by one filter; None for an empty one. Raises FilterError.

    A filter that does not ask about entries (`needs_entries`) narrows whatever has project, user and billable.
    """
    return filters.time_condition(text, actor)


def needs_entries(asked: str | filters.Node | None, actor: Actor | None = None) -> bool:
    """
    Whether a filter asks about anything besides project, client, person and billable, which sums of a day do not tell.

    True of a text that cannot be read: whoever uses it says why.
    """
    if isinstance(asked, str):
        try:
            asked = filters.parse(asked, Formats.of(actor.user) if actor else None, filters.TIME)
        except filters.FilterError:
            return True
    return asked is not None and not filters.is_rolled_up(asked)


def asks_who(text: str, actor: Actor) -> bool:
    """Whether a filter asks whose time it is; of one that cannot be read too, whose reader says why."""
    try:
        asked = filters.parse(text, Formats.of(actor.user), filters.TIME)
    except filters.FilterError:
        return True
    return asked is not None and filters.asks_who(asked)
