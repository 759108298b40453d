"""A pasted list: each line with its depth, without bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_INDENT = re.compile(r"[^\S\n]*")
_BULLET = re.compile(r"[-*+•◦▪‣·–—][^\S\n]+|[-*]$")
_BOX = re.compile(r"(?:\[[ xX]?\]|[☐☑☒✓✔])(?:[^\S\n]+|$)")
_NUMBER = re.compile(r"(\d{1,3})[.)][^\S\n]+", re.ASCII)
_TAB: Final = 4


@dataclass(slots=True)
class _Line:
    depth: int
    text: str
    number: int | None = None
    cut: int = 0
    """Characters of the number and its stop."""


def many_lines(text: str) -> list[tuple[int, str]]:
    """The lines that are not empty, each with its depth (0 at the margin) and without "- ", "* ", "1. ", "[ ]", "☐".

    A line further in than the one above is a level deeper, however far; one further out goes back to the level that stood
    there. A number is a bullet only in a list that counts ("1. … 2. …"), so that "3. Mai" stays a date.
    """
    lines: list[_Line] = []
    indents: list[int] = []
    for raw in _BREAK.split(text):
        line = raw.rstrip()
        match = _INDENT.match(line)
        start = match.end() if match else 0
        content = _bare(line[start:])
        if not content:
            continue
        width = _width(line[:start])
        while indents and indents[-1] >= width:
            indents.pop()
        found = _Line(len(indents), content)
        if match := _NUMBER.match(content):
            found.number, found.cut = int(match[1]), match.end()
        indents.append(width)
        lines.append(found)
    for index, line in enumerate(lines):
        if line.number is not None and _counts(lines, index):
            line.text = _bare(line.text[line.cut :])
    return [(line.depth, line.text) for line in _closed(lines)]


def _bare(content: str) -> str:
    """Without a bullet and a box, in this order; each at most once."""
    for mark in (_BULLET, _BOX):
        if match := mark.match(content):
            content = content[match.end() :].lstrip()
    return content


def _width(indent: str) -> int:
    width = 0
    for char in indent:
        width += _TAB - width % _TAB if char == "\t" else 1
    return width


def _counts(lines: list[_Line], index: int) -> bool:
    """Whether a neighbour of the same depth has the number before or after."""
    number = lines[index].number
    assert number is not None
    return _neighbour(lines, index, -1) == number - 1 or _neighbour(lines, index, 1) == number + 1


def _neighbour(lines: list[_Line], index: int, step: int) -> int | None:
    depth = lines[index].depth
    place = index + step
    while 0 <= place < len(lines) and lines[place].depth >= depth:
        if lines[place].depth == depth:
            return lines[place].number
        place += step
    return None


def _closed(lines: list[_Line]) -> list[_Line]:
    """The lines whose text is left; what stood under one that held a bullet alone moves up with it."""
    kept: list[_Line] = []
    for line in lines:
        if line.text:
            line.depth = min(line.depth, kept[-1].depth + 1 if kept else 0)
            kept.append(line)
    return kept
