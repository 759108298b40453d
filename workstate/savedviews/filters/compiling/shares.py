"""
How a tree becomes a condition on time: on shares of days, or whatever else has a project, a user and says whether it is
billable.

What an entry has itself is asked of its own row. The rest is asked of its task, among the tasks that the actor sees: parts
of a tree that speak of tasks alone become one question. Time without such a task is told apart beforehand by what the part
says of no task at all, so that here too each condition is true or false, and a not the exact complement.

Every other table is asked by EXISTS on what an entry refers to. The database turns that into one pass over the other table
(a join, or a hashed subplan), and looks up row by row only where the other table is too large to be kept in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.db.models import Exists, OuterRef, Q

from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.savedviews.filters.compiling.asking import Asking
from workstate.savedviews.filters.compiling.conditions import of_tasks
from workstate.savedviews.filters.compiling.texts import like
from workstate.savedviews.filters.parsing import parse_in
from workstate.savedviews.filters.tables import ENTRY_FACETS, TIME
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term, Value, some, terms_in
from workstate.tasks.models import Task
from workstate.timetracking.models import EntryLabel

NOTHING: Final = Q(pk__in=[])
ROLLED_UP: Final = frozenset({"project", "project tree", "client", "person", "billable"})
"""Terms that a sum by day, person, project and billable still answers; of what there is or is not, these:"""
ROLLED_UP_FACETS: Final = frozenset({"project", "client"})
FACETS_ASKED: Final = frozenset({"has", "no"})


def time_condition(text: str, actor: Actor) -> Q | None:
    """What the filter says of shares of time that the actor may see; None for an empty one. Raises FilterError."""
    asking = Asking.of(text, actor, TIME)
    node = parse_in(text, asking.context, TIME)
    return None if node is None else _condition(_split(node), asking)


def is_rolled_up(node: Node) -> bool:
    """Whether the filter asks of nothing but project, client, person and billable."""
    return all(
        {value.word for value in term.values} <= ROLLED_UP_FACETS if term.key in FACETS_ASKED else term.key in ROLLED_UP
        for term in terms_in(node)
    )


def asks_who(node: Node) -> bool:
    """Whether the filter asks whose time it is, which a sum over everybody does not tell."""
    return any(term.key == "person" for term in terms_in(node))


def _split(node: Node) -> Node:
    """`has: labels, estimate` as `has: labels | has: estimate`: one is asked of the entry, the other of its task."""
    match node:
        case Every(nodes):
            return Every(tuple(map(_split, nodes)))
        case Some(nodes):
            return Some(tuple(map(_split, nodes)))
        case Not(inner):
            return Not(_split(inner))
        case Term() if node.key in FACETS_ASKED:
            return some([replace(node, values=(value,)) for value in node.values])
    return node


def _condition(node: Node, asking: Asking) -> Q:
    if not any(map(_is_own, terms_in(node))):
        return _of_its_task(node, asking)
    match node:
        case Every(nodes):
            return Q(*_conditions(nodes, Every, asking))
        case Some(nodes):
            return Q(*_conditions(nodes, Some, asking), _connector=Q.OR)
        case Not(inner):
            return ~_condition(inner, asking)
        case Term():
            return _own(node, asking)


def _conditions(nodes: tuple[Node, ...], joined: type[Every | Some], asking: Asking) -> list[Q]:
    """The conditions of each, those on tasks made one question."""
    mixed = [node for node in nodes if any(map(_is_own, terms_in(node)))]
    plain = tuple(node for node in nodes if node not in mixed)
    conditions = [_condition(node, asking) for node in mixed]
    return [*conditions, _of_its_task(joined(plain), asking)] if plain else conditions


def _is_own(term: Term) -> bool:
    """Whether it is asked of the entry itself."""
    if term.key in FACETS_ASKED:
        return term.values[0].word in ENTRY_FACETS
    return term.key in OWN


# -- of the task ---------------------------------------------------------------------------------------------------------


def _of_its_task(node: Node, asking: Asking) -> Q:
    tasks = Task.objects.visible_to(asking.actor).filter(pk=OuterRef("task"))
    if _holds_without_task(node):
        return ~Q(Exists(tasks.filter(of_tasks(Not(node), asking))))
    return Q(Exists(tasks.filter(of_tasks(node, asking))))


def _holds_without_task(node: Node) -> bool:
    """What the part says of time on no task: it has nothing, and is assigned to nobody."""
    match node:
        case Every(nodes):
            return all(map(_holds_without_task, nodes))
        case Some(nodes):
            return any(map(_holds_without_task, nodes))
        case Not(inner):
            return not _holds_without_task(inner)
        case Term():
            return node.key == "no" or any(value.word == "nobody" for value in node.values)


# -- of the entry itself -------------------------------------------------------------------------------------------------


def _own(term: Term, asking: Asking) -> Q:
    if term.key == "billable":
        return Q(billable=True)
    if term.key in FACETS_ASKED:
        condition = _FACETS[term.values[0].word](asking)
        return ~condition if term.key == "no" else condition
    if term.key in _TEXTS:
        for value in term.values:
            if term.key != "text":  # which is counted with what is asked of the task
                asking.look_through(value)
        written = Q(*(like("description", value.text) for value in term.values), _connector=Q.OR)
        # The description is of the entry alone. What else is asked of texts, its task may say too.
        return written if term.key == "description" else written | _of_its_task(term, asking)
    return Q(*(_NAMED[term.key](value, asking) for value in term.values), _connector=Q.OR)


def _projects(value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.projects, "project", asking.sign(value))
    return _among("project", [row.id for row in rows])


def _project_trees(value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.projects, "project", asking.sign(value))
    tree = asking.names.tree_of(row.id for row in rows)
    asking.count_named(len(tree), value)
    return _among("project", list(tree))


def _clients(value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.clients, "client")
    if not rows:
        return NOTHING
    projects = Project.objects.visible_to(asking.actor).filter(client__in=[row.id for row in rows])
    return Q(Exists(projects.filter(pk=OuterRef("project"))))


def _labels(value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.labels, "label", asking.sign(value))
    if not rows:
        return NOTHING
    return Q(Exists(EntryLabel.objects.filter(entry=OuterRef("pk"), label__in=[row.id for row in rows])))


def _people(value: Value, asking: Asking) -> Q:
    if value.word:
        mine = Q(user=asking.actor.user)
        return mine if value.word == "me" else ~mine
    rows = asking.found(value, asking.names.people, "person")
    return _among("user", [row.user for row in rows])


def _among(column: str, ids: list[object]) -> Q:
    return Q(**{f"{column}__isnull": False, f"{column}__in": ids}) if ids else NOTHING


def _has_client(asking: Asking) -> Q:
    projects = Project.objects.visible_to(asking.actor).filter(client__isnull=False)
    return Q(Exists(projects.filter(pk=OuterRef("project"))))


_FACETS: Final[Mapping[str, Callable[[Asking], Q]]] = {
    "task": lambda asking: Q(task__isnull=False),
    "project": lambda asking: Q(project__isnull=False),
    "client": _has_client,
    "labels": lambda asking: Q(Exists(EntryLabel.objects.filter(entry=OuterRef("pk")))),
    "description": lambda asking: ~Q(description=""),
}
_TEXTS: Final = frozenset({"title", "description", "text"})
_NAMED: Final[Mapping[str, Callable[[Value, Asking], Q]]] = {
    "project": _projects,
    "project tree": _project_trees,
    "client": _clients,
    "label": _labels,
    "person": _people,
}
OWN: Final = frozenset({"billable", *_TEXTS, *_NAMED})
"""Terms that are asked of the entry itself."""
