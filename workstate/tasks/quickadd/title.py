"""The words that are left when the tokens are taken out of the line."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.tasks.quickadd.draft import Token
from workstate.tasks.quickadd.words import Quote

_DANGLING = ",;:-–—"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NO_SPACE_BEFORE = ".,;:!?)]}…"


def title_of(text: str, tokens: Sequence[Token], protecting: Sequence[Quote]) -> str:
    """The title: white space made single, and no comma or empty bracket left where a token was taken out."""
    title = ""
    position = 0
    for token in tokens:
        title = _joined(title, _without_quotes(text, position, token.start, protecting), after_token=position > 0)
        position = token.end
    title = _joined(title, _without_quotes(text, position, len(text), protecting), after_token=position > 0)
    if tokens and not text[tokens[-1].end :].strip():
        title = title.rstrip(_DANGLING + " ") or title
    if tokens and not title.strip(_DANGLING + _NO_SPACE_BEFORE + " "):
        return ""
    return title


def _joined(title: str, piece: str, *, after_token: bool) -> str:
    """The title with a further piece behind it."""
    spaced = piece[:1].isspace()
    piece = " ".join(piece.split())
    if not after_token:
        return piece
    if title and piece and _BRACKETS.get(title[-1]) == piece[0]:
        title, piece, spaced = title[:-1].rstrip(), piece[1:].lstrip(), True
    if not title:
        return piece.lstrip(_DANGLING + " ")
    if title[-1] in _DANGLING and piece[:1] in tuple(_DANGLING):
        piece = piece[1:].lstrip()
    if not piece:
        return title
    glue = "" if (not spaced and piece[0] in _NO_SPACE_BEFORE) or title[-1] in _BRACKETS else " "
    return title + glue + piece


def _without_quotes(text: str, start: int, end: int, protecting: Sequence[Quote]) -> str:
    """The stretch of text without the quote characters that have done their work."""
    marks = {place for quote in protecting for place in (quote.start, quote.end - 1) if start <= place < end}
    if not marks:
        return text[start:end]
    return "".join(text[place] for place in range(start, end) if place not in marks)
