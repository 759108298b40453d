"""
The table of terms: what can be asked of a task, and how it is written. Reading, completion, the builder, the errors and
docs/filters.md are all made from it, so that they cannot disagree. What can be asked of time stands in tables.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Kind(StrEnum):
    """What a term is compared with."""

    FLAG = "flag"
    """Nothing: it holds or it does not."""
    PRIORITY = "priority"
    DAY = "day"
    """A day of the calendar, or a stretch of days."""
    MOMENT = "moment"
    """An instant, asked for by days of the person's zone."""
    PERSON = "person"
    PROJECT = "project"
    SECTION = "section"
    LABEL = "label"
    CLIENT = "client"
    DURATION = "duration"
    NUMBER = "number"
    TASK = "task"
    TEXT = "text"
    FACET = "facet"
    FIELD = "field"
    """Whatever the custom field takes."""


DATED: Final = frozenset({Kind.DAY, Kind.MOMENT})
NAMED: Final = frozenset({Kind.PERSON, Kind.PROJECT, Kind.SECTION, Kind.LABEL, Kind.CLIENT})
COMPARED: Final = DATED | {Kind.PRIORITY, Kind.DURATION, Kind.NUMBER, Kind.FIELD}
"""Kinds that have a less and a more."""


@dataclass(frozen=True, slots=True)
class Term:
    """`phrases` are the ways to write it, the first is how we write it. `sign` is a shorter way to write its value."""

    key: str
    phrases: tuple[str, ...]
    kind: Kind
    group: Words
    means: Words
    examples: tuple[str, ...]
    icon: str
    sign: str = ""
    words: Mapping[str, Words] = field(default_factory=dict, hash=False)
    """Values with a meaning of their own, with what they mean."""

    @property
    def title(self) -> str:
        return self.phrases[0]


_WHEN, _STATE, _PLACE, _WHO, _WORK, _WORDS = (
    _("When"),
    _("State"),
    _("Place"),
    _("People"),
    _("Time and estimates"),
    _("Words and numbers"),
)
_PEOPLE: Final = {
    "me": _("you"),
    "others": _("anybody but you"),
    "nobody": _("nobody"),
}
_MAKERS: Final = {"me": _("you"), "others": _("anybody but you")}
_DURATIONS: Final = {"estimate": _("what it is expected to take"), "tracked": _("what it has taken")}


def _flag(key: str, group: Words, means: Words, icon: str, *others: str) -> Term:
    return Term(key, (key, *others), Kind.FLAG, group, means, (key,), icon)


