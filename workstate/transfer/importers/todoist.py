"""Todoist: the CSV of a project (a template export).

Rows are `task`, `note` (a comment on the task above), `section`, `meta`, or blank. The project's name is not in the file:
it is the file's own name, or what the person says. PRIORITY 1 is the most urgent. INDENT is the depth of a task under
the tasks above it. Labels stand in CONTENT as words that begin with @.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from . import clock
from .rows import (
    ImportedProject,
    ImportedSection,
    ImportedTask,
    Options,
    Problem,
    Reading,
    Row,
)
from .table import Record, Table, normal, place_columns

name = "todoist"
title = "Todoist"

COLUMNS: dict[str, tuple[str, ...]] = {
    key.casefold(): (key,)
    for key in """TYPE CONTENT DESCRIPTION PRIORITY INDENT AUTHOR RESPONSIBLE DATE DATE_LANG TIMEZONE DURATION
    DURATION_UNIT META DEADLINE DEADLINE_LANG IS_COLLAPSED""".split()
}
REQUIRED = ("type", "content")

_LABEL = re.compile(r"(?<!\S)@(\S+)")
_LABEL_END = ".,;:!?)]}"
_DEEPEST = 100

# Words that repeat, in the languages of Todoist. Repetition is not understood yet, so it must be recognised to be said.
_REPEATS = re.compile(
    r"\b(?:every!?|ev!?|daily|weekly|monthly|yearly|annually|quarterly|after"
    r"|jede[nrsm]?!?|täglich|wöchentlich|monatlich|jährlich"
    r"|chaque|tous|toutes|cada|todos|todas|diariamente|ogni|tutti|elke|iedere|co|każd\w*|codziennie"
    r"|varje|hver|joka|каждый|каждую|каждое|каждые|her)(?!\w)|毎|每|매",
    re.IGNORECASE,
)


def sniff(columns: Sequence[str]) -> bool:
    """Whether a header with these columns is that of a project's export."""
    found = {normal(column) for column in columns}
    return {"type", "content"} <= found and bool(found & {"priority", "indent"})


def read_table(table: Table, options: Options) -> Reading:
    """Read the project, its sections and tasks, and problems, in the order of the file."""
    place, unknown = place_columns(table, COLUMNS, REQUIRED)
    return Reading(name, table.columns, unknown, _ProjectReader(table, place, options).rows())


@dataclass(slots=True)
class _Above:
    """A task that later ones may stand under."""

    depth: int
    key: str


