"""What quick add takes and gives: the person's context, the tokens found in the line, and the task they describe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from workstate.tasks.recurrence import Repeat

MAX_LENGTH: Final = 200
"""Characters that are parsed; what follows is title text and is kept."""

DateOrder = Literal["DMY", "MDY", "YMD"]
TimeFormat = Literal["24", "12"]


class Kind(StrEnum):
    """What a token says about the task."""

    DATE = "date"
    PRIORITY = "priority"
    PROJECT = "project"
    LABEL = "label"
    ESTIMATE = "estimate"
    SECTION = "section"
    ASSIGNEE = "assignee"
    DEADLINE = "deadline"
    REPEAT = "repeat"
    REMINDER = "reminder"
    SPENT = "spent"
    DESCRIPTION = "description"


MANY: Final = frozenset({Kind.LABEL, Kind.ASSIGNEE, Kind.REMINDER})
"""Kinds of which every token counts; of the others the last does."""


@dataclass(frozen=True)
class When:
    """What one date token says by itself: a day, a time of day on the wall, or both. Draft holds what they come to."""

    day: date | None
    time: time | None


@dataclass(frozen=True)
class Person:
    """Somebody a task can be given to. `key` is the caller's name for them; `me` says that they are who types."""

    key: str
    name: str
    address: str = ""
    """Their e-mail address: its local part is a name for them too."""
    me: bool = False


@dataclass(frozen=True)
class Spent:
    """Time worked already and the estimate it is part of, in seconds."""

    seconds: int
    estimate: int


@dataclass(frozen=True)
class Series:
    """A repeat phrase: how the task comes back, and the day from which it does, if the phrase says one."""

    repeat: Repeat
    first_day: date | None = None


Value = str | int | When | Person | Spent | Series


@dataclass(frozen=True)
class Token:
    """Words that carry meaning. `start` and `end` count code points of the text that was given to parse()."""

    kind: Kind
    start: int
    end: int
    text: str
    value: Value

    @property
    def key(self) -> str:
        """Names the token for × (Context.ignored): stable while the rest of the line changes."""
        if self.kind is Kind.DESCRIPTION:
            return DESCRIPTION_KEY  # its text is what is being typed
        return token_key(self.kind, self.text)


def token_key(kind: Kind, text: str) -> str:
    """The name under which a token's meaning is dropped, for example "date:tomorrow 2pm"."""
    return f"{kind.value}:{' '.join(text.casefold().split())}"


DESCRIPTION_KEY: Final = "description://"


@dataclass(frozen=True)
class Context:
    """The person who types: their instant (aware, in their zone), habits, and the names that exist.

    `week_start` counts from Monday = 0. `time_format` "12" reads "5:30" without am or pm as the afternoon.
    `ignored` holds keys of tokens that were dropped with ×.
    """

    now: datetime
    language: str = "en"
    date_order: DateOrder = "DMY"
    week_start: int = 0
    time_format: TimeFormat = "24"
    projects: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of each project's sections, by the project's name."""
    place_project: str = ""
    """The project of the page: a /section without a #project belongs to it."""
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """The task that a line describes. An empty title means that every word was a token: the caller refuses it."""

    title: str
    tokens: tuple[Token, ...] = ()
    due_on: date | None = None
    due_time: time | None = None
    priority: int | None = None
    project: str | None = None
    labels: tuple[str, ...] = ()
    estimate: int | None = None
    """Seconds."""
    section: str | None = None
    assignees: tuple[Person, ...] = ()
    deadline_on: date | None = None
    repeat: Repeat | None = None
    reminders: tuple[int | When, ...] = ()
    """Seconds before the task is due, or a moment; a time without a day is meant on the due day."""
    spent: int | None = None
    """Seconds."""
    description: str = ""


def segments(text: str, tokens: Iterable[Token]) -> list[tuple[str, Kind | None]]:
    """The whole text in pieces, each with the kind of its token or None: for tinting the line as it is typed."""
    pieces: list[tuple[str, Kind | None]] = []
    position = 0
    for token in tokens:
        if token.start > position:
            pieces.append((text[position : token.start], None))
        pieces.append((text[token.start : token.end], token.kind))
        position = token.end
    if position < len(text):
        pieces.append((text[position:], None))
    return pieces
