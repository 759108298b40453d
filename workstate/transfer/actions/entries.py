from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import NewEntry, create_entries
from workstate.transfer.actions.bringing import Bringing
from workstate.transfer.importers.rows import ImportedEntry
from workstate.transfer.ledger import key_of, remember
from workstate.transfer.models import Kind
from workstate.transfer.plan import Report


class EntryBringing(Bringing):
    """Brings in a file of time: entries, and the projects, tasks and labels that they name."""

    _keys: Sequence[UUID] = ()

    def bring_in(self) -> Report:
        """Make the entries, batch by batch, and what they name just before them."""
        self.report.entries = create_entries(self._new_entries(), by=self.by, written=self._remember)
        return self.report

    def _new_entries(self) -> Iterator[list[NewEntry]]:
        for batch in self.batches():
            wanted: list[tuple[UUID, ImportedEntry]] = []
            for item in batch:
                if item.made:
                    self.report.existing += 1
                elif item.key and isinstance(item.row, ImportedEntry):
                    wanted.append((item.key, item.row))
            self.make_labels(label for _key, row in wanted for label in row.labels)
            self._keys = [key for key, _row in wanted]
            if wanted:
                yield [self._new(row) for _key, row in wanted]

    def _new(self, row: ImportedEntry) -> NewEntry:
        report, day = self.report, row.day.isoformat()
        report.seconds += row.duration
        report.first_day, report.last_day = min(report.first_day or day, day), max(report.last_day, day)
        project = self.project(row.client, row.project) if row.project else None
        return NewEntry(
            started_at=row.started_at,
            stopped_at=row.stopped_at,
            day=row.day,
            description=row.description,
            task=self._task(row, project) if row.task else None,
            project=project,
            labels=self.label_ids(row.labels),
            billable=row.billable,
        )

    def _task(self, row: ImportedEntry, project: UUID | None) -> UUID | None:
        found = self.targets.task(row.client, row.project, row.task)
        if found is None and project not in self.targets.archived:
            within = Project.objects.visible_to(self.by).get(pk=project) if project else None
            found = create_task(row.task, by=self.by, project=within).pk
            place = (row.client, row.project, row.task)
            remember(self.incoming, Kind.TASK, [(key_of(Kind.TASK, place), found)])
            self.targets.tasks[place] = found
            self.report.tasks += 1
        return found

    def _remember(self, ids: Sequence[UUID]) -> None:
        remember(self.incoming, Kind.ENTRY, list(zip(self._keys, ids, strict=True)))
