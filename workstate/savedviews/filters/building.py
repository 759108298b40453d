"""
The builder: a filter as rows of a field, a comparison and a value, of which all must hold or one.

It writes the language and reads of it what rows can show: what is within parentheses they cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.core.actor import Actor
from workstate.customfields.models import CustomField
from workstate.customfields.models import Kind as FieldKind
from workstate.savedviews.filters.completing import DAYS_OFFERED, LENGTHS_OFFERED
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.names import Named, Names, as_written
from workstate.savedviews.filters.parsing import parse
from workstate.savedviews.filters.printing import facet_named, lead_of, printed, written_values
from workstate.savedviews.filters.tables import TIME, Table, term_of
from workstate.savedviews.filters.terms import FIELD, Kind, Term
from workstate.savedviews.filters.tree import Every, Node, Not, Some
from workstate.savedviews.filters.tree import Term as Asked
from workstate.tasks.models import Priority

MOST_ROWS: Final = 20
ALL, ANY = "all", "any"
_IS: Final = {":": gettext_lazy("is"), "!:": gettext_lazy("is not")}
_HAS: Final = {":": gettext_lazy("has"), "!:": gettext_lazy("has not")}
_MORE: Final = {">": gettext_lazy("more than"), "<": gettext_lazy("less than"),
                ">=": gettext_lazy("at least"), "<=": gettext_lazy("at most"), ":": gettext_lazy("exactly")}  # fmt: skip
_DATED: Final = {"<": gettext_lazy("before"), ">": gettext_lazy("after"), ":": gettext_lazy("on"),
                 "<=": gettext_lazy("on or before"), ">=": gettext_lazy("on or after"), "!:": gettext_lazy("not on")}  # fmt: skip
_ORDERED: Final = {**_IS, "<=": gettext_lazy("at most"), ">=": gettext_lazy("at least")}
_OPERATORS: Final[dict[Kind, Mapping[str, Promise]]] = {
    Kind.FLAG: _IS,
    Kind.PRIORITY: _ORDERED,
    Kind.DAY: _DATED,
    Kind.MOMENT: _DATED,
    Kind.DURATION: _MORE,
    Kind.NUMBER: {**_IS, ">": gettext_lazy("more than"), "<": gettext_lazy("less than")},
    Kind.TEXT: _HAS,
    Kind.FACET: _HAS,
}
_FIELD_OPERATORS: Final[dict[FieldKind, Mapping[str, Promise]]] = {
    FieldKind.NUMBER: {**_MORE, "!:": gettext_lazy("is not")},
    FieldKind.DATE: _DATED,
    FieldKind.TEXT: _HAS,
    FieldKind.LINK: _HAS,
}


@dataclass(frozen=True, slots=True)
class Row:
    """`field` is a key of TERMS, or `field:` and the name of a custom field; `operator` a comparison, with `!` the opposite."""

    field: str
    operator: str = ":"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    mode: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is drawn: what may be chosen in it, and how its value is given."""

    number: int
    fields: list[tuple[str, list[Offer]]]
    operators: list[Offer]
    value: str
    given: str
    """`none`, `select`, or `text` with what is offered."""
    offers: list[Offer]


# -- reading and writing -----------------------------------------------------------------------------------------------


def rows_of(node: Node | None) -> Rows | None:
    """The rows that say the same; None for what rows cannot show."""
    if node is None:
        return Rows(ALL, ())
    mode, nodes = (
        (ANY, node.nodes) if isinstance(node, Some) else (ALL, node.nodes if isinstance(node, Every) else (node,))
    )
    rows = [_row(one) for one in nodes]
    return None if len(rows) > MOST_ROWS or None in rows else Rows(mode, tuple(row for row in rows if row))


def _row(node: Node) -> Row | None:
    opposite = isinstance(node, Not)
    asked = node.node if isinstance(node, Not) else node
    if not isinstance(asked, Asked):
        return None
    key, operator = asked.key, asked.operator or ":"
    if key == "no":
        key, opposite = "has", not opposite
    field = f"field:{asked.name}" if key == FIELD.key else key
    kind = term_of(key).kind
    if opposite and operator != ":":
        return None
    if kind in {Kind.PRIORITY, Kind.FACET} and len(asked.values) != 1:
        return None
    value = written_values(replace(asked, key=key))
    return Row(field, f"!{operator}" if opposite else operator, value)


def written(rows: Rows, table: Table) -> str:
    """The filter that the rows say, as far as they are filled in. Raises FilterError for a value that is none."""
    texts = [text for row in rows.rows if (text := _text(row, table))]
    return printed(parse((" | " if rows.mode == ANY else " & ").join(texts), table=table))


def _text(row: Row, table: Table) -> str:
    opposite, operator = row.operator.startswith("!"), row.operator.lstrip("!")
    term, name = _term(row.field)
    sign = "!" if opposite else ""
    if term.kind is Kind.FLAG:
        return f"{sign}{term.title}"
    value = " ".join(row.value.split())
    if not value:
        return ""
    lead = lead_of(Asked(term.key, operator, name=name))
    if term.kind is Kind.FACET:
        return f"{'no' if opposite else lead} {value}"
    whole = f"{lead} {value}"
    return f"{sign}{whole}" if _is_one(whole, table) else f"{sign}{lead} {_quoted(value)}"