_LISTED: Final = (
    # -- when
    Term(
        "due", ("due", "due date", "date"), Kind.DAY, _WHEN, _("The day it is due."),
        ("due: today", "due before: next friday", "due after: -7 days", "due: this week", "due <= 2026-12-31"), "calendar",
    ),
    Term("start", ("start", "start date", "starts"), Kind.DAY, _WHEN, _("The day work is to begin."),
         ("start: next week", "start before: tomorrow"), "play"),
    Term("deadline", ("deadline",), Kind.DAY, _WHEN, _("The last day that will do."),
         ("deadline before: in 2 weeks", "deadline: this month"), "target"),
    Term("deferred until", ("deferred until", "hidden until"), Kind.DAY, _WHEN, _("The day until which it is out of sight."),
         ("deferred until: next month",), "clock"),
    Term("created", ("created",), Kind.MOMENT, _WHEN, _("When it was made."),
         ("created before: -30 days", "created: today", "created after: last monday"), "plus"),
    Term("completed", ("completed", "done"), Kind.MOMENT, _WHEN, _("When it was completed."),
         ("completed: this week", "completed after: yesterday"), "circle-check"),
    Term("updated", ("updated", "changed"), Kind.MOMENT, _WHEN, _("When anything about it last changed."),
         ("updated before: -3 months",), "history"),
    _flag("overdue", _WHEN, _("Open, and its day or its time has passed."), "circle-alert"),
    _flag("today", _WHEN, _("Due today."), "sun"),
    _flag("tomorrow", _WHEN, _("Due tomorrow."), "calendar"),
    _flag("deferred", _WHEN, _("Out of sight until a day yet to come."), "clock", "hidden"),
    _flag("repeats", _WHEN, _("It comes back when it is done."), "repeat", "recurring", "repeating"),
    # -- state
    Term("priority", ("priority",), Kind.PRIORITY, _STATE, _("Its priority; 1 is the most urgent."),
         ("p1", "priority <= 2", "priority: 1, 2"), "flag"),
    _flag("open", _STATE, _("Neither done nor cancelled."), "circle", "to do"),
    _flag("done", _STATE, _("Completed."), "circle-check", "completed"),
    _flag("cancelled", _STATE, _("Cancelled."), "x", "canceled"),
    _flag("archived", _STATE, _("In the archive, or of a project there."), "archive"),
    _flag("blocked", _STATE, _("It waits for an open task."), "ban"),
    _flag("blocking", _STATE, _("An open task waits for it."), "ban", "blocks"),
    _flag("running", _STATE, _("Your timer runs on it; for administrators, anybody's."), "play"),
    _flag("subtask", _STATE, _("It stands under another task."), "list-tree", "subtasks"),
    _flag("parent", _STATE, _("Tasks stand under it."), "list-tree", "parents", "has subtasks"),
    # -- place
    Term("project", ("project", "in"), Kind.PROJECT, _PLACE, _("The project of that name."),
         ("#Website", '#"Spring launch"', "in: Website"), "folder", "#"),
    Term("project tree", ("project tree", "within"), Kind.PROJECT, _PLACE, _("The project and all projects under it."),
         ("##Website",), "layers", "##"),
    Term("section", ("section",), Kind.SECTION, _PLACE, _("The section of that name, in any project."),
         ("/Launch", '#Website /"In review"'), "list", "/"),
    Term("label", ("label", "labels"), Kind.LABEL, _PLACE, _("It has the label; a star stands for any letters."),
         ("@phone", "@wait*", '@"on the road"'), "tag", "@"),
    Term("client", ("client", "customer"), Kind.CLIENT, _PLACE, _("The client for whom its project is."),
         ('client: "Nordwind AG"',), "briefcase"),
    _flag("inbox", _PLACE, _("In your inbox."), "inbox"),
    # -- people
    Term("assigned", ("assigned", "assigned to", "assignee"), Kind.PERSON, _WHO, _("Who is to do it."),
         ("assigned: me", "+ana", "assigned: nobody", "assigned: Ana, Mara"), "user", "+", _PEOPLE),
    Term("created by", ("created by", "added by", "by"), Kind.PERSON, _WHO, _("Who made it."),
         ("created by: me",), "user", "", _MAKERS),
    Term("completed by", ("completed by", "done by"), Kind.PERSON, _WHO, _("Who completed it."),
         ("completed by: others",), "user", "", _MAKERS),
    # -- time and estimates
    Term("estimate", ("estimate", "estimated"), Kind.DURATION, _WORK, _("What it is expected to take. Without an estimate it is neither more nor less."),
         ("estimate > 2h", "estimate <= 30m", "estimate: 1h 30m"), "hourglass", "", _DURATIONS),
    Term("tracked", ("tracked", "time", "tracked time"), Kind.DURATION, _WORK,
         _("The time on it that you may see; nothing tracked counts as 0m."),
         ("tracked > estimate", "tracked < 30m"), "timer", "", _DURATIONS),
    # -- words and numbers
    Term("title", ("title", "name"), Kind.TEXT, _WORDS, _("Its title has these words. Words alone ask the same."),
         ("invoice", '"quarterly report"', "title: inv*2026"), "type"),
    Term("description", ("description",), Kind.TEXT, _WORDS, _("Its description has these words."),
         ("description: draft",), "type"),
    Term("text", ("text",), Kind.TEXT, _WORDS, _("Its title or its description has these words."),
         ('text: "press release"',), "type"),
    Term("comment", ("comment", "comments"), Kind.TEXT, _WORDS, _("A comment on it has these words."),
         ("comment: approved",), "message-square"),
    Term("number", ("number", "key"), Kind.NUMBER, _WORDS, _("Its number; the key of a task alone asks the same."),
         ("number: 12",), "hash"),
    Term("under", ("under", "subtask of", "parent"), Kind.TASK, _WORDS, _("It stands right under the task of that number."),
         ("under: 12",), "list-tree"),
    Term("has", ("has", "with"), Kind.FACET, _WORDS, _("It has one of these."),
         ("has: comments", "has: files, description"), "circle-check"),
    Term("no", ("no", "without"), Kind.FACET, _WORDS, _("It has nothing of the kind."),
         ("no due date", "no labels", "no estimate"), "circle"),
)  # fmt: skip

