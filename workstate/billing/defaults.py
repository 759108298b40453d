"""Whether new time is billable: the nearest that says it decides."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from workstate.billing.models import BillableDefault
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.defaults import Subject

# One query: it stands in the way of every timer that is started.
_SAID = """
SELECT 'task', task_id, billable FROM billing_billabledefault WHERE task_id = ANY(%(tasks)s)
UNION ALL
SELECT 'project', project_id, billable FROM billing_billabledefault WHERE project_id = ANY(%(projects)s)
UNION ALL
SELECT 'client', p.id, c.billable FROM projects_project p
JOIN projects_client c ON c.id = p.client_id AND c.billable IS NOT NULL AND c.deleted_at IS NULL
WHERE p.id = ANY(%(projects)s)
UNION ALL
SELECT 'workspace', NULL, billable_by_default FROM billing_billingsettings WHERE workspace_id = %(workspace)s
"""


def billable_of(by: Actor, subjects: Sequence[Subject]) -> list[bool]:
    """Of new time on each of the subjects, which are of the actor's workspace."""
    tasks = {task for task, _project in subjects if task}
    projects = {project for _task, project in subjects if project}
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"tasks": list(tasks), "projects": list(projects), "workspace": by.workspace.pk})
        said: dict[tuple[str, UUID | None], bool] = {(level, pk): billable for level, pk, billable in cursor.fetchall()}
    found = []
    for task, project in subjects:
        nearest = (("task", task), ("project", project), ("client", project), ("workspace", None))
        found.append(next((said[one] for one in nearest if one in said), False))
    return found


def said_of(subject: Project | Task) -> bool | None:
    """What the project or task itself says; None where it leaves that to what is above it."""
    name = "task" if isinstance(subject, Task) else "project"
    rows = BillableDefault.objects.filter(workspace=subject.workspace_id, **{name: subject.pk})
    return rows.values_list("billable", flat=True).first()


def inherited_by(subject: Project | Task, by: Actor) -> bool:
    """What new time would be if the project or task itself said nothing."""
    if isinstance(subject, Task):
        return billable_of(by, [(None, subject.project_id)])[0]
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"tasks": [], "projects": [subject.pk], "workspace": by.workspace.pk})
        said = {level: billable for level, _pk, billable in cursor.fetchall()}
    return bool(said.get("client", said.get("workspace", False)))
