from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from uuid import UUID

from workstate.projects.actions import create_sections
from workstate.projects.models import Project, Section
from workstate.tasks.actions import NewTask, create_tasks
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.transfer.actions.bringing import Bringing
from workstate.transfer.importers.rows import ImportedProject, ImportedSection, ImportedTask
from workstate.transfer.ledger import remember
from workstate.transfer.models import Kind
from workstate.transfer.plan import Report
from workstate.transfer.walk import Item


class TaskBringing(Bringing):
    """Brings in a project: its sections and tasks, with their labels."""

    _keys: Sequence[UUID] = ()

    def bring_in(self) -> Report:
        """Make the tasks, batch by batch, in the project that the file's first row names."""
        batches = self.batches()
        first = next(batches, [])
        for item in first[:1]:
            if isinstance(item.row, ImportedProject):
                project = Project.objects.visible_to(self.by).get(pk=self.project(item.row.client, item.row.name))
                self.report.project_id = str(project.pk)
                new_tasks = self._new_tasks(chain([first], batches), project)
                self.report.tasks = create_tasks(new_tasks, project=project, by=self.by, written=self._remember)
        return self.report

    def _new_tasks(self, batches: Iterator[list[Item]], project: Project) -> Iterator[list[NewTask]]:
        sections = {
            name.casefold(): pk
            for name, pk in Section.objects.visible_to(self.by).filter(project=project).values_list("name", "pk")
        }
        became: dict[str, UUID] = {}  # by the key in the file, for the tasks that stand under it
        for batch in batches:
            still_here = self._in_project(batch, project)
            wanted: list[tuple[UUID, NewTask]] = []
            self.make_labels(
                label
                for item in batch
                if isinstance(item.row, ImportedTask) and not item.made
                for label in item.row.labels
            )
            for item in batch:
                row = item.row
                if isinstance(row, ImportedSection) and row.name.casefold() not in sections:
                    (section,) = create_sections([row.name], project=project, by=self.by)
                    sections[row.name.casefold()] = section.pk
                    self.report.sections += 1
                elif isinstance(row, ImportedTask) and item.made:
                    self.report.existing += 1
                    if item.made in still_here:
                        became[row.key] = item.made
                elif isinstance(row, ImportedTask) and item.key:
                    new = self._new(row, sections.get(row.section.casefold()), became.get(row.parent_key))
                    became[row.key] = new.id
                    wanted.append((item.key, new))
            self._keys = [key for key, _new in wanted]
            if wanted:
                yield [new for _key, new in wanted]

    def _in_project(self, batch: Sequence[Item], project: Project) -> set[UUID]:
        """Which tasks of earlier imports are where they were put: others take no subtasks from this file."""
        made = [item.made for item in batch if item.made]
        if not made:
            return set()
        here = Task.objects.visible_to(self.by).kept().filter(pk__in=made, project=project)
        return set(here.values_list("pk", flat=True))

    def _new(self, row: ImportedTask, section: UUID | None, parent: UUID | None) -> NewTask:
        return NewTask(
            title=row.title,
            description=row.description,
            priority=row.priority,
            estimate=row.estimate,
            due=Due(row.due_on, row.due_time) if row.due_on else None,
            section=section,
            parent=parent,
            labels=self.label_ids(row.labels),
        )

    def _remember(self, tasks: Sequence[Task]) -> None:
        remember(self.incoming, Kind.TASK, [(key, task.pk) for key, task in zip(self._keys, tasks, strict=True)])
