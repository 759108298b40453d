"""
Reads the sample projects: plain text that looks like quick add.

`## Section`, `- Title ~1h30m p2 @label =3@14:00 *13`, indented lines are subtasks, `>` a description. `=` is the due day counted from today
(on tasks that are still open), `*13` writes the line once a week with {n} counting up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

FOLDER = Path(__file__).parent / "projects"
_TOKEN = re.compile(
    r" (?:~(?P<estimate>[\dhm]+)|p(?P<priority>[1-4])|@(?P<label>\w+)|=(?P<due>-?\d+)(?:@(?P<at>\d\d:\d\d))?|\*(?P<times>\d+))$"
)
_ESTIMATE = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")


@dataclass(slots=True)
class Line:
    """One task of the text. `estimate` is in seconds; `week` is set on what comes again every week, from 1."""

    title: str
    section: str
    estimate: int | None = None
    priority: int = 4
    labels: tuple[str, ...] = ()
    due_in: int | None = None
    due_time: time | None = None
    week: int | None = None
    times: int = 1
    about: str = ""
    children: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """One project of the text; without a name it is the inbox."""

    name: str = ""
    client: str = ""
    colour: str = ""
    about: str = ""
    favourite: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def sections(self) -> list[str]:
        return list(dict.fromkeys(line.section for line in self.lines))


def read_stories() -> list[Story]:
    """All projects in their order, the inbox first."""
    return [read_story(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.txt"))]


def read_story(text: str) -> Story:
    story, section = Story(), ""
    for row in text.splitlines():
        if row.startswith("## "):
            section = row[3:]
        elif row.startswith("  - "):
            story.lines[-1].children.append(_line(row[4:], section))
        elif row.startswith("  > "):
            story.lines[-1].about = row[4:]
        elif row.startswith("- "):
            story.lines.extend(_repeated(_line(row[2:], section)))
        elif ": " in row:
            name, value = row.split(": ", 1)
            setattr(story, name, value == "yes" if name == "favourite" else value)
    return story


def _line(text: str, section: str) -> Line:
    line = Line("", section)
    labels: list[str] = []
    while match := _TOKEN.search(text):
        text = text[: match.start()]
        if match["estimate"]:
            line.estimate = _seconds(match["estimate"])
        elif match["priority"]:
            line.priority = int(match["priority"])
        elif match["label"]:
            labels.insert(0, match["label"])
        elif match["due"]:
            line.due_in = int(match["due"])
            line.due_time = time.fromisoformat(match["at"]) if match["at"] else None
        else:
            line.times = int(match["times"])
    line.title, line.labels = text, tuple(labels)
    return line


def _repeated(line: Line) -> list[Line]:
    if line.times == 1:
        return [line]
    # Thirteen weeks: what comes seven times comes every other week.
    return [
        Line(
            line.title.format(n=n), line.section, line.estimate, line.priority, line.labels,
            week=1 + round((n - 1) * 12 / (line.times - 1)),
        )
        for n in range(1, line.times + 1)
    ]  # fmt: skip


def _seconds(text: str) -> int:
    match = _ESTIMATE.fullmatch(text)
    assert match is not None, text
    return int(match[1] or 0) * 3600 + int(match[2] or 0) * 60
