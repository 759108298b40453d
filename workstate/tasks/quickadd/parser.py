"""One line of text becomes the draft of a task. The grammar is described in the package's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.draft import MANY, MAX_LENGTH, Context, Draft, Kind, Person, Series, Spent, Token, When
from workstate.tasks.quickadd.languages import Lexicon, lexicon
from workstate.tasks.quickadd.marks import description, marks
from workstate.tasks.quickadd.repeats import first_due, repeats
from workstate.tasks.quickadd.title import title_of
from workstate.tasks.quickadd.whens import Whens
from workstate.tasks.quickadd.words import Quote, cut, quotes


def parse(text: str, context: Context) -> Draft:
    """The task that the line describes. Never raises; the same text in the same context gives the same draft."""
    words = lexicon(context.language)
    quoted = quotes(text, MAX_LENGTH)
    candidates = _candidates(text, quoted, words, context, MAX_LENGTH)
    tokens = _chosen(candidates)
    named = next((str(token.value) for token in tokens if token.kind is Kind.PROJECT), context.place_project)
    inside = replace(context, ignored=frozenset(), place_project=named)
    protecting = [quote for quote in quoted if _would_hold_token(text, quote, words, inside)]
    draft = Draft(title=title_of(text, tokens, protecting), tokens=tuple(tokens))
    return _filled(draft, context)


def _candidates(text: str, quoted: Sequence[Quote], words: Lexicon, context: Context, limit: int) -> list[Token]:
    """Everything that could be a token, in order; a dropped meaning is left out, its words stay taken."""
    told = description(text, quoted)
    if told and told.key not in context.ignored:
        limit = min(limit, told.start)
    else:
        told = None
    line = cut(text, limit)
    found = marks(text, line, quoted, words, context, limit)
    found += repeats(text, found, quoted, words.language.code, context, limit)
    for word in line:
        if any(token.start < word.end and word.start < token.end for token in found):
            word.marker = True
            word.protect()
        elif any(quote.start < word.end and word.start < quote.end for quote in quoted):
            word.protect()
    found = [token for token in found if token.key not in context.ignored]
    found += Whens(text, line, words, context).tokens()
    if told:
        found.append(told)
    return sorted(found, key=lambda token: token.start)


def _would_hold_token(text: str, quote: Quote, words: Lexicon, context: Context) -> bool:
    """Whether the words between the quotes would mean something if they stood alone."""
    inner = text[quote.start + 1 : quote.end - 1]
    return bool(_candidates(inner, (), words, context, len(inner)))


def _chosen(candidates: Sequence[Token]) -> list[Token]:
    """Of each kind the last counts, or every one; a day and a time that stand apart belong together."""
    last: dict[Kind, Token] = {}
    chosen: list[Token] = []
    for token in candidates:
        if token.kind in MANY:
            chosen.append(token)
        elif token.kind is not Kind.DATE:
            last[Kind.ESTIMATE if token.kind is Kind.SPENT else token.kind] = token
    chosen.extend(last.values())
    dates = [(token, token.value) for token in candidates if token.kind is Kind.DATE and isinstance(token.value, When)]
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
    """The draft with what its tokens come to."""
    labels: dict[str, str] = {}
    people: dict[str, Person] = {}
    reminders: dict[int | When, None] = {}
    changes: dict[str, Any] = {}
    series: Series | None = None
    for token in draft.tokens:
        match token.kind, token.value:
            case Kind.LABEL, str(name):
                labels.setdefault(name.casefold(), name)
            case Kind.ASSIGNEE, Person() as person:
                people.setdefault(person.key, person)
            case Kind.REMINDER, (int() | When()) as reminder:
                reminders.setdefault(reminder)
            case Kind.REPEAT, Series() as series:
                changes["repeat"] = series.repeat
            case Kind.DEADLINE, When(day=day):
                changes["deadline_on"] = day
            case Kind.SPENT, Spent(seconds=seconds, estimate=estimate):
                changes |= {"spent": seconds, "estimate": estimate}
            case (Kind.PRIORITY | Kind.PROJECT | Kind.SECTION | Kind.ESTIMATE | Kind.DESCRIPTION) as kind, value:
                changes[kind.value] = value
            case _:
                pass
    on, at = _due(draft.tokens, series, context)
    return replace(
        draft,
        due_on=on,
        due_time=at if on else None,
        labels=tuple(labels.values()),
        assignees=tuple(people.values()),
        reminders=tuple(reminders),
        **changes,
    )


def _due(tokens: Sequence[Token], series: Series | None, context: Context) -> tuple[date | None, time | None]:
    """When the task is due: what the dates say, else where its series begins."""
    on: date | None = None
    at: time | None = None
    for token in tokens:
        if token.kind is Kind.DATE and isinstance(token.value, When):
            on, at = token.value.day or on, token.value.time or at
    now = context.now
    if series:
        on, at = first_due(series, on, at, now)
    if at is not None:
        if on is None:
            # A time alone is the next one: today, or tomorrow once it has passed.
            on = now.date() if at > now.time() else days.within(now.date() + timedelta(days=1))
        if on is not None:
            on, at = days.existing(on, at, now.tzinfo)
    return on, at
