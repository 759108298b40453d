"""A draft becomes a line again: one that parse() reads as the same draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Final

from workstate.tasks import recurrence
from workstate.tasks.quickadd.draft import Context, Draft, Kind, Person, When
from workstate.tasks.quickadd.parser import parse

_PAIRS: Final = ('""', "“”", "„“", "«»")


def print_line(draft: Draft, context: Context) -> str:
    """
    The draft as a line in the person's language: the words, quoted where they would be tokens, and what they came with.

    In the same context, with nothing ignored, it parses to the same draft. Days are written as 2026-11-27, people by a name
    that is theirs alone. A draft that no line makes (a title with a line break, or more than fits into MAX_LENGTH) is
    written as well as can be.
    """
    context = replace(context, ignored=frozenset())
    wanted = _meaning(draft)
    first = ""
    for line in _attempts(draft, context):
        first = first or line
        if _meaning(parse(line, context)) == wanted:
            return line
    return first


def _meaning(draft: Draft) -> Draft:
    return replace(draft, tokens=())


def _attempts(draft: Draft, context: Context) -> Iterator[str]:
    """Lines from the plainest to the most guarded."""
    note = f" // {draft.description}" if draft.description else ""
    for tokens in dict.fromkeys(_orders(draft, context)):
        for title in _titles(draft.title, context):
            if not tokens:
                yield title + note
                continue
            yield f"{title} {tokens}{note}".lstrip(" ")
            yield f"{tokens} {title}{note}"
            yield f"{title}, {tokens}{note}"
            yield f"{tokens}, {title}{note}"
        words = draft.title.split(" ")
        for place in range(1, min(len(words), 12)):
            yield f"{' '.join(words[:place])} {tokens} {' '.join(words[place:])}{note}"


def _orders(draft: Draft, context: Context) -> Iterator[str]:
    """What stands beside the title, from the plainest to the most guarded."""
    for quoted in (False, True):
        marks = _marks(draft, context, quoted=quoted)
        yield " ".join(marks)
        # A repeat phrase or a moment may run on into a word behind it: what has a sign stands between them and the title.
        yield " ".join(reversed(marks))
        yield ", ".join(marks)
        if not draft.section:
            return


def _titles(title: str, context: Context) -> Iterator[str]:
    """The title with as few quotes as needed: none, around what would be tokens, around the whole of it."""
    yield title
    yield _guarded(title, context)
    for opening, closing in _PAIRS:
        yield f"{opening}{title}{closing}"


def _guarded(title: str, context: Context) -> str:
    """The title with each token that it would hold in quotes."""
    pair = next((pair for pair in _PAIRS if not set(pair) & set(title)), "")
    if not pair:
        return title
    line, position = "", 0
    for token in parse(title, context).tokens:
        end = token.end
        while end < len(title) and not title[end].isspace():  # a quote closes after a word
            end += 1
        if token.start < position:
            continue
        line += f"{title[position : token.start]}{pair[0]}{title[token.start : end]}{pair[1]}"
        position = end
    return line + title[position:]


def _marks(draft: Draft, context: Context, *, quoted: bool) -> list[str]:
    """
    What has to be said beside the title; the day first, since people look for it.

    A new section behind a number is none ("50 /month") but in quotes, which it has if `quoted`.
    """
    found: list[str] = []
    if draft.due_on:
        found.append(_moment(draft.due_on, draft.due_time))
    if draft.repeat:
        found.append(
            recurrence.in_words(
                draft.repeat,
                language=context.language,
                time_format=context.time_format,
                date_order=context.date_order,
            )
        )
    if draft.priority:
        found.append(f"p{draft.priority}")
    if draft.project:
        found.append(_name("#", draft.project, Kind.PROJECT, context))
    if draft.section:
        inside = replace(context, place_project=draft.project or context.place_project)
        found.append(f'/"{draft.section}"' if quoted else _name("/", draft.section, Kind.SECTION, inside))
    found += [_name("@", label, Kind.LABEL, context) for label in draft.labels]
    found += [_person(person, context) for person in draft.assignees]
    if draft.spent is not None:
        found.append(f"{_length(draft.spent)}/{_length(draft.estimate or draft.spent)}")
    elif draft.estimate is not None:
        found.append(f"~{_length(draft.estimate)}")
    if draft.deadline_on:
        found.append(f"{{{draft.deadline_on.isoformat()}}}")
    found += [f"!{_notice(reminder)}" for reminder in draft.reminders]
    return found


def _moment(day: date | None, clock: time | None) -> str:
    return " ".join(filter(None, [day.isoformat() if day else "", f"{clock:%H:%M}" if clock else ""]))


def _notice(reminder: int | When) -> str:
    if isinstance(reminder, When):
        return _moment(reminder.day, reminder.time)
    if reminder and reminder % 86_400 == 0:
        return f"{reminder // 86_400}d"
    return _length(reminder)


def _length(seconds: int) -> str:
    """In minutes, since "9h" is a time of day to some."""
    return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"


def _name(sign: str, name: str, kind: Kind, context: Context) -> str:
    """The name as it is where it is read whole, else in quotes."""
    for attempt in (f"{sign}{name}", *(f"{sign}{pair[0]}{name}{pair[1]}" for pair in _PAIRS[:3])):
        tokens = parse(f"{attempt} x", context).tokens
        if [token.kind for token in tokens] == [kind] and tokens[0].text == attempt and tokens[0].value == name:
            return attempt
    return f'{sign}"{name}"'


def _person(person: Person, context: Context) -> str:
    first = person.name.split(" ")[0]
    for name in (first, person.name, f'"{person.name}"', person.address.partition("@")[0], person.address):
        tokens = parse(f"+{name} x", context).tokens
        if name and len(tokens) == 1 and tokens[0].value == person and tokens[0].text == f"+{name}":
            return f"+{name}"
    return f'+"{person.name}"'