def _is_one(text: str, table: Table) -> bool:
    try:
        return isinstance(parse(text, table=table), Asked)
    except FilterError:
        # Its own refusal says more than one of a value in quotes.
        return '"' in text or "," not in text


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _term(field: str) -> tuple[Term, str]:
    key, _colon, name = field.partition(":")
    if key == FIELD.key and name:
        return FIELD, name
    return TIME.terms.get(key, TIME.terms["due"]), ""


# -- drawing -------------------------------------------------------------------------------------------------------------


def lines_of(rows: Iterable[Row], actor: Actor, table: Table) -> list[Line]:
    names = Names(actor)
    return [_line(number, row, names, table) for number, row in enumerate(rows)]


def read_rows(fields: Sequence[str], operators: Sequence[str], values: Sequence[str], table: Table) -> list[Row]:
    """What a form sent: three lists side by side. What is missing or unknown becomes what a new row has."""
    found = []
    for number, field in enumerate(fields[:MOST_ROWS]):
        term, name = _term(field)
        if not name and term.key not in table.terms:
            term = table.terms["due"]
        key = f"field:{name}" if name else term.key
        operator = operators[number] if number < len(operators) else ""
        found.append(Row(key, operator, values[number] if number < len(values) else ""))
    return found


def fitting(row: Row, names: Names) -> Row:
    """The row with a comparison that its field knows."""
    known = _operators_of(row, names)
    return row if row.operator in known else replace(row, operator=next(iter(known)))


def _operators_of(row: Row, names: Names) -> Mapping[str, Promise]:
    term, name = _term(row.field)
    if term is FIELD:
        field = names.field(name)
        return _FIELD_OPERATORS.get(FieldKind(field.kind), _IS) if field else _IS
    return _OPERATORS.get(term.kind, _IS)


def _line(number: int, row: Row, names: Names, table: Table) -> Line:
    row = fitting(row, names)
    term, name = _term(row.field)
    operators = [Offer(key, str(words), key == row.operator) for key, words in _operators_of(row, names).items()]
    field = names.field(name) if name else None
    given, offers = _given(term, field, row.value, names, table)
    return Line(number, _fields(row.field, names, table), operators, row.value, given, offers)


def _fields(chosen: str, names: Names, table: Table) -> list[tuple[str, list[Offer]]]:
    groups: dict[str, list[Offer]] = {}
    for term in table.terms.values():
        if term.key != "no":
            groups.setdefault(str(term.group), []).append(Offer(term.key, capfirst(term.title), term.key == chosen))
    if names.fields:
        offers = [
            Offer(f"field:{field.name}", field.name, f"field:{field.name}".casefold() == chosen.casefold())
            for field in names.fields
        ]
        groups[str(FIELD.group)] = offers
    return list(groups.items())


def _given(term: Term, field: CustomField | None, value: str, names: Names, table: Table) -> tuple[str, list[Offer]]:
    if term.kind is Kind.FLAG:
        return "none", []
    if term.kind is Kind.PRIORITY:
        return "select", [Offer(str(one), str(words), str(one) == value.lstrip("p")) for one, words in Priority.choices]
    if term.kind is Kind.FACET:
        facets = [Offer(one.key, str(one.means), one.key == value) for one in table.facets.values()]
        fields = [(facet_named(one.name), one.name) for one in names.fields]
        return "select", [*facets, *(Offer(written, name, written == value) for written, name in fields)]
    if field is not None and field.kind == FieldKind.CHECKBOX:
        return "select", [Offer("yes", _("ticked"), value == "yes"), Offer("no", _("not ticked"), value == "no")]
    return "text", [Offer(one, hint) for one, hint in _offers(term, field, names)]


def _offers(term: Term, field: CustomField | None, names: Names) -> list[tuple[str, str]]:
    rows: dict[Kind, list[Named]] = {}
    if term.kind in {Kind.DAY, Kind.MOMENT} or (field is not None and field.kind == FieldKind.DATE):
        return [(words, "") for words in DAYS_OFFERED]
    if term.kind is Kind.DURATION:
        return [(word, str(means)) for word, means in term.words.items() if word != term.key] + [
            (one, "") for one in LENGTHS_OFFERED
        ]
    if field is not None and field.has_choices:
        return [(as_written(one.name), "") for one in names.choices.get(field.pk, [])]
    if term.kind is Kind.PERSON or (field is not None and field.kind == FieldKind.PERSON):
        words = list((term.words or {"me": _("you")}).items())
        return [(word, str(means)) for word, means in words] + [(as_written(row.name), "") for row in names.people]
    if term.kind in {Kind.PROJECT, Kind.SECTION, Kind.LABEL, Kind.CLIENT}:
        rows = {
            Kind.PROJECT: names.projects if term.kind is Kind.PROJECT else [],
            Kind.SECTION: names.sections if term.kind is Kind.SECTION else [],
            Kind.LABEL: names.labels if term.kind is Kind.LABEL else [],
            Kind.CLIENT: names.clients if term.kind is Kind.CLIENT else [],
        }
    return [(as_written(row.name), "") for row in rows.get(term.kind, [])]
