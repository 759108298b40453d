"""What must hold of a person's timer whatever arrives: reckoned in plain Python, without the database and its clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)


class Refused(Exception):
    """The request changes nothing. `stale`: because the timer was changed since the asker knew it."""

    def __init__(self, *, stale: bool = False) -> None:
        super().__init__()
        self.stale = stale


@dataclass
class Spell:
    """An entry as it must be stored."""

    started: datetime
    task: UUID | None = None
    words: str = ""
    stopped: datetime | None = None
    gone: bool = False
    came_back: bool = False

    @property
    def runs(self) -> bool:
        return self.stopped is None and not self.gone


@dataclass(frozen=True)
class Act:
    """What can be taken back as long as nothing has happened to its entries since."""

    kind: str
    entry: UUID
    replaced: UUID | None = None


@dataclass
class Reckoning:
    """One person's time. Instants are whole seconds; `now` is the server's clock."""

    spells: dict[UUID, Spell] = field(default_factory=dict)
    version: int = 0
    stops: int = 0
    acts: list[Act] = field(default_factory=list)
    trails: dict[UUID, list[int]] = field(default_factory=dict)
    """By entry the numbers of the acts on it that stand: what was taken back is as if it had not been."""

    @property
    def running(self) -> UUID | None:
        return next((entry for entry, spell in self.spells.items() if spell.runs), None)

    def start(
        self, now: datetime, *, id: UUID, task: UUID | None, words: str, at: datetime | None, version: int | None
    ) -> UUID:
        if id in self.spells:
            return id
        running = self.running
        if running and task and self.spells[running].task == task:
            return running
        self._require(version)
        began = self._begun(now, at, but=None)
        if running:
            if began < self.spells[running].started:
                raise Refused
            self._stop(running, began)
        self.spells[id] = Spell(began, task, words)
        self.version += 1
        self._did(Act("start", id, running))
        return id

    def stop(self, now: datetime, *, entry: UUID | None, at: datetime | None, version: int | None) -> UUID | None:
        running = self.running
        if entry is not None and entry != running:
            return entry
        if entry is None:
            self._require(version)
        if running is None:
            return None
        ended = _claimed(now, at)
        if ended < self.spells[running].started:
            raise Refused
        self._stop(running, ended)
        self.version += 1
        self._did(Act("stop", running))
        return running

    def change(
        self, now: datetime, *, entry: UUID | None, version: int | None, words: str, started: datetime | None
    ) -> UUID:
        running = self._meant(entry, version)
        spell = self.spells[running]
        before = spell.started, spell.words
        if started is not None:
            spell.started = self._begun(now, started, but=running)
            self.version += 1
        spell.words = words
        if before != (spell.started, spell.words):
            self._did(Act("change", running))
        return running

    def discard(self, *, entry: UUID | None, version: int | None) -> UUID:
        if entry is not None and entry in self.spells and self.spells[entry].gone:
            return entry
        running = self._meant(entry, version)
        self.delete(running)
        return running

    def delete(self, entry: UUID) -> None:
        spell = self.spells[entry]
        if spell.gone:
            return
        if spell.runs:
            self.version += 1
        spell.gone = True
        self._did(Act("delete", entry))

    def bring_back(self, entry: UUID) -> None:
        spell = self.spells[entry]
        if not spell.gone:
            return
        if spell.stopped is None and self.running:
            raise Refused
        spell.gone, spell.came_back = False, True
        if spell.runs:
            self.version += 1
        self._did(Act("restore", entry))

    def take_back(self, number: int) -> None:
        """Whole, or not at all: a stopped timer runs on, a started one is discarded, a discarded one returns."""
        act = self.acts[number]
        concerned = [entry for entry in (act.entry, act.replaced) if entry]
        if any(self.trails[entry][-1:] != [number] for entry in concerned):
            raise Refused
        spell = self.spells[act.entry]
        if self.running and (act.kind == "stop" or (act.kind == "delete" and not spell.stopped)):
            raise Refused
        if act.kind == "start":
            spell.gone = True
            if act.replaced:
                self.spells[act.replaced].stopped = None
            self.version += 1
        elif act.kind == "stop":
            spell.stopped, spell.came_back = None, True
            self.version += 1
        else:
            spell.gone, spell.came_back = False, True
            self.version += spell.runs
        for entry in concerned:
            self.trails[entry].pop()
        self.acts.append(Act("undo", act.entry, act.replaced))

    def doubled(self, now: datetime) -> bool:
        """Whether a second is counted twice that nobody brought back from the bin."""
        kept = [spell for spell in self.spells.values() if not spell.gone and not spell.came_back]
        spans = sorted((spell.started, spell.stopped or now) for spell in kept)
        return any(one[1] > other[0] for one, other in pairwise(spans) if other[1] > other[0])

    def seconds(self) -> int:
        """Of finished time that is kept."""
        return sum(map(_seconds, (spell for spell in self.spells.values() if not spell.gone)))

    def _did(self, act: Act) -> None:
        for entry in filter(None, (act.entry, act.replaced)):
            self.trails.setdefault(entry, []).append(len(self.acts))
        self.acts.append(act)

    def _stop(self, running: UUID, at: datetime) -> None:
        self.spells[running].stopped = at
        self.stops += 1

    def _require(self, version: int | None) -> None:
        if version is not None and version != self.version:
            raise Refused(stale=True)

    def _meant(self, entry: UUID | None, version: int | None) -> UUID:
        self._require(version)
        running = self.running
        if running is None or entry not in {None, running}:
            raise Refused(stale=True)
        return running

    def _begun(self, now: datetime, at: datetime | None, *, but: UUID | None) -> datetime:
        began = _claimed(now, at)
        if at is not None:
            others = (spell for entry, spell in self.spells.items() if entry != but)
            if began < now - WEEK or any(_ends_after(others, began)):
                raise Refused
        return began


def _ends_after(spells: Iterable[Spell], at: datetime) -> Iterable[bool]:
    return (spell.stopped is not None and not spell.gone and spell.stopped > at for spell in spells)


def _claimed(now: datetime, at: datetime | None) -> datetime:
    """A client's clock may be a minute fast; what it claims of the future counts as now."""
    if at is None:
        return now
    if at > now + MINUTE:
        raise Refused
    return min(at, now)


def _seconds(spell: Spell) -> int:
    return int((spell.stopped - spell.started).total_seconds()) if spell.stopped else 0
