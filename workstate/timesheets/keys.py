"""What a row of a timesheet stands for, as a word that addresses and requests can carry. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

_WORD: Final = re.compile(r"(task|project)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|none", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowKey:
    """A task, else a project, else neither: time on a task is always of the task's project, so the pair needs no more."""

    task: UUID | None = None
    project: UUID | None = None

    @classmethod
    def of(cls, task: UUID | None, project: UUID | None) -> RowKey:
        return cls(task=task) if task else cls(project=project)

    @classmethod
    def read(cls, word: object) -> RowKey:
        """task-<id>, project-<id> or none; raises Invalid."""
        found = _WORD.fullmatch(str(word))
        if found is None:
            raise Invalid(_("There is no such row. Reload the page and try again."), field="row")
        kind, pk = found.groups()
        return cls(**{kind: UUID(pk)}) if kind else cls()

    def __str__(self) -> str:
        if self.task:
            return f"task-{self.task}"
        return f"project-{self.project}" if self.project else "none"
