"""Conditions with a value: due before: friday, #Website, tracked > estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.core.clock import start_of_day
from workstate.core.durations import parse_duration
from workstate.savedviews.filters.compiling.asking import Asking
from workstate.savedviews.filters.compiling.facets import facet_condition
from workstate.savedviews.filters.compiling.texts import comment_has, has_words
from workstate.savedviews.filters.days import Stretch
from workstate.savedviews.filters.tree import Value
from workstate.tasks.models import Task, TaskAssignee, TaskLabel
from workstate.timetracking.models import TimeEntry

Condition = Callable[[str, Value, Asking], Q]
NOTHING: Final = Q(pk__in=[])
_LARGEST: Final = 2_147_483_647
_LOOKUPS: Final = {":": "exact", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_COMPARED: Final[dict[str, Callable[[Any, Any], Any]]] = {
    ":": Exact,
    "<": LessThan,
    "<=": LessThanOrEqual,
    ">": GreaterThan,
    ">=": GreaterThanOrEqual,
}


def _priority(operator: str, value: Value, asking: Asking) -> Q:
    return Q(**{f"priority__{_LOOKUPS[operator]}": int(value.text)})


# -- days and instants --------------------------------------------------------------------------------------------------


def in_days(column: str, operator: str, stretch: Stretch) -> Q:
    """A column of days against one day or several; a column that says nothing is never in, before or after."""
    said = {f"{column}__isnull": False}
    limits: dict[str, Any] = {
        ":": {f"{column}__gte": stretch.first, f"{column}__lte": stretch.last},
        "<": {f"{column}__lt": stretch.first},
        "<=": {f"{column}__lte": stretch.last},
        ">": {f"{column}__gt": stretch.last},
        ">=": {f"{column}__gte": stretch.first},
    }
    return Q(**said, **limits[operator])


def _day(column: str) -> Condition:
    def condition(operator: str, value: Value, asking: Asking) -> Q:
        return in_days(column, operator, asking.days(value))

    return condition


def _due(operator: str, value: Value, asking: Asking) -> Q:
    """With a time of day, tasks that have one are compared to the minute, and the others by their day."""
    stretch = asking.days(value)
    if stretch.at is None:
        return in_days("due_on", operator, stretch)
    timed = Q(due_at__isnull=False, **{f"due_at__{_LOOKUPS[operator]}": stretch.at})
    if operator == ":":
        return timed
    strictly = operator[0]
    return timed | (Q(due_at=None) & in_days("due_on", strictly, stretch))


def _instants(operator: str, stretch: Stretch, asking: Asking) -> dict[str, Any]:
    """Lookups of an instant against days of the actor's zone, or against one instant."""
    if stretch.at is not None and operator != ":":
        return {_LOOKUPS[operator]: stretch.at}
    if stretch.at is not None:
        return {"gte": stretch.at, "lt": stretch.at + timedelta(minutes=1)}
    first, behind = start_of_day(stretch.first, asking.actor.zone), start_of_day(_next(stretch.last), asking.actor.zone)
    return {
        ":": {"gte": first, "lt": behind},
        "<": {"lt": first},
        "<=": {"lt": behind},
        ">": {"gte": behind},
        ">=": {"gte": first},
    }[operator]


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _moment(column: str) -> Condition:
    def condition(operator: str, value: Value, asking: Asking) -> Q:
        limits = _instants(operator, asking.days(value), asking)
        return Q(**{f"{column}__isnull": False}, **{f"{column}__{lookup}": limit for lookup, limit in limits.items()})

    return condition


