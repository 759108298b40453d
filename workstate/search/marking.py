"""What was asked for, marked in what is shown. Everything else is escaped: nothing of a text reaches the page as markup."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from workstate.search.asking import Query
from workstate.search.words import folded

EXCERPT = 180  # characters
BEFORE = 60
LOOKED_THROUGH = 6000

# How much longer than its stem a word may be: "invoic" is of "invoices", "in" is not of "interest".
_ENDING = 4
_SHORTEST_STEM = 3

_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)?")
_SIGNS = re.compile(r"[*`~|]+|(?<!\w)_+|_+(?!\w)|^\s*(?:#+|>|[-+]|\d+\.)\s+(?:\[[ xX]\]\s+)?", re.MULTILINE)


def marked(text: str, query: Query) -> SafeString:
    """The whole text, with what was asked for in <mark>."""
    pieces: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        if _is_asked_for(word[0], query):
            pieces += [escape(text[end : word.start()]), "<mark>", escape(word[0]), "</mark>"]
            end = word.end()
    pieces.append(escape(text[end:]))
    return mark_safe("".join(pieces))  # nosec: every piece was escaped but our own tag


def excerpt(text: str, query: Query) -> SafeString:
    """What stands around the first thing that was asked for, on one line without Markdown's signs; empty if it holds none."""
    text = text[:LOOKED_THROUGH]
    first = next((word for word in _WORD.finditer(text) if _is_asked_for(word[0], query)), None)
    if first is None:
        return SafeString("")
    start = max(0, first.start() - BEFORE)
    if start:
        space = text.find(" ", start, first.start())
        start = space + 1 if space >= 0 else first.start()
    piece = text[start : start + EXCERPT]
    plain = " ".join(_SIGNS.sub("", _LINK.sub(r"\1", piece)).split())
    more = "…" if start + EXCERPT < len(text) else ""
    return marked(f"{'…' if start else ''}{plain}{more}", query)


def _is_asked_for(word: str, query: Query) -> bool:
    plain = folded(word)
    if plain in query.stems:
        return True
    if any(plain.startswith(begun) for begun in query.begun):
        return True
    return any(
        len(stem) >= _SHORTEST_STEM and plain.startswith(stem) and len(plain) - len(stem) <= _ENDING
        for stem in query.stems
    )
