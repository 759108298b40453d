"""One line of text becomes the draft of a task. The grammar is described in the package's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.draft import MAX_LENGTH, Context, Draft, Kind, Token, When
from workstate.tasks.quickadd.languages import Lexicon, lexicon
from workstate.tasks.quickadd.marks import marks
from workstate.tasks.quickadd.title import title_of
from workstate.tasks.quickadd.whens import Whens
from workstate.tasks.quickadd.words import Quote, cut, quotes


def parse(text: str, context: Context) -> Draft:
    """The task that the line describes. Never raises; the same text in the same context gives the same draft."""
    words = lexicon(context.language)
    quoted = quotes(text, MAX_LENGTH)
    candidates = _candidates(text, quoted, words, context, MAX_LENGTH)
    tokens = _chosen(candidates)
    protecting = [quote for quote in quoted if _would_hold_token(text, quote, words, context)]
    draft = Draft(title=title_of(text, tokens, protecting), tokens=tuple(tokens))
    return _filled(draft, context)


def _candidates(text: str, quoted: Sequence[Quote], words: Lexicon, context: Context, limit: int) -> list[Token]:
    """Everything that could be a token, in order; a dropped meaning is left out, its words stay taken."""
    line = cut(text, limit)
    found = list(marks(text, line, quoted, words, context, limit))
    for word in line:
        if any(token.start < word.end and word.start < token.end for token in found):
            word.marker = True
            word.protect()
        elif any(quote.start < word.end and word.start < quote.end for quote in quoted):
            word.protect()
    found = [token for token in found if token.key not in context.ignored]
    return sorted(found + Whens(text, line, words, context).tokens(), key=lambda token: token.start)


def _would_hold_token(text: str, quote: Quote, words: Lexicon, context: Context) -> bool:
    """Whether the words between the quotes would mean something if they stood alone."""
    inner = text[quote.start + 1 : quote.end - 1]
    return bool(_candidates(inner, (), words, replace(context, ignored=frozenset()), len(inner)))


def _chosen(candidates: Sequence[Token]) -> list[Token]:
    """Of each kind the last counts, and every label; a day and a time that stand apart belong together."""
    last: dict[Kind, Token] = {}
    chosen: list[Token] = []
    for token in candidates:
        if token.kind is Kind.LABEL:
            chosen.append(token)
        elif token.kind is not Kind.DATE:
            last[token.kind] = token
    chosen.extend(last.values())
    dates = [(token, token.value) for token in candidates if isinstance(token.value, When)]
    with_day = [found for found in dates if found[1].day]
    times = [token for token, when in dates if when.day is None]
    if with_day:
        token, when = with_day[-1]
        chosen.append(token)
        if when.time is None and times:
            chosen.append(times[-1])
    elif times:
        chosen.append(times[-1])
    return sorted(chosen, key=lambda token: token.start)


def _filled(draft: Draft, context: Context) -> Draft:
    on: date | None = None
    at: time | None = None
    labels: dict[str, str] = {}
    values: dict[Kind, str | int] = {}
    for token in draft.tokens:
        if isinstance(token.value, When):
            on, at = token.value.day or on, token.value.time or at
        elif token.kind is Kind.LABEL:
            labels.setdefault(str(token.value).casefold(), str(token.value))
        else:
            values[token.kind] = token.value
    if at is not None:
        now = context.now
        if on is None:
            # A time alone is the next one: today, or tomorrow once it has passed.
            on = now.date() if at > now.time() else days.within(now.date() + timedelta(days=1))
        if on is not None:
            on, at = days.existing(on, at, now.tzinfo)
    priority, project, estimate = (values.get(kind) for kind in (Kind.PRIORITY, Kind.PROJECT, Kind.ESTIMATE))
    return replace(
        draft,
        due_on=on,
        due_time=at if on else None,
        priority=priority if isinstance(priority, int) else None,
        project=project if isinstance(project, str) else None,
        labels=tuple(labels.values()),
        estimate=estimate if isinstance(estimate, int) else None,
    )
