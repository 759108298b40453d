"""What may stand at the cursor: terms, names and values that begin as what is typed there, the shortest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.customfields.models import CustomField
from workstate.customfields.models import Kind as FieldKind
from workstate.savedviews.filters.days import context_by, read_days
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.heads import SIGNS, Lexeme
from workstate.savedviews.filters.names import Named, Names, as_written
from workstate.savedviews.filters.printing import facet_named, lead_of
from workstate.savedviews.filters.scanning import LONGEST, Scanner
from workstate.savedviews.filters.tables import TASKS, Table, term_of
from workstate.savedviews.filters.terms import DATED, FIELD, TERMS, Kind, Term
from workstate.savedviews.filters.tree import Term as Asked
from workstate.tasks.models import Priority
from workstate.tasks.quickadd import Context
from workstate.tasks.quickadd.names import comparable

MOST: Final = 8
_SHORTEST_NAME: Final = 2
_SIGNED = re.compile(r"(?:^|(?<=[\s&|,(!]))(##|[#/@+])(\"?)([^\s&|,()\"]*|(?<=\")[^\"]*)$")
_WORDS = re.compile(r"[^\s&|,()!\"]+")
_REST = re.compile(r"[^\s&|,()\"]*")
DAYS_OFFERED: Final = (
    "today", "tomorrow", "yesterday", "this week", "next week", "last week", "this month", "next month", "last month",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "next friday", "in 2 weeks",
    "-7 days", "-30 days", "last 7 days", "next 7 days", "this year",
)  # fmt: skip
LENGTHS_OFFERED: Final = ("15m", "30m", "1h", "2h", "4h", "8h")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`insert` is to stand in the place from `start` to `end`; `title` and `hint` say what it is."""

    insert: str
    start: int
    end: int
    title: str
    hint: str = ""
    icon: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    items: list[Suggestion]


@dataclass(frozen=True, slots=True)
class _Choice:
    insert: str
    title: str
    hint: str = ""
    icon: str = ""
    colour: str = ""


def complete(text: str, cursor: int, actor: Actor, table: Table = TASKS) -> Completion:
    """
    What may stand at the cursor of a filter of tasks, or of time with the table TIME; never raises. At most five queries,
    and only for the kinds of name that may stand there.
    """
    text = text[:LONGEST]
    cursor = max(0, min(cursor, len(text)))
    names, context = Names(actor), context_by(actor)
    start, choices = _choices(text[:cursor], names, context, table)
    rest = _REST.match(text, cursor)
    end = rest.end() if rest and cursor > start else cursor
    items: dict[str, Suggestion] = {}
    for one in choices:
        items.setdefault(one.insert, Suggestion(one.insert, start, end, one.title, one.hint, one.icon, one.colour))
        if len(items) == MOST:
            break
    return Completion(list(items.values()))


def _choices(head: str, names: Names, context: Context, table: Table) -> tuple[int, Iterable[_Choice]]:
    """Where what is typed begins, and what may take its place."""
    if signed := _SIGNED.search(head):
        sign, _quote, typed = signed.groups()
        term = TERMS[SIGNS[sign]]
        return signed.start(1), _sorted(_named(term, names, f"{sign}{{}}"), typed)
    lexemes, field = _read(head, context, table)
    if field is not None and field.term is not None:
        behind = [one.end for one in lexemes if one.type in {"FIELD", "SEPARATOR"}][-1]
        place = behind + len(head[behind:]) - len(head[behind:].lstrip())
        typed = head[place:].lstrip('"')
        return place, _values(term_of(field.term.key), field.term.name, typed, names, context, table)
    tail = re.split(r"[&|,()!]", head)[-1]
    words = list(_WORDS.finditer(head, len(head) - len(tail)))
    if not words or head[-1:].isspace():
        ended = bool(lexemes) and lexemes[-1].type in {"TERM", "VALUE", "CLOSE"}
        return len(head), [*(_joins() if ended else ()), *_beginnings(names, table)]
    for count in (3, 2, 1):
        if len(words) >= count and (found := _terms(head[words[-count].start() :], names, table)):
            return words[-count].start(), found
    return len(head), []


def _read(head: str, context: Context, table: Table) -> tuple[list[Lexeme], Lexeme | None]:
    """What stands before the cursor, and the comparison whose value is being typed there."""
    scanner = Scanner(head, context, table)
    lexemes: list[Lexeme] = []
    try:
        lexemes.extend(scanner.lexemes())
    except FilterError:
        return lexemes, scanner.field if lexemes and lexemes[-1].type in {"FIELD", "SEPARATOR"} else None
    if lexemes and lexemes[-1].type == "VALUE" and lexemes[-1].end == len(head):
        return lexemes, next(one for one in reversed(lexemes) if one.type == "FIELD")
    return lexemes, None


def _sorted(choices: Iterable[_Choice], typed: str) -> list[_Choice]:
    """Those that begin as what is typed, then those of which a word does; the shortest first, else in their order."""
    wanted = comparable(" ".join(typed.split()))
    if not wanted:
        return list(choices)
    begin, inside = [], []
    for one in choices:
        title = comparable(one.title)
        if title.startswith(wanted):
            begin.append(one)
        elif f" {wanted}" in title:
            inside.append(one)
    return sorted(begin, key=lambda one: len(one.title)) + sorted(inside, key=lambda one: len(one.title))


# -- terms --------------------------------------------------------------------------------------------------------------


def _beginnings(names: Names, table: Table) -> Iterator[_Choice]:
    """What people begin with, where nothing is typed yet."""
    known = {one.title: one for one in _phrases(names, table)}
    return (known[title] for title in table.first if title in known)


