"""
Markdown, as people write it in descriptions and comments: CommonMark with tables, struck words, bare links and check boxes.

Nothing here is trusted. What is HTML in a text is shown as text; what comes out passes through an allowlist besides; a text
that would take long is shown as it was typed. Reading is pure: whoever asks brings the tasks and people that may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import local
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify
from markdown_it.token import Token

from workstate.core.errors import Conflict

# Measured: the worst text within these takes about a fifth of a second, an ordinary one of 50,000 characters a twentieth.
LONGEST = 50_000
MOST_LINES = 5_000
MOST_BRACKETS = 4_000
MOST_CELLS = 5_000
MOST_REFERENCES = 200
CACHED_LENGTH = 4_000

TAGS = frozenset(
    "a blockquote br code del em h3 h4 h5 h6 hr input label li ol p pre s span strong table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"a": {"href", "title", "target"}, "ol": {"start"}, "input": {"disabled", "checked", "aria-label"}}
VALUES = {"input": {"type": {"checkbox"}, "name": {"line"}, "value": {str(line) for line in range(MOST_LINES)}}}
CLASSES = {
    "a": {"task-ref", "is-done"},
    "span": {"mention", "is-me"},
    "li": {"task-item"},
    "label": {"tick"},
    "th": {"right", "center"},
    "td": {"right", "center"},
}
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow noopener noreferrer"

_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    allowed_classes=CLASSES,
    url_schemes=set(SCHEMES),
    link_rel=REL,
)

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# Six characters hold the longest scheme and what is ahead of it.
_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_CHECK = re.compile(r"\[([ xX])\](?=\s|$)")
# What may stand on a line ahead of a box: quotes, indentation, the marks of lists.
_BOX = re.compile(r"((?:[\s>]|(?:[-*+]|[0-9]{1,9}[.)])(?=[\s>]))*)\[[ xX]\](?=\s|$)")
_TICKED = re.compile(r"\[[xX]\]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PERSON = r"(?<![\w@./+-])@(?P<person>\w[\w.'-]{0,80})"
_NUMBER = r"(?<![\w@/#&.-])(?:#(?P<number>[0-9]{1,9}){key})(?![\w-])"


@dataclass(frozen=True, slots=True)
class Reference:
    """A task that a text names."""

    url: str
    title: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    is_reader: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """What `ACME-12`, `#12` and `@ana` mean to whoever reads. People stand under their handles in small letters."""

    prefix: str = ""
    tasks: Mapping[int, Reference] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)


NO_LINKS = Links()


def render(text: str, *, links: Links = NO_LINKS, tickable: bool = False) -> SafeString:
    """HTML of the text. `tickable` lets its check boxes be pressed; each carries the line it stands on, counted from 0."""
    if not text.strip():
        return SafeString("")
    if _is_too_much(text):
        return _as_typed(text)
    html = _parser().render(text, {"links": links, "tickable": tickable})
    return SafeString(_cleaner.clean(html))  # nosec: cleaned against the allowlist


def boxes(text: str) -> dict[int, bool]:
    """The check boxes of a text: the lines on which they stand, from 0, and whether they are ticked."""
    if "[" not in text or not _may_have_boxes(text) or _is_too_much(text):
        return {}
    env: dict[str, Any] = {}
    tokens = _outline().parse(text, env)
    return {line: done for _at, line, done in _boxes_in(tokens, env)}


def checklist(text: str) -> tuple[int, int]:
    """How many of the check boxes are ticked, and how many there are."""
    if "[" not in text:
        return 0, 0
    return _counted(text) if len(text) <= CACHED_LENGTH else _count(text)


def tick(text: str, line: int, done: bool) -> str:
    """The text with the box on the line ticked or not, else unchanged; raises Conflict when no box stands there."""
    if line not in boxes(text):
        raise Conflict(_("This box is no longer there: somebody changed the text. Look at it again."))
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    found = _BOX.match(text, starts[line])
    if found is None:
        raise Conflict(_("This box is no longer there: somebody changed the text. Look at it again."))
    at = starts[line] + len(found[1]) + 1
    if (text[at] != " ") is done:
        return text
    return f"{text[:at]}{'x' if done else ' '}{text[at + 1 :]}"


class Overtaken(Conflict):
    """Somebody else changed the text while it was edited; `theirs` is what it says now."""

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__(_("Somebody changed this text while you were writing."))


def fingerprint(text: str) -> str:
    """What an editor remembers of the text that it opened."""
    return sha256(text.encode()).hexdigest()[:24]


def shape(text: str) -> str:
    """The fingerprint of a text whatever is ticked in it: two people may tick at once."""
    return fingerprint(_TICKED.sub("[ ]", text))


def replaced(text: str, wanted: str, *, before: str) -> str:
    """The text wanted in place of this one; raises Overtaken unless `before` is its fingerprint."""
    if before != fingerprint(text) and wanted != text:
        raise Overtaken(text)
    return wanted


def ticked(text: str, line: int, done: bool, *, before: str) -> str:
    """Like tick(), of the text whose shape was `before`; raises Overtaken for any other."""
    if before != shape(text):
        raise Overtaken(text)
    return tick(text, line, done)


def plain(text: str, length: int = 140) -> str:
    """The words of a text without its marks, on one line, shortened to the length."""
    head = text[: length * 4 + 200]
    words = head if _is_too_much(head) else " ".join(_words(_parser().parse(head, {"links": NO_LINKS})))
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def task_numbers(text: str, prefix: str) -> set[int]:
    """Numbers of tasks that a text may name, for whoever looks them up for Links; the first 200."""
    if "#" not in text and "-" not in text:
        return set()
    found: set[int] = set()
    for match in _mentioned(prefix).finditer(text):
        if number := _number(match):
            found.add(number)
        if len(found) >= MOST_REFERENCES:
            break
    return found


def handles_in(text: str) -> set[str]:
    """What stands behind an @, in small letters, wherever it is more than the middle of a word; code is left out."""
    if "@" not in text or _is_too_much(text):
        return set()
    tokens = _parser().parse(text, {"links": NO_LINKS})
    return {
        handle
        for words in _open_texts(tokens)
        for match in _mentioned("").finditer(words)
        if (handle := _handle(match))
    }


def bare_handle(handle: str) -> str:
    """Without what ended a sentence, or made it somebody's: @ana's."""
    return handle.rstrip(".'-").removesuffix("'s").rstrip(".'-")


# Reading.

_threads = local()


def _parser() -> MarkdownIt:
    """One for each thread: the finder of bare links keeps its state in itself."""
    parser: MarkdownIt | None = getattr(_threads, "parser", None)
    if parser is None:
        parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
        parser.enable(["table", "strikethrough", "linkify"])
        parser.validateLink = lambda url: bool(_ADDRESS.match(url))  # type: ignore[method-assign]
        parser.inline.ruler.at("linkify", _bare_link)
        parser.core.ruler.push("workstate", _finish)
        _threads.parser = parser
    return parser


def _bare_link(state: StateInline, silent: bool) -> bool:
    """
    The library's rule, asked only where a link begins: it looks through all of the line so far, which ten thousand of "a://"
    made it do for seven seconds.
    """
    scheme = _SCHEME.search(state.pending[-6:])
    finder = state.md.linkify
    if scheme is None or finder is None or not finder.match_at_start(state.src[state.pos - len(scheme[1]) :]):
        return False
    return linkify(state, silent)


def _outline() -> MarkdownIt:
    """Reads blocks alone: enough to know which lines carry a box."""
    parser: MarkdownIt | None = getattr(_threads, "outline", None)
    if parser is None:
        parser = MarkdownIt("commonmark", {"html": False}).enable("table")
        parser.core.ruler.enableOnly(["normalize", "block"])
        _threads.outline = parser
    return parser


def _is_too_much(text: str) -> bool:
    if len(text) > LONGEST or text.count("[") > MOST_BRACKETS or text.count("\n") >= MOST_LINES:
        return True
    # A row of a table is filled up to the width of its head, so that cells are more than what was typed.
    return text.count("|") > 1 and sum(_cells(block) for block in re.split(r"\n[ \t>]*\n", text)) > MOST_CELLS


def _cells(block: str) -> int:
    lines = block.split("\n")
    widest = max(line.count("|") for line in lines)
    return (widest + 1) * len(lines) if widest else 0


def _as_typed(text: str) -> SafeString:
    return SafeString("<p>" + "<br>".join(escape(line) for line in text.splitlines()) + "</p>")  # nosec: escaped


def _may_have_boxes(text: str) -> bool:
    return "[ ]" in text or "[x]" in text or "[X]" in text


def _count(text: str) -> tuple[int, int]:
    found = boxes(text)
    return sum(found.values()), len(found)


_counted = lru_cache(maxsize=4096)(_count)


def _boxes_in(tokens: list[Token], env: Mapping[str, Any]) -> Iterator[tuple[int, int, bool]]:
    """Where in the tokens, and on which line, list items begin with a box."""
    for at, token in enumerate(tokens):
        if token.type != "inline" or not token.map or at < 2:
            continue
        opens = tokens[at - 1].type == "paragraph_open" and tokens[at - 2].type == "list_item_open"
        match = _CHECK.match(token.content) if opens else None
        # [x] may also be a link that the text defines elsewhere.
        if match and not (match[1] != " " and "X" in env.get("references", {})):
            yield at, token.map[0], match[1] != " "


def _finish(state: StateCore) -> None:
    """The last rule: boxes, headings that leave the page its own, pictures as links, names of tasks and people."""
    links: Links = state.env.get("links", NO_LINKS)
    for at, line, done in _boxes_in(state.tokens, state.env):
        _put_box(state.tokens, at, line, done, tickable=state.env.get("tickable", False))
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        elif token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = str(style).removeprefix("text-align:")
        elif token.type == "inline" and token.children:
            token.children = list(_linked(token.children, links))


def _put_box(tokens: list[Token], at: int, line: int, done: bool, *, tickable: bool) -> None:
    children = tokens[at].children
    if not children or children[0].type != "text":
        return
    tokens[at - 2].attrJoin("class", "task-item")
    children[0].content = children[0].content[3:].lstrip()
    box = Token("box", "input", 0, attrs={"type": "checkbox", "name": "line", "value": str(line)})
    if done:
        box.attrs["checked"] = ""
    if not tickable:
        box.attrs["disabled"] = ""
    if not children[0].content and len(children) == 1:
        box.attrs["aria-label"] = _("Check box")
    tokens[at].children = [
        Token("label_open", "label", 1, attrs={"class": "tick"}),
        box,
        *children,
        Token("label_close", "label", -1),
    ]


def _linked(children: list[Token], links: Links) -> Iterator[Token]:
    depth = 0
    for token in children:
        if token.type in {"link_open", "link_close"}:
            depth += token.nesting
            if token.nesting == 1:
                token.attrs["target"] = "_blank"
            yield token
        elif token.type == "image":
            yield from _picture(token, inside=depth > 0)
        elif token.type == "text" and depth == 0 and (links.tasks or links.people):
            yield from _named(token.content, links)
        else:
            yield token


def _picture(token: Token, *, inside: bool) -> Iterator[Token]:
    """Pictures of other sites would tell them who reads here: they are named, not shown."""
    address = str(token.attrs.get("src", ""))
    words = _text("".join(child.content for child in token.children or []) or address)
    if inside:
        yield words
    else:
        yield Token("link_open", "a", 1, attrs={"href": address, "target": "_blank"})
        yield words
        yield Token("link_close", "a", -1)


def _named(words: str, links: Links) -> Iterator[Token]:
    end = 0
    for match in _mentioned(links.prefix).finditer(words):
        start, stop = match.span()
        tokens: list[Token] = []
        if (number := _number(match)) and (task := links.tasks.get(number)):
            css = "task-ref is-done" if task.done else "task-ref"
            tokens = _around("a", words[start:stop], {"href": task.url, "title": task.title, "class": css})
        elif handle := _handle(match):
            person = links.people.get(handle) or links.people.get(bare_handle(handle))
            if person:
                stop = stop if handle in links.people else start + 1 + len(bare_handle(handle))
                css = "mention is-me" if person.is_reader else "mention"
                tokens = _around("span", words[start:stop], {"class": css})
        if tokens:
            yield _text(words[end:start])
            yield from tokens
            end = stop
    yield _text(words[end:])


def _around(tag: str, words: str, attrs: dict[str, str | int | float]) -> list[Token]:
    return [Token(f"{tag}_open", tag, 1, attrs=attrs), _text(words), Token(f"{tag}_close", tag, -1)]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


@lru_cache(maxsize=64)
def _mentioned(prefix: str) -> re.Pattern[str]:
    key = rf"|#?{re.escape(prefix)}-(?P<keyed>[0-9]{{1,9}})" if prefix else r"(?P<keyed>)"
    return re.compile(f"{_NUMBER.replace('{key}', key)}|{_PERSON}", re.IGNORECASE)


def _number(match: re.Match[str]) -> int:
    return int(match["number"] or match["keyed"] or 0)


def _handle(match: re.Match[str]) -> str:
    return (match["person"] or "").casefold()


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(
                child.content if child.type in {"text", "code_inline"} else " " if child.type.endswith("break") else ""
                for child in token.children or []
            )
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _open_texts(tokens: Iterable[Token]) -> Iterator[str]:
    """The words outside of code and links."""
    for token in tokens:
        depth = 0
        for child in token.children or []:
            depth += child.nesting if child.type in {"link_open", "link_close"} else 0
            if child.type == "text" and depth == 0:
                yield child.content
