"""What rows stand for, as far as the actor may spend time on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timesheets.keys import RowKey
from workstate.timetracking.actions.subject import require_subject
from workstate.timetracking.policies import can_track_time


@dataclass(frozen=True, slots=True)
class Subjects:
    """Tasks and projects that the actor sees, the bin's too, by id."""

    by: Actor
    tasks: dict[UUID, Task]
    projects: dict[UUID, Project]

    @classmethod
    def named(cls, keys: Collection[RowKey], by: Actor) -> Subjects:
        """Two queries at most."""
        tasks = {key.task for key in keys if key.task}
        projects = {key.project for key in keys if key.project}
        seen = Task.objects.visible_to(by).select_related("project").filter(pk__in=tasks) if tasks else ()
        known = Project.objects.visible_to(by).filter(pk__in=projects) if projects else ()
        return cls(by, {task.pk: task for task in seen}, {project.pk: project for project in known})

    def of(self, key: RowKey) -> tuple[Task | None, Project | None]:
        """The task, else the project; raises Invalid for what is not there or in the bin, NotAllowed."""
        task = self.tasks.get(key.task) if key.task else None
        project = self.projects.get(key.project) if key.project else None
        if (key.task and task is None) or (key.project and project is None):
            raise Invalid(
                _("What this row stands for is no longer there. Reload the page to see what is."), field="row"
            )
        require(can_track_time(self.by, task))
        require_subject(self.by, task, project)
        return task, project
