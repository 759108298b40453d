"""
What a filter can be about: tasks, or the time that reports add up. Each has its table of terms.

Of time can be asked what an entry has itself, and whatever can be asked of tasks of the task that the time is on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from workstate.savedviews.filters.terms import (
    DATED,
    FACETS,
    FIELD,
    TERMS,
    Facet,
    Kind,
    Term,
    Words,
    facet_phrases,
    field_phrases,
    flag_phrases,
)


class About(StrEnum):
    TASKS = "tasks"
    TIME = "time"


@dataclass(frozen=True)
class Table:
    """What can be asked of one thing, and by which phrases."""

    about: About
    terms: Mapping[str, Term]
    facets: Mapping[str, Facet]
    first: tuple[str, ...]
    """What people begin with: the titles that completion offers where nothing is typed yet."""

    @cached_property
    def facet_phrases(self) -> Mapping[str, str]:
        return facet_phrases(self.facets)

    @cached_property
    def flags(self) -> Mapping[str, str]:
        return flag_phrases(self.terms, self.facets)

    @cached_property
    def fields(self) -> Mapping[str, tuple[str, str]]:
        return field_phrases(self.terms)


TRACKED_GROUP: Final = _("Time")
_PEOPLE: Final = {"me": _("you"), "others": _("anybody but you")}

OF_TIME: Final[Mapping[str, Term]] = MappingProxyType(
    {
        term.key: term
        for term in (
            Term("billable", ("billable",), Kind.FLAG, TRACKED_GROUP, _("It is billable."),
                 ("billable", "!billable"), "coins"),
            Term("person", ("person", "by", "tracked by"), Kind.PERSON, TRACKED_GROUP, _("Whose time it is."),
                 ("person: me", "by: Ana, Mara"), "user", "", _PEOPLE),
        )
    }
)  # fmt: skip
"""Terms that only time has."""
TIME_FLAGS: Final = {phrase: key for key, term in OF_TIME.items() if term.kind is Kind.FLAG for phrase in term.phrases}
TIME_FIELDS: Final = {
    phrase: key for key, term in OF_TIME.items() if term.kind is not Kind.FLAG for phrase in term.phrases
}

OF_ENTRIES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "project": _("The project that the time is on."),
        "project tree": _("The project that the time is on, and all projects under it."),
        "client": _("The client for whom that project is."),
        "label": _("The time itself has the label, whatever labels its task has."),
        "title": _("What was written down, or the title of the task, has these words. Words alone ask the same."),
        "description": _("What was written down has these words."),
        "text": _("What was written down, or the title or the description of the task, has these words."),
    }
)
"""Terms that mean something else of time than of tasks: they are asked of the entry itself."""

ENTRY_FACETS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "task": _("a task"),
        "project": _("a project"),
        "client": _("a project for a client"),
        "labels": _("a label of its own"),
        "description": _("something written down"),
    }
)
"""What the entry itself has or has not; the rest its task has."""

TASKS: Final = Table(
    About.TASKS,
    TERMS,
    FACETS,
    ("overdue", "assigned", "today", "p1", "due before", "no due date", "project", "label", "blocked", "tracked"),
)
TIME: Final = Table(
    About.TIME,
    MappingProxyType(
        {
            # The later win a phrase: "by" is the person here.
            **{key: replace(term, means=OF_ENTRIES.get(key, term.means)) for key, term in TERMS.items()},
            **OF_TIME,
        }
    ),
    MappingProxyType(
        {
            "task": Facet("task", ("task",), ENTRY_FACETS["task"]),
            **{key: replace(facet, means=ENTRY_FACETS.get(key, facet.means)) for key, facet in FACETS.items()},
        }
    ),
    ("billable", "project", "client", "label", "person", "no project", "no task", "assigned", "priority", "tracked"),
)
TABLES: Final[Mapping[About, Table]] = MappingProxyType({table.about: table for table in (TASKS, TIME)})


def term_of(key: str) -> Term:
    return TIME.terms.get(key, FIELD)


def about_of(text: str) -> About:
    """What an address says that its filter is about: tasks unless it says time."""
    return About.TIME if text == About.TIME else About.TASKS


def phrase_of(key: str, operator: str) -> str:
    """How a comparison begins as we write it: `due before:`, `estimate >`."""
    term = term_of(key)
    if term.kind in DATED and operator in {"<", ">"}:
        return f"{term.title} {'before' if operator == '<' else 'after'}:"
    return f"{term.title}:" if operator == ":" else f"{term.title} {operator}"