TERMS: Final[Mapping[str, Term]] = MappingProxyType({term.key: term for term in _LISTED})

FIELD: Final = Term(
    "field", (), Kind.FIELD, _("Fields of the workspace"), _("A field of your workspace, by its name."),
    ("Budget > 100", "Stage: Doing", '"Due diligence": yes', "no Stage"), "table",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that a task has or has not."""

    key: str
    phrases: tuple[str, ...]
    means: Words


_FACETS: Final = (
    Facet("due date", ("due date", "date", "due", "due day"), _("a day it is due")),
    Facet("due time", ("due time", "time of day"), _("a time of day it is due")),
    Facet("start", ("start", "start date"), _("a day work begins")),
    Facet("deadline", ("deadline",), _("a deadline")),
    Facet("labels", ("labels", "label"), _("a label")),
    Facet("assignee", ("assignee", "assignees"), _("somebody to do it")),
    Facet("estimate", ("estimate",), _("an estimate")),
    Facet("time", ("time", "tracked time"), _("tracked time that you may see")),
    Facet("project", ("project",), _("a project")),
    Facet("section", ("section",), _("a section")),
    Facet("client", ("client", "customer"), _("a project for a client")),
    Facet("description", ("description",), _("a description")),
    Facet("comments", ("comments", "comment"), _("a comment")),
    Facet("files", ("files", "file", "attachments", "attachment"), _("a file")),
    Facet("reminder", ("reminder", "reminders"), _("a reminder of yours")),
    Facet("subtasks", ("subtasks", "subtask"), _("tasks under it")),
    Facet("parent", ("parent",), _("a task above it")),
)
FACETS: Final[Mapping[str, Facet]] = MappingProxyType({facet.key: facet for facet in _FACETS})

SUFFIXES: Final = {"before": "<", "after": ">", "on": ":"}
LONGEST_PHRASE: Final = 4
"""Words."""


def facet_phrases(facets: Mapping[str, Facet]) -> dict[str, str]:
    return {phrase: facet.key for facet in facets.values() for phrase in facet.phrases}


def flag_phrases(terms: Mapping[str, Term], facets: Mapping[str, Facet]) -> dict[str, str]:
    """What stands for itself. "no:labels" is the term no with the value labels."""
    return {
        **{phrase: term.key for term in terms.values() if term.kind is Kind.FLAG for phrase in term.phrases},
        "assigned": "has:assignee",
        "unassigned": "no:assignee",
        **{
            f"{word} {phrase}": f"no:{key}"
            for word in ("no", "without")
            for phrase, key in facet_phrases(facets).items()
        },
    }


def field_phrases(terms: Mapping[str, Term]) -> dict[str, tuple[str, str]]:
    """What is followed by a colon or a comparison: the term, and the comparison that the words themselves say."""
    compared = [term for term in terms.values() if term.kind is not Kind.FLAG]
    return {
        **{phrase: (term.key, "") for term in compared for phrase in term.phrases},
        **{
            f"{phrase} {suffix}": (term.key, operator)
            for term in compared
            if term.kind in DATED
            for phrase in term.phrases
            for suffix, operator in SUFFIXES.items()
        },
    }


FACET_PHRASES: Final = facet_phrases(FACETS)
FLAG_PHRASES: Final = flag_phrases(TERMS, FACETS)
FIELD_PHRASES: Final = field_phrases(TERMS)