def _joins() -> list[_Choice]:
    return [
        _Choice("& ", "&", _("and: both must hold"), "plus"),
        _Choice("| ", "|", _("or: one will do"), "list"),
    ]


def _terms(typed: str, names: Names, table: Table) -> list[_Choice]:
    found = _sorted(_phrases(names, table), typed)
    if len(typed) >= _SHORTEST_NAME and not typed[-1].isspace():
        for key, sign in (("project", "#"), ("label", "@"), ("assigned", "+")):
            found += _sorted((one for one in _named(TERMS[key], names, f"{sign}{{}}") if one.icon != "word"), typed)
    return found


def _phrases(names: Names, table: Table) -> Iterator[_Choice]:
    for number, words in Priority.choices:
        yield _Choice(f"p{number}", f"p{number}", str(words), "flag")
    for term in table.terms.values():
        if term.kind is Kind.FLAG:
            yield _Choice(term.title, term.title, str(term.means), term.icon)
        elif term.key != "no":
            sign = "> " if term.kind in {Kind.DURATION} else ": "
            yield _Choice(f"{term.title}{sign}", term.title, str(term.means), term.icon)
        if term.kind in DATED:
            yield _Choice(f"{term.title} before: ", f"{term.title} before", str(term.means), term.icon)
            yield _Choice(f"{term.title} after: ", f"{term.title} after", str(term.means), term.icon)
    for facet in table.facets.values():
        yield _Choice(f"no {facet.key}", f"no {facet.key}", _("without %s") % facet.means, "circle")
    for field in names.fields:
        lead = lead_of(Asked(FIELD.key, ">" if field.kind == FieldKind.NUMBER else ":", name=field.name))
        yield _Choice(f"{lead} ", field.name, _("a field of this workspace"), FIELD.icon)
        yield _Choice(f"no {facet_named(field.name)}", f"no {field.name}", _("nothing stands in the field"), FIELD.icon)


# -- values -------------------------------------------------------------------------------------------------------------


def _values(term: Term, field: str, typed: str, names: Names, context: Context, table: Table) -> list[_Choice]:
    if term is FIELD:
        known = names.field(field)
        return _of_field(known, typed, names, context) if known else []
    return _of_kind(term, typed, names, context, table)


def _of_kind(term: Term, typed: str, names: Names, context: Context, table: Table) -> list[_Choice]:
    match term.kind:
        case Kind.DAY | Kind.MOMENT:
            return _days(typed, names.actor, context)
        case Kind.PRIORITY:
            return _sorted((_Choice(str(one), str(one), str(words), "flag") for one, words in Priority.choices), typed)
        case Kind.DURATION:
            words = [
                _Choice(word, word, str(means), term.icon) for word, means in term.words.items() if word != term.key
            ]
            return _sorted([*words, *(_Choice(one, one, "", term.icon) for one in LENGTHS_OFFERED)], typed)
        case Kind.FACET:
            facets = [_Choice(one.key, one.key, str(one.means), term.icon) for one in table.facets.values()]
            fields = [_Choice(facet_named(one.name), one.name, _("a field of this workspace")) for one in names.fields]
            return _sorted([*facets, *fields], typed)
        case Kind.NUMBER | Kind.TASK | Kind.TEXT:
            return []
        case _:
            return _sorted(_named(term, names, "{}"), typed)


def _of_field(field: CustomField, typed: str, names: Names, context: Context) -> list[_Choice]:
    match FieldKind(field.kind):
        case FieldKind.CHOICE | FieldKind.CHOICES:
            found = [_Choice(as_written(one.name), one.name, "", FIELD.icon) for one in names.choices.get(field.pk, [])]
            return _sorted(found, typed)
        case FieldKind.CHECKBOX:
            return _sorted([_Choice("yes", "yes", _("ticked")), _Choice("no", "no", _("not ticked"))], typed)
        case FieldKind.DATE:
            return _days(typed, names.actor, context)
        case FieldKind.PERSON:
            me = _Choice("me", "me", _("you"), "user")
            return _sorted([me, *(_Choice(as_written(one.name), one.name, "", "user") for one in names.people)], typed)
        case _:
            return []


def _named(term: Term, names: Names, written: str) -> list[_Choice]:
    rows: dict[Kind, Iterable[Named]] = {
        Kind.PROJECT: names.projects if term.kind is Kind.PROJECT else (),
        Kind.SECTION: names.sections if term.kind is Kind.SECTION else (),
        Kind.LABEL: names.labels if term.kind is Kind.LABEL else (),
        Kind.CLIENT: names.clients if term.kind is Kind.CLIENT else (),
        Kind.PERSON: names.people if term.kind is Kind.PERSON else (),
    }
    words = [_Choice(written.format(word), word, str(means), term.icon) for word, means in term.words.items()]
    return words + [
        _Choice(written.format(as_written(row.name)), row.name, "", term.icon, row.colour) for row in rows[term.kind]
    ]


def _days(typed: str, actor: Actor, context: Context) -> list[_Choice]:
    """Each with the day that it is now; what is typed comes first where it is a day already."""
    formats = Formats.of(actor.user)

    def choice(words: str) -> _Choice | None:
        found = read_days(words, context)
        if found is None or found[1] < len(words):
            return None
        return _Choice(words, words, formats.days(found[0].first, found[0].last), "calendar")

    own = choice(typed.strip()) if typed.strip() else None
    listed = [one for words in DAYS_OFFERED if (one := choice(words))]
    return [*([own] if own else []), *_sorted(listed, typed)]
