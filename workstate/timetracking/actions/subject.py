"""What time is spent on: a task or a project, words, labels."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.text import LINE_LENGTH, clean_line
from workstate.projects.models import Project
from workstate.projects.policies import can_edit_project
from workstate.tasks.actions import labels_named
from workstate.tasks.models import Label, Task
from workstate.timetracking.models import EntryLabel, TimeEntry


def require_subject(by: Actor, task: Task | None, project: Project | None) -> None:
    """Refuse time on what is in the bin, and a project that is not the task's."""
    if task and (task.deleted_at or (task.project and task.project.deleted_at)):
        raise Invalid(_("This task is in the bin. Restore it first."), field="task")
    if task and project and task.project_id != project.pk:
        raise Invalid(_("This task belongs to another project."), field="project")
    if project and not task:
        require(can_edit_project(by, project))
        if project.deleted_at:
            raise Invalid(_("This project is in the bin. Restore it first."), field="project")


def clean_description(description: str) -> str:
    return clean_line(description, field="description", length=LINE_LENGTH)


def label_names(entry: TimeEntry, *, by: Actor) -> list[str]:
    """The labels of an entry as far as the actor sees them: a guest takes none along from the time as a member."""
    return list(Label.objects.visible_to(by).filter(time_entries=entry).values_list("name", flat=True))


def put_labels(entry: TimeEntry, names: Iterable[str], *, by: Actor) -> list[str]:
    """Give the entry these labels and no others; answers with their names."""
    labels = labels_named(names, by=by)
    EntryLabel.objects.filter(entry=entry).exclude(label__in=labels).delete()
    EntryLabel.objects.bulk_create(
        [EntryLabel(workspace_id=entry.workspace_id, entry=entry, label=label) for label in labels],
        ignore_conflicts=True,
    )
    return [label.name for label in labels]
