"""What is wrong with a filter, where, and what it may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from workstate.core.errors import Invalid
from workstate.tasks.quickadd.names import comparable


class FilterError(Invalid):
    """
    A filter that cannot be read. `start` and `end` count characters of the text as it was given.

    `instead` is what might stand between them; `suggestion` the whole text with it, empty where there is no idea.
    """

    def __init__(self, message: str, *, text: str, start: int, end: int, instead: str | None = None) -> None:
        self.message = message
        self.text = text
        self.start, self.end = min(start, len(text)), min(end, len(text))
        self.instead = instead
        self.suggestion = "" if instead is None else text[: self.start] + instead + text[self.end :]
        self.suggestion = self.suggestion.strip()
        super().__init__(message, field="filter", code="filter")
        self.details = {"start": self.start, "end": self.end, "suggestion": self.suggestion}

    @property
    def before(self) -> str:
        """What stands before the place, for a page that shows where it is."""
        return self.text[: self.start]

    @property
    def place(self) -> str:
        return self.text[self.start : self.end]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one among the names that is most like it, if any is: what begins so, holds it, or is spelled nearly so."""
    wanted = comparable(name)
    folded = {comparable(one): one for one in sorted(names, key=len, reverse=True)}
    if not wanted:
        return None
    for like in (str.startswith, str.__contains__):
        found = [one for one in folded if like(one, wanted)]
        if found:
            return folded[min(found, key=len)]
    close = get_close_matches(wanted[:120], folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None
