"""What quick add takes and gives: the person's context, the tokens found in the line, and the task they describe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, Literal

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


@dataclass(frozen=True)
class When:
    """What one date token says by itself: a day, a time of day on the wall, or both. Draft holds what they come to."""

    day: date | None
    time: time | None


@dataclass(frozen=True)
class Token:
    """Words that carry meaning. `start` and `end` count code points of the text that was given to parse()."""

    kind: Kind
    start: int
    end: int
    text: str
    value: str | int | When

    @property
    def key(self) -> str:
        """Names the token for × (Context.ignored): stable while the rest of the line changes."""
        return token_key(self.kind, self.text)


def token_key(kind: Kind, text: str) -> str:
    """The name under which a token's meaning is dropped, for example "date:tomorrow 2pm"."""
    return f"{kind.value}:{' '.join(text.casefold().split())}"


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
