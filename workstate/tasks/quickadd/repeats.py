"""How a task comes back: "every friday". The phrases themselves are read by workstate.tasks.recurrence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

# A module and not its names: it reads our languages' data, so whichever is imported first is there only in part.
from workstate.tasks import recurrence
from workstate.tasks.quickadd import days
from workstate.tasks.quickadd.draft import Context, Kind, Series, Token
from workstate.tasks.quickadd.words import Quote


def repeats(
    text: str, marks: Sequence[Token], quoted: Sequence[Quote], language: str, context: Context, limit: int
) -> list[Token]:
    """Every repeat phrase outside of quotes and of what has a sign."""
    masked = list(text[:limit])
    if limit < len(text) and not text[limit].isspace():
        while masked and not masked[-1].isspace():  # the word that the limit cuts in two
            masked.pop()
    for token in marks:  # an edge, as the end of the line is
        masked[token.start : token.end] = " " * (min(token.end, len(masked)) - token.start)
    for quote in quoted:  # a word, and of no phrase
        masked[quote.start : quote.end] = "x" * (min(quote.end, len(masked)) - quote.start)
    return [
        Token(
            Kind.REPEAT,
            phrase.start,
            phrase.end,
            text[phrase.start : phrase.end],
            Series(phrase.repeat, phrase.first_day),
        )
        for phrase in recurrence.phrases(
            "".join(masked),
            language=language,
            now=context.now,
            week_start=context.week_start,
            date_order=context.date_order,
            time_format=context.time_format,
        )
        if not any(token.start < phrase.end and phrase.start < token.end for token in marks)
    ]


def first_due(series: Series, on: date | None, at: time | None, now: datetime) -> tuple[date | None, time | None]:
    """When a task that comes back is due first: on the day the line says, else on the first day of its series."""
    repeat = series.repeat if series.repeat.times or at is None else replace(series.repeat, times=(at,))
    if on:
        return on, at or min(repeat.times, default=None)
    if series.first_day:
        now = max(now, datetime.combine(series.first_day, time(), now.tzinfo))
    first = recurrence.first(repeat, now=now)
    if days.within(first.day) is None:
        return None, None
    return first.day, at or first.time
