"""Text becomes a tree: the scanner finds the terms, Lark joins them by the grammar."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.lexer import Lexer

from workstate.accounts.formats import Formats
from workstate.savedviews.filters.days import context_for
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.heads import Lexeme
from workstate.savedviews.filters.scanning import Scanner
from workstate.savedviews.filters.tables import TASKS, Table
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term, every, some
from workstate.tasks.quickadd import Context


def parse(text: str, formats: Formats | None = None, table: Table = TASKS) -> Node | None:
    """
    What the filter says; None for an empty one. Raises FilterError. Pure: names are looked up when it is used.

    `formats` are those of whoever wrote it, who say what day it is and in what order days are written; `table` is what can
    be asked of what it is about.
    """
    return parse_in(text, context_for(formats), table)


def parse_in(text: str, context: Context, table: Table = TASKS) -> Node | None:
    if not text.strip():
        return None
    try:
        found = _lark().parse(Scanner(text, context, table))
    except UnexpectedInput as error:
        raise _told(text, error) from None
    assert isinstance(found, (Term, Not, Every, Some))
    return found


class _Lexemes(Lexer):
    """Gives Lark what the scanner finds."""

    def __init__(self, _conf: Any) -> None:
        pass

    def lex(self, scanner: Any) -> Iterator[Token]:  # type: ignore[override]
        for lexeme in scanner.lexemes():
            yield Token(lexeme.type, lexeme, start_pos=lexeme.start, end_pos=lexeme.end)


@v_args(inline=True)
class _Tree(Transformer[Token, Node]):
    def start(self, node: Node) -> Node:
        return node

    def any(self, *nodes: Any) -> Node:
        return some([node for node in nodes if not isinstance(node, Token)])

    def all(self, *nodes: Any) -> Node:
        return every([node for node in nodes if not isinstance(node, Token)])

    def list(self, *nodes: Any) -> Node:
        return some([node for node in nodes if not isinstance(node, Token)])

    def negation(self, _sign: Token, node: Node) -> Node:
        return Not(node)

    def group(self, _open: Token, node: Node, _close: Token) -> Node:
        return node

    def term(self, token: Token) -> Node:
        lexeme: Lexeme = token.value
        assert lexeme.term is not None
        return lexeme.term

    def comparison(self, head: Token, *rest: Token) -> Node:
        lexemes: list[Lexeme] = [token.value for token in rest]
        asked = head.value.term
        values = tuple(lexeme.value for lexeme in lexemes if lexeme.value)
        operator = ":" if asked.operator == "!=" else asked.operator
        end = lexemes[-1].end
        node: Node = Term(asked.key, operator, values, asked.name, start=asked.start, end=end)
        return Not(node) if asked.operator == "!=" else node


@cache
def _lark() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_Lexemes, transformer=_Tree())


def _told(text: str, error: UnexpectedInput) -> FilterError:
    """What is wrong, for a person: something is missing at the end, or something stands where it cannot."""
    token = error.token if isinstance(error, UnexpectedToken) else None
    lexeme = token.value if token is not None and isinstance(token.value, Lexeme) else None
    trimmed = text.rstrip()
    if lexeme is None:
        last = len(trimmed)
        if isinstance(error, UnexpectedToken) and "CLOSE" in error.accepts:
            place = _open_parenthesis(text)
            return FilterError(
                _("Close this parenthesis."), text=text, start=place, end=last, instead=f"{trimmed[place:]})"
            )
        kept = _without_last(trimmed)
        return FilterError(_("Something is missing at the end."), text=text, start=len(kept), end=len(text), instead="")
    if lexeme.type == "CLOSE":
        if _balance(text, lexeme.start) <= 0:
            message = _("No parenthesis was opened for this one.")
        else:
            message = _("Something is missing before this.")
        return FilterError(message, text=text, start=lexeme.start, end=lexeme.end, instead="")
    message = _("Something is missing before this.")
    return FilterError(message, text=text, start=lexeme.start, end=lexeme.end, instead="")


def _without_last(text: str) -> str:
    """The text without the joining sign or word that it ends with."""
    bare = text.rstrip("&|!,( \t\n\r")
    if bare != text:
        return bare
    return text.rsplit(None, 1)[0] if len(text.split()) > 1 else ""


def _open_parenthesis(text: str) -> int:
    """The first that is not closed, quotes left out of account."""
    waiting = [place for place in range(len(text)) if text[place] == "("]
    closed = text.count(")")
    return waiting[max(0, len(waiting) - 1 - closed)] if waiting else 0


def _balance(text: str, end: int) -> int:
    return text.count("(", 0, end) - text.count(")", 0, end)
