"""What time is spent on: a task or a project, words, labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

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


def put_labels(wanted: Mapping[TimeEntry, Iterable[str]], *, by: Actor) -> dict[TimeEntry, tuple[list[str], list[str]]]:
    """
    Give each entry these labels and no others, in a constant number of queries.

    Answers with the names before and after, sorted, of the entries whose labels are others now.
    """
    names = {entry: list(some) for entry, some in wanted.items()}
    labels = labels_named([name for some in names.values() for name in some], by=by)
    by_key = {label.name.casefold(): label for label in labels} | {label.name.lower(): label for label in labels}
    had: defaultdict[UUID, dict[UUID, EntryLabel]] = defaultdict(dict)
    for tie in EntryLabel.objects.filter(entry__in=names).select_related("label"):
        had[tie.entry_id][tie.label_id] = tie
    gone: list[int] = []
    ties: list[EntryLabel] = []
    told: dict[TimeEntry, tuple[list[str], list[str]]] = {}
    for entry, some in names.items():
        has = {label.pk: label for name in some if (label := _label_of(name, by_key, labels))}
        before = had[entry.pk]
        gone += [tie.pk for pk, tie in before.items() if pk not in has]
        ties += [
            EntryLabel(workspace_id=entry.workspace_id, entry=entry, label=label)
            for pk, label in has.items()
            if pk not in before
        ]
        if before.keys() != has.keys():
            told[entry] = (
                sorted(tie.label.name for tie in before.values()),
                sorted(label.name for label in has.values()),
            )
    if gone:
        EntryLabel.objects.filter(pk__in=gone).delete()
    if ties:
        EntryLabel.objects.bulk_create(ties, ignore_conflicts=True)
    return told


def _label_of(name: str, by_key: Mapping[str, Label], labels: Sequence[Label]) -> Label | None:
    plain = " ".join(name.split())
    found = by_key.get(plain.casefold()) or by_key.get(plain.lower())
    # To the database "İ" and "i" are one, to Python they are not: then it is the one label that is left.
    return found or (labels[0] if len(labels) == 1 else None)
