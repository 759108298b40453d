"""Rows of the detailed report with what is said of them: names that the reader may see, labels, parts of a night, locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.money import Money
from workstate.projects.models import Project
from workstate.reports.detailed.listing import Share
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN, Key, names_of
from workstate.reports.reader import Reader
from workstate.reports.table import Subject
from workstate.tasks.models import Label
from workstate.timetracking.models import EntryLabel, LockedPeriod, Submission, TimeEntry


@dataclass(frozen=True, slots=True)
class Line:
    """
    One row. What has no task, project, client is None there; `is_part`: of an entry over midnight; `lock`: in words, why
    nobody changes it.
    """

    share: Share
    task: Subject | None
    project: Subject | None
    client: Subject | None
    person: Subject | None
    labels: tuple[Subject, ...]
    is_part: bool
    is_own: bool
    lock: str = ""

    @property
    def title(self) -> str:
        """What tells most: the task, else what was written down. May be empty."""
        return self.task.name if self.task else self.share.description

    @property
    def is_first(self) -> bool:
        return not self.share.before

    @property
    def rate(self) -> Money | None:
        """Of an hour; None where nothing is earned by it, or the reader may not see it."""
        share = self.share
        return Money.of(share.rate, share.currency) if share.rate is not None and share.currency else None

    @property
    def amount(self) -> Money | None:
        """Exact."""
        share = self.share
        if share.rate is None or not share.currency:
            return None
        return Money.earned({share.currency: share.rate * share.rounded})


class Lines:
    """
    Makes lines of shares, some at a time, in a constant number of queries each time. Projects, clients and people are
    remembered: there are few of them.
    """

    def __init__(self, reader: Reader, *, locks: bool = False) -> None:
        self._reader, self._locks = reader, locks
        self._known: dict[Grouping, dict[Key, Subject]] = defaultdict(dict)
        self._clients: dict[UUID, UUID | None] = {}

    def of(self, shares: Sequence[Share]) -> list[Line]:
        if not shares:
            return []
        ids = [share.entry for share in shares]
        projects = {share.project for share in shares if share.project}
        self._learn(Grouping.PROJECT, projects)
        self._learn_clients(projects)
        self._learn(Grouping.PERSON, {share.user for share in shares})
        self._known[Grouping.TASK].clear()
        self._learn(Grouping.TASK, {share.task for share in shares if share.task})
        labels, spans = self._labels(ids), self._spans(ids)
        locks = self._locks_of(shares, spans) if self._locks else {}
        return [
            Line(
                share,
                self._named(Grouping.TASK, share.task),
                self._named(Grouping.PROJECT, share.project),
                self._named(Grouping.CLIENT, self._clients.get(share.project) if share.project else None),
                self._named(Grouping.PERSON, share.user),
                tuple(labels.get(share.entry, ())),
                share.entry in spans,
                share.user == self._reader.actor.user.pk,
                locks.get((share.entry, share.day), ""),
            )
            for share in shares
        ]

    def _learn(self, grouping: Grouping, keys: Iterable[UUID]) -> None:
        known = self._known[grouping]
        if new := [key for key in keys if key not in known]:
            names = names_of(grouping, new, self._reader.actor)
            known.update((key, self._alone(grouping, names.subject(key))) for key in new)

    def _learn_clients(self, projects: set[UUID]) -> None:
        if new := [project for project in projects if project not in self._clients]:
            found = Project.objects.visible_to(self._reader.actor).filter(pk__in=new).values_list("pk", "client_id")
            self._clients |= dict.fromkeys(new) | dict(found)
            self._learn(Grouping.CLIENT, {client for client in self._clients.values() if client})

    def _named(self, grouping: Grouping, key: UUID | None) -> Subject | None:
        return None if key is None else self._known[grouping].get(key)

    @staticmethod
    def _alone(grouping: Grouping, subject: Subject) -> Subject:
        """One that the reader does not see is no group of such, as in other reports."""
        if subject.id != HIDDEN:
            return subject
        words = {
            Grouping.TASK: _("A task that you do not see"),
            Grouping.PROJECT: _("A project that you do not see"),
            Grouping.PERSON: _("Somebody who has left"),
        }
        return replace(subject, name=words.get(grouping, subject.name))

    def _labels(self, ids: Sequence[UUID]) -> dict[UUID, list[Subject]]:
        seen = Label.objects.visible_to(self._reader.actor).order_by()
        found: defaultdict[UUID, list[Subject]] = defaultdict(list)
        rows = EntryLabel.objects.filter(entry__in=ids, label__in=seen).order_by("label__name", "label")
        for entry, label, name, colour in rows.values_list("entry", "label", "label__name", "label__colour"):
            found[entry].append(Subject(label, name, colour))
        return found

    def _spans(self, ids: Sequence[UUID]) -> dict[UUID, tuple[date, date]]:
        """First and last day of those over midnight."""
        over = TimeEntry.objects.visible_to(self._reader.actor).filter(pk__in=ids, last_day__isnull=False).order_by()
        return {pk: (first, last or first) for pk, first, last in over.values_list("pk", "day", "last_day")}

    def _locks_of(self, shares: Sequence[Share], spans: dict[UUID, tuple[date, date]]) -> dict[tuple[UUID, date], str]:
        """An entry is locked with any of its days."""
        days = {(share.entry, share.day): spans.get(share.entry, (share.day, share.day)) for share in shares}
        actor = self._reader.actor
        first, last = min(span[0] for span in days.values()), max(span[1] for span in days.values())
        closed = list(LockedPeriod.objects.visible_to(actor).holding(first, last).values_list("first", "last"))
        handed = defaultdict(list)
        weeks = Submission.objects.visible_to(actor).standing().holding(first, last)
        for user, begin, end, approved in weeks.values_list("user", "first", "last", "approved_at"):
            handed[user].append((begin, end, _("Approved") if approved else _("Submitted for approval")))
        locks: dict[tuple[UUID, date], str] = {}
        for share in shares:
            begins, ends = days[share.entry, share.day]
            for begin, end, words in handed[share.user]:
                if begin <= ends and begins <= end:
                    locks[share.entry, share.day] = words
            for lock_first, lock_last in closed:
                if (lock_first is None or lock_first <= ends) and begins <= lock_last:
                    locks[share.entry, share.day] = _("In a locked period")
        return locks
