"""Every line of the corpus makes the task that is written beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workstate.tasks.quickadd import Context, Draft, Person, When, parse
from workstate.tasks.quickadd.draft import DateOrder, TimeFormat

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ORDERS: dict[str, DateOrder] = {"DMY": "DMY", "MDY": "MDY", "YMD": "YMD"}
PEOPLE = (
    Person("ana", "Ana Lopez", "ana@acme.test", me=True),
    Person("bo", "Boris Berg", "b.berg@acme.test"),
    Person("zoe", "Zoë Roth", "zroth@acme.test"),
    Person("mia", "Maria Lee", "maria@acme.test"),
    Person("mio", "Mario Rossi", "rossi@acme.test"),
)
SECTIONS = {"Website": ("Launch", "In progress", "2026 Q1"), "Mobile app": ("Backlog",)}
CLOCKS: dict[str, TimeFormat] = {"12": "12", "24": "24"}


@dataclass(frozen=True)
class Row:
    language: str
    line: str
    due: str
    title: str
    rest: str
    settings: dict[str, str]

    @property
    def context(self) -> Context:
        dropped = self.settings.get("ignored")
        return Context(
            NOW,
            language=self.language,
            date_order=ORDERS[self.settings.get("order", "DMY")],
            week_start=int(self.settings.get("week", "0")),
            time_format=CLOCKS[self.settings.get("clock", "24")],
            projects=("Website", "Mobile", "Mobile app"),
            labels=("phone",),
            people=PEOPLE,
            sections=SECTIONS,
            place_project=self.settings.get("page", ""),
            ignored=frozenset([dropped] if dropped else []),
        )


def corpus() -> Iterator[Row]:
    text = (Path(__file__).parent / "corpus.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    for cells in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        language, line, due, title, rest, settings = (*cells, *[""] * (6 - len(cells)))
        named = dict(setting.split("=", 1) for setting in settings.split(";") if setting)
        yield Row(language, line, due, title, rest, named)


ROWS = list(corpus())


def due_of(draft: Draft) -> str:
    if draft.due_on is None:
        return "-"
    return draft.due_on.isoformat() + (f" {draft.due_time:%H:%M}" if draft.due_time else "")


def rest_of(draft: Draft) -> str:
    parts = [f"p{draft.priority}"] if draft.priority else []
    parts += [f"#{draft.project}"] if draft.project else []
    parts += [f"/{draft.section}"] if draft.section else []
    parts += [f"@{label}" for label in draft.labels]
    parts += [f"+{person.key}" for person in draft.assignees]
    if draft.spent and draft.estimate:
        parts += [f"{draft.spent // 60}m/{draft.estimate // 60}m"]
    else:
        parts += [f"~{draft.estimate // 60}m"] if draft.estimate else []
    parts += [f"{{{draft.deadline_on}}}"] if draft.deadline_on else []
    parts += [f"!{reminder_of(reminder)}" for reminder in draft.reminders]
    if draft.repeat:
        times = "".join(f" {moment:%H:%M}" for moment in draft.repeat.times)
        parts += [f"[{draft.repeat.anchor} {draft.repeat.rule}{times}]"]
    parts += [f"// {draft.description}"] if draft.description else []
    return " ".join(parts)


def reminder_of(reminder: int | When) -> str:
    if isinstance(reminder, When):
        return " ".join(str(part)[:10] for part in (reminder.day, reminder.time and f"{reminder.time:%H:%M}") if part)
    return f"{reminder // 60}m"


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.language}:{row.line}" for row in ROWS])
def test_the_line_makes_the_task_beside_it(row: Row) -> None:
    draft = parse(row.line, row.context)
    assert (due_of(draft), draft.title, rest_of(draft)) == (row.due, row.title, row.rest)


def test_the_corpus_speaks_four_languages_at_length() -> None:
    counts = {language: sum(row.language == language for row in ROWS) for language in ("en", "de", "fr", "es")}
    assert min(counts.values()) >= 120, counts
    assert len(ROWS) >= 850
