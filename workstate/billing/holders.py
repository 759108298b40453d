"""What the page of rates shows: whom or what there are rates of, with their history. A constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from workstate.accounts.models import User
from workstate.billing.amounts import amount_text
from workstate.billing.models import Rate, RateKind
from workstate.billing.pricing import Scope
from workstate.projects.models import Project
from workstate.tasks.models import Task

Key = tuple[UUID | None, UUID | None, UUID | None]


class When(StrEnum):
    PAST = "past"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Line:
    """One rate with the last day on which it holds, None while no other follows."""

    rate: Rate
    last: date | None
    when: When

    @property
    def text(self) -> str:
        return amount_text(self.rate.amount, self.rate.currency)


@dataclass(frozen=True, slots=True)
class History:
    """The rates of one kind that something has, the newest first."""

    kind: RateKind
    lines: Sequence[Line] = ()

    @property
    def now(self) -> Line | None:
        return next((line for line in self.lines if line.when == When.NOW), None)

    @property
    def others(self) -> int:
        return len(self.lines) - (self.now is not None)


@dataclass(frozen=True, slots=True)
class Holder:
    """What a rate can be of: a task, a person on a project, a project, a person, or the workspace."""

    project: Project | None = None
    task: Task | None = None
    user: User | None = None
    is_gone: bool = False
    """A person who has left the workspace: what they worked is still paid."""
    histories: Sequence[History] = ()
    parts: Sequence[Holder] = field(default=())
    """Of a project the people who have a rate of their own on it."""
    tasks: int = 0
    """Of a project how many of its tasks have a rate of their own."""

    @property
    def scope(self) -> Scope:
        return Scope.of(self.project, self.task, self.user)

    @property
    def key(self) -> Key:
        return key_of(self.project, self.task, self.user)

    @property
    def ref(self) -> str:
        """Names its place on the page."""
        return "-".join([self.scope.value, *(pk.hex for pk in self.key if pk)])

    @property
    def query(self) -> str:
        """What names it in an address."""
        named = {"project": self.project, "task": self.task, "user": self.user}
        return urlencode({name: subject.pk for name, subject in named.items() if subject})

    @property
    def name(self) -> str:
        if self.task:
            return self.task.title
        return str(self.user or self.project or "")


def key_of(project: Project | None, task: Task | None, user: User | None) -> Key:
    return project.pk if project else None, task.pk if task else None, user.pk if user else None


class Histories:
    """The rates that were brought, by what they are of."""

    def __init__(self, rates: Iterable[Rate], today: date) -> None:
        self.people: dict[UUID, User] = {}
        self._lines: dict[tuple[Key, str], list[Line]] = {}
        found: dict[tuple[Key, str], list[Rate]] = {}
        for rate in rates:
            key = (rate.project_id, rate.task_id, rate.user_id)
            found.setdefault((key, rate.kind), []).append(rate)
            if rate.user:
                self.people[rate.user.pk] = rate.user
        for which, several in found.items():
            self._lines[which] = _lines(several, today)

    def of(self, holder: Holder) -> tuple[History, ...]:
        kinds = [RateKind.BILLABLE]
        if holder.scope in {Scope.PERSON, Scope.WORKSPACE}:
            kinds.append(RateKind.COST)
        return tuple(History(kind, self._lines.get((holder.key, kind), [])) for kind in kinds)

    def people_on(self, project: Project) -> list[User]:
        pks = {user for (on, _task, user), _kind in self._lines if on == project.pk and user}
        return sorted((self.people[pk] for pk in pks), key=lambda user: (str(user).casefold(), user.pk))


def _lines(rates: Sequence[Rate], today: date) -> list[Line]:
    lines: list[Line] = []
    following: date | None = None
    for rate in sorted(rates, key=lambda rate: rate.starts or date.min, reverse=True):
        last = following - timedelta(days=1) if following else None
        when = When.PAST if last and last < today else When.LATER if rate.starts and rate.starts > today else When.NOW
        lines.append(Line(rate, last, when))
        following = rate.starts
    return lines
