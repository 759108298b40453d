"""Cutting the line into words with their places, and finding what quotes and addresses protect."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CHUNK = re.compile(r"\S+")
_OPENING = "([{<'‘¿¡*_"
_CLOSING = ")]}>.,;:!?'’…*_"
_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://|www\.|mailto:|tel:", re.IGNORECASE)


@dataclass(slots=True)
class Word:
    """A word without the punctuation around it. `fold` is what is compared; empty when the word is protected."""

    start: int
    end: int
    fold: str
    lead: str
    trail: str
    marker: bool = False
    """Part of something written with a sign (#, @, ~, p1): what stands before it stands at an edge."""

    @property
    def joined(self) -> bool:
        return not self.lead

    def protect(self) -> None:
        self.fold = ""


@dataclass(frozen=True)
class Quote:
    """A quoted stretch: `start` and `end` include the two quote characters."""

    start: int
    end: int


def fold(text: str) -> str:
    """The form in which words are compared: no case, no accents, a plain apostrophe."""
    if text.isascii():
        return text.lower()
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.casefold().replace("’", "'")


def cut(text: str, limit: int) -> list[Word]:
    """The words among the first `limit` characters; a word that the limit would cut in two is left out."""
    words = []
    for chunk in _CHUNK.finditer(text, 0, min(len(text), limit + 1)):
        if chunk.end() > limit:
            break
        raw = chunk.group()
        core = raw.lstrip(_OPENING)
        lead = raw[: len(raw) - len(core)]
        stripped = core.rstrip(_CLOSING)
        trail = core[len(stripped) :]
        start = chunk.start() + len(lead)
        folded = "" if _ADDRESS.match(stripped) else fold(stripped)
        words.append(Word(start, start + len(stripped), folded, lead, trail))
    return words


def quotes(text: str, limit: int) -> list[Quote]:
    """Quoted stretches, left to right. A quote opens before a word and closes after one, so 5" is no quote."""
    found: list[Quote] = []
    limit = min(limit, len(text))
    missing: set[str] = set()
    position = 0
    while position < limit:
        closers = _PAIRS.get(text[position])
        if closers and closers not in missing and _may_open(text, position):
            end = _closing(text, position + 1, limit, closers)
            if end:
                found.append(Quote(position, end))
                position = end
                continue
            missing.add(closers)
        position += 1
    return found


def _may_open(text: str, position: int) -> bool:
    after = text[position + 1 : position + 2]
    return (position == 0 or text[position - 1].isspace() or text[position - 1] in _OPENING) and (
        after != "" and (not after.isspace() or text[position] == "«")
    )


def _closing(text: str, position: int, limit: int, closers: str) -> int:
    """The place after the closing quote, or 0."""
    for place in range(position + 1, limit):
        if text[place] in closers:
            after = text[place + 1 : place + 2]
            if after == "" or after.isspace() or after in _CLOSING + ",;-–—/":
                return place + 1
    return 0
