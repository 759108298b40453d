"""Time in which a timer ran and nobody was there: how much of what a page saw is a gap, and what its person says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.durations import DurationError, parse_duration
from workstate.core.errors import Invalid, NotFound
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.idle import MOST_PARTS, Part
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.signs import ClockState

KEEP, DISCARD, CONTINUE, SPLIT = "keep", "discard", "continue", "split"
LONGEST_TYPED = 200
ROWS = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """When nobody was there, from the last sign of life to the return; instants in whole seconds."""

    entry: TimeEntry
    since: datetime
    until: datetime

    @property
    def seconds(self) -> int:
        return int((self.until - self.since).total_seconds())

    @property
    def before(self) -> int:
        """What the timer showed when nobody was there any more: the frozen total."""
        return self.entry.seconds_at(self.since)


def gap_of(entry: TimeEntry, clock: ClockState, *, since: datetime, until: datetime) -> Gap | None:
    """
    The gap that is to be asked about, None if there is none: somebody was there on another device, or it was settled.

    `since` and `until` are what one page saw; what other pages and programs saw of the person counts as well.
    """
    assert entry.started_at is not None
    signs = [entry.started_at, clock.answered_at, clock.seen_at if clock.seen_at and clock.seen_at <= until else None]
    since = max([since, *(sign for sign in signs if sign)]).replace(microsecond=0)
    if clock.idle_after is None or until < since + timedelta(seconds=clock.idle_after):
        return None
    return Gap(entry, since, until.replace(microsecond=0))


@dataclass(slots=True)
class PartRow:
    """A part as it is typed."""

    length: str = ""
    subject: str = ""
    words: str = ""
    error: str = ""


@dataclass
class GapForm:
    """What a person says of a gap. Raises NotFound for what they may not see."""

    actor: Actor
    entry: UUID
    since: datetime
    until: datetime
    version: int
    choice: str
    rows: list[PartRow] = field(default_factory=lambda: [PartRow() for _row in range(ROWS)])
    rest: str = KEEP
    goes_on: bool = True
    errors: list[str] = field(default_factory=list)

    @classmethod
    def typed(cls, sent: QueryDict, actor: Actor) -> GapForm:
        typed = zip(sent.getlist("length"), sent.getlist("subject"), sent.getlist("words"), strict=False)
        rows = [PartRow(*(cell[:LONGEST_TYPED] for cell in cells)) for cells in list(typed)[: MOST_PARTS + 1]]
        try:
            entry, version = UUID(sent.get("entry", "")), int(sent.get("version", "")[:18])
            since, until = (datetime.fromisoformat(sent.get(name, "")) for name in ("since", "until"))
        except ValueError:
            raise Invalid(_("This form cannot be read. Reload the page and try again.")) from None
        return cls(
            actor,
            entry,
            since,
            until,
            version,
            sent.get("choice", SPLIT),
            rows or [PartRow()],
            sent.get("rest", KEEP),
            goes_on="goes_on" in sent,
        )

    def answer(self) -> dict[str, Any] | None:
        """What settle_gap takes; None when a row could not be read, which then says why."""
        times = {"since": self.since, "until": self.until, "version": self.version}
        whole = int((self.until - self.since).total_seconds())
        if self.choice == KEEP:
            return {**times, "kept": whole, "goes_on": True}
        if self.choice in {DISCARD, CONTINUE}:
            return {**times, "goes_on": self.choice == CONTINUE}
        parts = self._parts()
        if parts is None:
            return None
        left = whole - sum(part.seconds for part in parts)
        kept = max(0, left) if self.rest == KEEP else 0
        return {**times, "parts": parts, "kept": kept, "goes_on": self.goes_on}

    def refuse(self, error: Invalid) -> None:
        self.errors = error.messages

    def _parts(self) -> Sequence[Part] | None:
        parts = []
        for row in self.rows:
            if not row.length.strip():
                row.error = _("Say how long, such as 20 or 1:30.") if row.subject or row.words.strip() else ""
                continue
            try:
                seconds = parse_duration(row.length, bare="minutes")
            except DurationError as refused:
                row.error = str(refused)
                continue
            if seconds == 0:
                row.error = _("Say how long, such as 20 or 1:30.")
                continue
            parts.append(Part(seconds, **self._subject_of(row.subject), description=row.words))
        if not parts and not any(row.error for row in self.rows):
            self.rows[0].error = _("Say how long, such as 20 or 1:30.")
        return None if any(row.error for row in self.rows) else parts

    def _subject_of(self, text: str) -> dict[str, Any]:
        """A task by its number ("task:12") or a project by its id ("project:…"), as the list offers them."""
        kind, _colon, name = text.partition(":")
        if not text:
            return {}
        found: Task | Project | None = None
        if kind == "task" and name.isascii() and name.isdigit() and len(name) < 10:
            found = Task.objects.visible_to(self.actor).select_related("project").filter(number=int(name)).first()
        elif kind == "project":
            try:
                found = Project.objects.visible_to(self.actor).filter(pk=UUID(name)).first()
            except ValueError:
                found = None
        if found is None:
            raise NotFound
        return {kind: found}


def subjects_of(tasks: Sequence[Task], projects: Sequence[Project]) -> list[dict[str, object]]:
    """What a part may have gone into, as the combobox offers it: tasks, then projects."""
    options: list[dict[str, object]] = [
        {"value": f"task:{task.number}", "text": task.title, "colour": task.project.colour if task.project else ""}
        for task in tasks
    ]
    return options + [{"value": f"project:{one.pk}", "text": one.name, "colour": one.colour} for one in projects]
