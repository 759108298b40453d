"""
How a tree becomes a condition on tasks.

Each term becomes a condition that is true or false of every task and never unknown: what a column does not say is ruled
out first (`due_on IS NOT NULL AND due_on < …`), and what lies in other tables is asked by EXISTS or a subquery with a
default. So a not is the exact complement, no row is doubled, and nothing is added to the tasks that were given.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.savedviews.filters.compiling.asking import Asking
from workstate.savedviews.filters.compiling.fields import field_condition
from workstate.savedviews.filters.compiling.flags import FLAGS
from workstate.savedviews.filters.compiling.values import VALUES
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.parsing import parse_in
from workstate.savedviews.filters.printing import quoted
from workstate.savedviews.filters.tables import OF_TIME
from workstate.savedviews.filters.terms import FIELD
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term
from workstate.tasks.models import Task

DEAR: Final = frozenset({"description", "text", "comment", "tracked", "updated"})
"""Terms that ask more of each task than its own row."""


def matching(tasks: QuerySet[Task], text: str, actor: Actor) -> QuerySet[Task]:
    """
    Those of the tasks that the filter lets through, of which the caller has seen to it that the actor may see them.

    Names are looked up among what the actor sees. Raises FilterError.
    """
    wanted = condition(text, actor)
    return tasks if wanted is None else tasks.filter(wanted)


def condition(text: str, actor: Actor) -> Q | None:
    """The same for whoever narrows several lists by one filter, so that names are looked up once; None for an empty one."""
    asking = Asking.of(text, actor)
    node = parse_in(text, asking.context)
    return None if node is None else of_tasks(node, asking)


def of_tasks(node: Node, asking: Asking) -> Q:
    """The condition of a tree, or a part of one, on tasks."""
    match node:
        case Every(nodes):
            return Q(*(of_tasks(one, asking) for one in nodes))
        case Some(nodes):
            return Q(*(of_tasks(one, asking) for one in nodes), _connector=Q.OR)
        case Not(inner):
            return ~of_tasks(inner, asking)
        case Term():
            return _term(node, asking)


def _term(term: Term, asking: Asking) -> Q:
    if term.key == FIELD.key:
        return field_condition(term, asking)
    if flag := FLAGS.get(term.key):
        return flag(asking)
    if term.key in OF_TIME:
        raise _only_of_time(term, asking)
    for value in term.values:
        if DEAR & {term.key, value.word}:
            asking.look_through(value)
    one = VALUES[term.key]
    conditions = [one(term.operator, value, asking) for value in term.values]
    return conditions[0] if len(conditions) == 1 else Q(*conditions, _connector=Q.OR)


def _only_of_time(term: Term, asking: Asking) -> FilterError:
    said = asking.text[term.start : term.end]
    message = _("“%(said)s” is asked of time, in reports. Put it in quotes to look for the word.") % {"said": said}
    return FilterError(message, text=asking.text, start=term.start, end=term.end, instead=quoted(said))