class _ProjectReader:
    """Walks the rows, remembering the section, the tasks above, and the task that notes still belong to."""

    def __init__(self, table: Table, place: dict[str, int], options: Options) -> None:
        self._table = table
        self._place = place
        self._options = options
        self._project = options.project.strip() or _("Todoist")
        self._section = ""
        self._above: list[_Above] = []
        self._held: ImportedTask | None = None
        self._note_possible = False

    def rows(self) -> Iterator[Row | Problem]:
        """Yield everything in the file's order; a task is held until the notes after it are read."""
        yield ImportedProject(self._table.header_line, self._project)
        for record in self._table:
            if isinstance(record, Problem):
                yield record
                continue
            kind = self._value(record, "type").casefold()
            if kind == "note":
                yield from self._note(record)
                continue
            if kind in ("task", "section", "meta", ""):
                yield from self._let_go()
            if kind == "task":
                yield from self._task(record)
            elif kind == "section":
                yield from self._begin_section(record)
            elif kind == "meta":
                yield from self._meta(record)
            elif kind:
                message = _("“%(value)s” is not a kind of row that is known: task, section, note or meta.")
                yield self._problem(record, "type", message % {"value": _short(kind)})
            elif self._value(record, "content"):
                yield self._problem(
                    record,
                    "type",
                    _("The row does not say what it is: task, section, note or meta."),
                )
        yield from self._let_go()

    def _value(self, record: Record, key: str) -> str:
        position = self._place.get(key)
        return "" if position is None else record.values[position].strip()

    def _problem(self, record: Record, key: str, message: str) -> Problem:
        return Problem(record.line, self._table.columns[self._place[key]], message)

    def _remark(self, record: Record, key: str, message: str) -> Problem:
        return replace(self._problem(record, key, message), severity="note")

    def _let_go(self) -> Iterator[Row]:
        if self._held is not None:
            yield self._held
            self._held = None
        self._note_possible = False

    def _note(self, record: Record) -> Iterator[Problem]:
        words = self._value(record, "content")
        if self._held is None:
            message = (
                _("The row above is not imported, so this comment on it is not either.")
                if self._note_possible
                else _("A comment on the project is not imported.")
            )
            yield self._remark(record, "content", message)
        elif words:
            self._held = replace(self._held, description=_joined(self._held.description, words))
            yield self._remark(
                record,
                "content",
                _("The comment is added to the description of its task."),
            )

    def _begin_section(self, record: Record) -> Iterator[Row | Problem]:
        self._above.clear()
        words = self._value(record, "content")
        self._section = words
        if words:
            yield ImportedSection(record.line, self._project, words)
        else:
            yield self._problem(record, "content", _("The section has no name."))

    def _meta(self, record: Record) -> Iterator[Problem]:
        key = "meta" if "meta" in self._place else "content"
        words = self._value(record, key)
        if words:
            message = _("The setting “%(value)s” is not imported.") % {"value": _short(words)}
            yield self._remark(record, key, message)

    def _task(self, record: Record) -> Iterator[Row | Problem]:
        self._note_possible = True
        problems: list[Problem] = []
        content = self._value(record, "content")
        if not content:
            problems.append(self._problem(record, "content", _("The task has no words.")))
        priority = self._number(record, "priority", 4, 4, problems)
        depth = self._number(record, "indent", 1, _DEEPEST, problems)
        if any(problem.severity == "error" for problem in problems):
            yield from problems
            return

        identity_title = content
        if content.startswith("* ") and content[2:].strip():
            content = content[2:].strip()
            message = _("Todoist shows this line without a box to tick; here it is a task that can be completed.")
            yield self._remark(record, "content", message)
        heading, labels = take_labels(content)
        description = self._value(record, "description")
        due_on, due_time, unread = self._due(record, problems)
        if unread:
            description = _joined(description, _("Date: %(words)s") % {"words": unread})
        deadline, unread = self._deadline(record, problems)
        if unread:
            description = _joined(description, _("Deadline: %(words)s") % {"words": unread})
        estimate = self._estimate(record, problems)
        if responsible := self._value(record, "responsible"):
            message = _("The task belongs to %(person)s in Todoist; here nobody is assigned yet.")
            problems.append(self._remark(record, "responsible", message % {"person": _short(responsible)}))
        yield from problems

        parent_key = self._place_under(depth)
        if depth > 1 and (not self._above or self._above[-1].depth < depth - 1):
            message = _("No task stands one level above, so this one goes under the nearest that does.")
            yield self._remark(record, "indent", message)
        key = str(record.line)
        self._above.append(_Above(depth, key))
        self._held = ImportedTask(
            line=record.line,
            key=key,
            parent_key=parent_key,
            project=self._project,
            section=self._section,
            title=heading,
            description=description,
            priority=priority,
            due_on=due_on,
            due_time=due_time,
            deadline_on=deadline,
            labels=labels,
            estimate=estimate,
            identity=(self._project, identity_title),
        )

    def _place_under(self, depth: int) -> str:
        while self._above and self._above[-1].depth >= depth:
            self._above.pop()
        return self._above[-1].key if self._above else ""

    def _number(self, record: Record, key: str, default: int, most: int, problems: list[Problem]) -> int:
        words = self._value(record, key)
        if not words:
            return default
        if words.isascii() and words.isdigit() and len(words) <= 3 and 1 <= int(words) <= most:
            return int(words)
        message = _("“%(value)s” is not a number from 1 to %(most)d.")
        problems.append(self._problem(record, key, message % {"value": _short(words), "most": most}))
        return default

    def _due(self, record: Record, problems: list[Problem]) -> tuple[date | None, time | None, str]:
        """The day, the time of day, and the words if they could not be read."""
        words = self._value(record, "date")
        if not words:
            return None, None, ""
        if found := self._moment(words):
            return (*found, "")
        if _REPEATS.search(words):
            message = _("Repeating (“%(words)s”) is not understood yet. The words are kept in the description.")
        elif found := self._options.read_date(words, self._value(record, "date_lang")):
            return (*found, "")
        else:
            message = _("The date “%(words)s” is not understood. The words are kept in the description.")
        problems.append(self._remark(record, "date", message % {"words": _short(words)}))
        return None, None, words

    def _deadline(self, record: Record, problems: list[Problem]) -> tuple[date | None, str]:
        words = self._value(record, "deadline")
        if not words:
            return None, ""
        if found := self._moment(words) or self._options.read_date(words, self._value(record, "deadline_lang")):
            message = _("Deadlines are not kept apart yet. This one stands in the description.")
            problems.append(self._remark(record, "deadline", message))
            return found[0], found[0].isoformat()
        message = _("The deadline “%(words)s” is not understood. The words are kept in the description.")
        problems.append(self._remark(record, "deadline", message % {"words": _short(words)}))
        return None, words

    def _moment(self, words: str) -> tuple[date, time | None] | None:
        """Read an ISO day, a floating ISO time, or an ISO instant, which is moved to the zone of the options."""
        if day := clock.read_date(words):
            return day, None
        if clock.read_date(words[:10]) is None or words[10:11] not in ("T", " "):
            return None
        try:
            moment = datetime.fromisoformat(words)
            if moment.tzinfo is not None:
                moment = moment.astimezone(self._options.zone)
        except (ValueError, OverflowError):
            return None
        return moment.date(), moment.time().replace(second=0, microsecond=0, tzinfo=None)

    def _estimate(self, record: Record, problems: list[Problem]) -> int | None:
        """The length in seconds, when it is given in minutes."""
        words, unit = (
            self._value(record, "duration"),
            self._value(record, "duration_unit").casefold(),
        )
        if not words or words.casefold() == "none":
            return None
        if words.isascii() and words.isdigit() and len(words) <= 6 and unit in ("minute", ""):
            return int(words) * 60 or None
        message = _("The length “%(words)s” is not imported: an estimate is made of minutes.")
        words = f"{words} {unit}".strip()
        problems.append(self._remark(record, "duration", message % {"words": _short(words)}))
        return None


def take_labels(content: str) -> tuple[str, tuple[str, ...]]:
    """Take the words that begin with @ out of a task's words; e-mail addresses and links are left alone."""
    labels: list[str] = []

    def take(found: re.Match[str]) -> str:
        label = found[1].rstrip(_LABEL_END)
        if not label or label.startswith("@"):
            return found[0]
        labels.append(label)
        return found[1][len(label) :]

    rest = _LABEL.sub(take, content)
    if not labels:
        return content, ()
    heading = re.sub(r" (?=[.,;:!?](?: |$))", "", " ".join(rest.split()))
    # Of a task that is nothing but labels, the labels stay its words.
    return (heading if any(map(str.isalnum, heading)) else content), tuple(dict.fromkeys(labels))


def _joined(text: str, more: str) -> str:
    return f"{text}\n\n{more}" if text else more


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
