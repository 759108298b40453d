"""Conditions on the custom fields of the workspace, each by the kind of the field."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from workstate.customfields import queries
from workstate.customfields.models import CustomField, FieldValue, Kind
from workstate.customfields.typed import read_number
from workstate.customfields.values import LARGEST
from workstate.savedviews.filters import words
from workstate.savedviews.filters.compiling.asking import Asking
from workstate.savedviews.filters.compiling.texts import like
from workstate.savedviews.filters.errors import FilterError, nearest
from workstate.savedviews.filters.names import Named, as_written
from workstate.savedviews.filters.tables import TASKS, TIME_FIELDS
from workstate.savedviews.filters.tree import Term, Value

ORDERED: Final = {Kind.NUMBER, Kind.DATE}
_ONE_DAY: Final = timedelta(days=1)


def field_condition(term: Term, asking: Asking) -> Q:
    """Raises FilterError where there is no such field, or a value is none that it takes."""
    field = asking.names.field(term.name)
    if field is None:
        raise _no_such(term, asking)
    kind = Kind(field.kind)
    if term.operator != ":" and kind not in ORDERED:
        message = _("“%(field)s” is not more or less than anything. Write a colon.") % {"field": field.name}
        written = f"{as_written(field.name)}: {asking.text[term.values[0].start : term.end]}"
        raise FilterError(message, text=asking.text, start=term.start, end=term.end, instead=written)
    conditions = [_condition(field, kind, term.operator, value, asking) for value in term.values]
    return Q(*conditions, _connector=Q.OR)


def _no_such(term: Term, asking: Asking) -> FilterError:
    """The nearest of what can be compared; else the whole in quotes, for it may be words to look for."""
    if asking.table is TASKS and TIME_FIELDS.get(term.name.casefold()) == "person":
        return _asked_of_time(term, asking)
    near = nearest(term.name, [*asking.table.fields, *(field.name for field in asking.names.fields)])
    message = _("There is no field “%(name)s”.") % {"name": term.name}
    if near is not None and near.casefold() != term.name.casefold():
        head = next((place for place in range(term.start, term.end) if asking.text[place] in ":<>=≤≥!≠"), term.end)
        end = term.start + len(asking.text[term.start : head].rstrip())
        written = near if near in asking.table.fields else as_written(near)
        return FilterError(message, text=asking.text, start=term.start, end=end, instead=written)
    said = asking.text[term.start : term.end]
    instead = None if '"' in said else f'"{said}"'
    return FilterError(message, text=asking.text, start=term.start, end=term.end, instead=instead)


def _asked_of_time(term: Term, asking: Asking) -> FilterError:
    """Whose time it is; a task is somebody's by being assigned."""
    message = _("“%(said)s” asks whose time it is, in reports. Tasks are asked for by whom they are assigned to.") % {
        "said": term.name
    }
    end = term.start + len(term.name)
    return FilterError(message, text=asking.text, start=term.start, end=end, instead="assigned")


def _condition(field: CustomField, kind: Kind, operator: str, value: Value, asking: Asking) -> Q:
    match kind:
        case Kind.NUMBER:
            return _limits(field, "number", operator, *[_number(field, value, asking)] * 2)
        case Kind.DATE:
            stretch = asking.days(value)
            return _limits(field, "day", operator, stretch.first, stretch.last)
        case Kind.CHECKBOX:
            return queries.matching(field, _ticked(value, asking))
        case Kind.CHOICE | Kind.CHOICES:
            choices = [Named(one.pk, one.name) for one in asking.names.choices.get(field.pk, [])]
            return _any_of(field, [row.id for row in asking.found(value, choices, "choice")])
        case Kind.PERSON:
            people = asking.names.people
            if value.text.casefold() == "me":
                people = [row for row in people if row.user == asking.actor.user.pk]
                return _any_of(field, [row.id for row in people])
            return _any_of(field, [row.id for row in asking.found(value, people, "person")])
        case Kind.TEXT | Kind.LINK:
            column = "link" if kind is Kind.LINK else "text"
            rows = FieldValue.objects.filter(task=OuterRef("pk"), field=field, **{f"{column}__isnull": False})
            return Q(Exists(rows.filter(like(column, value.text))))


def _any_of(field: CustomField, ids: list[UUID]) -> Q:
    return queries.any_of(field, ids) if ids else Q(pk__in=[])


def _limits(field: CustomField, column: str, operator: str, first: Any, last: Any) -> Q:
    limits: dict[str, dict[str, Any]] = {
        ":": {f"{column}__gte": first, f"{column}__lte": last},
        "<": {f"{column}__lt": first},
        "<=": {f"{column}__lte": last},
        ">": {f"{column}__gt": last},
        ">=": {f"{column}__gte": first},
    }
    rows = FieldValue.objects.filter(task=OuterRef("pk"), field=field, **{f"{column}__isnull": False})
    return Q(Exists(rows.filter(**limits[operator])))


def _number(field: CustomField, value: Value, asking: Asking) -> Decimal:
    try:
        number = read_number(value.text, field)
    except ValidationError:
        number = None
    if number is None or abs(number) >= LARGEST:
        raise asking.refusal(_("“%(said)s” is not a number. Try 12 or 12.5.") % {"said": value.text}, value)
    return number


def _ticked(value: Value, asking: Asking) -> bool:
    said = value.text.casefold()
    if said not in words.YES | words.NO:
        raise asking.refusal(_("Write yes or no here."), value, nearest(said, ["yes", "no"]) or "yes")
    return said in words.YES