def _updated(operator: str, value: Value, asking: Asking) -> Q:
    """By the last event about the task, or its making where nothing has happened since."""
    events = Event.objects.filter(
        workspace=asking.actor.workspace,
        subject_type=Task._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-id")
    last = Greatest(F("created_at"), Subquery(events.values("happened_at")[:1]), output_field=DateTimeField())
    compared = {"lt": LessThan, "lte": LessThanOrEqual, "gt": GreaterThan, "gte": GreaterThanOrEqual}
    limits = _instants(operator, asking.days(value), asking)
    return Q(*(compared[lookup](last, limit) for lookup, limit in limits.items()))


# -- names --------------------------------------------------------------------------------------------------------------


def _project(operator: str, value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.projects, "project", asking.sign(value))
    return _among("project", [row.id for row in rows])


def _project_tree(operator: str, value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.projects, "project", asking.sign(value))
    tree = asking.names.tree_of(row.id for row in rows)
    asking.count_named(len(tree), value)
    return _among("project", tree)


def _section(operator: str, value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.sections, "section", asking.sign(value))
    return _among("section", [row.id for row in rows])


def _label(operator: str, value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.labels, "label", asking.sign(value))
    if not rows:
        return NOTHING
    return Q(Exists(TaskLabel.objects.filter(task=OuterRef("pk"), label__in=[row.id for row in rows])))


def _client(operator: str, value: Value, asking: Asking) -> Q:
    rows = asking.found(value, asking.names.clients, "client")
    return _among("project__client", [row.id for row in rows])


def _among(column: str, ids: Any) -> Q:
    ids = list(ids)
    return Q(**{f"{column}__isnull": False, f"{column}__in": ids}) if ids else NOTHING


def _assigned(operator: str, value: Value, asking: Asking) -> Q:
    people = TaskAssignee.objects.filter(task=OuterRef("pk"))
    if value.word == "nobody":
        return ~Q(Exists(people))
    if value.word == "me":
        return Q(Exists(people.filter(member__user=asking.actor.user)))
    if value.word == "others":
        return Q(Exists(people.exclude(member__user=asking.actor.user)))
    rows = asking.found(value, asking.names.people, "person", asking.sign(value))
    return Q(Exists(people.filter(member__in=[row.id for row in rows]))) if rows else NOTHING


def _by(column: str) -> Condition:
    def condition(operator: str, value: Value, asking: Asking) -> Q:
        known = Q(**{f"{column}__isnull": False})
        mine = Q(**{column: asking.actor.user})
        if value.word == "me":
            return known & mine
        if value.word == "others":
            return known & ~mine
        rows = asking.found(value, asking.names.people, "person")
        return _among(column, [row.user for row in rows])

    return condition


# -- lengths, numbers, words -------------------------------------------------------------------------------------------


def tracked(asking: Asking) -> Combinable:
    """Seconds of the finished entries that the actor may see."""
    finished = TimeEntry.objects.visible_to(asking.actor).finished().filter(task=OuterRef("pk")).order_by()
    total = finished.values("task").annotate(total=Sum("duration")).values("total")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


def _duration(own: str) -> Condition:
    def condition(operator: str, value: Value, asking: Asking) -> Q:
        sides = {"estimate": F("estimate"), "tracked": tracked(asking)}
        needs = Q(estimate__isnull=False) if "estimate" in {own, value.word} else Q()
        other = sides[value.word] if value.word else min(parse_duration(value.text), _LARGEST)
        return needs & Q(_COMPARED[operator](sides[own], other))

    return condition


def _number(operator: str, value: Value, asking: Asking) -> Q:
    number = number_of(value, asking)
    return NOTHING if number is None else Q(**{f"number__{_LOOKUPS[operator]}": number})


def number_of(value: Value, asking: Asking) -> int | None:
    """12, or ACME-12 where that is how this workspace calls its tasks; None for another's."""
    prefix, _dash, digits = value.text.rpartition("-")
    if prefix and not asking.actor.workspace.calls_tasks(prefix):
        message = _("The tasks here are called %(prefix)s-1 and so on.") % {"prefix": asking.actor.workspace.key_prefix}
        raise asking.refusal(message, value, f"{asking.actor.workspace.key_prefix}-{digits}")
    return int(digits) if int(digits) <= _LARGEST else None


def _under(operator: str, value: Value, asking: Asking) -> Q:
    number = number_of(value, asking)
    if number is None:
        return NOTHING
    above = Task.objects.visible_to(asking.actor).filter(number=number)
    return Q(parent__isnull=False, parent__in=above.values("pk"))


def _has(operator: str, value: Value, asking: Asking) -> Q:
    return facet_condition(value, asking)


def _no(operator: str, value: Value, asking: Asking) -> Q:
    return ~facet_condition(value, asking)


VALUES: Final[Mapping[str, Condition]] = {
    "priority": _priority,
    "due": _due,
    "start": _day("start_on"),
    "deadline": _day("deadline_on"),
    "deferred until": _day("deferred_until"),
    "created": _moment("created_at"),
    "completed": _moment("completed_at"),
    "updated": _updated,
    "project": _project,
    "project tree": _project_tree,
    "section": _section,
    "label": _label,
    "client": _client,
    "assigned": _assigned,
    "created by": _by("created_by"),
    "completed by": _by("completed_by"),
    "estimate": _duration("estimate"),
    "tracked": _duration("tracked"),
    "title": has_words("title"),
    "description": has_words("description"),
    "text": has_words("title", "description"),
    "comment": comment_has,
    "number": _number,
    "under": _under,
    "has": _has,
    "no": _no,
}
