"""
Giving tasks what a group of a grouping says: what dropping a card into a column does, and what a cell is given.

Each respect of facets/ that people may change is set by the action of the room that it belongs to, here only chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.customfields import queries as fields
from workstate.customfields.actions import set_values
from workstate.customfields.models import CustomField, Kind
from workstate.customfields.typed import read_typed
from workstate.projects.models import Project, Section
from workstate.savedviews import facets
from workstate.savedviews.facets import Bucket, FieldFacet
from workstate.tasks import actions
from workstate.tasks.access import learn_levels_of
from workstate.tasks.actions import Act
from workstate.tasks.actions.acts import lock_tasks
from workstate.tasks.forms import read_day, read_estimate, read_labels, read_member, read_priority, read_when
from workstate.tasks.models import Label, Task
from workstate.tasks.policies import can_edit_task
from workstate.workspaces.acts import chosen
from workstate.workspaces.models import Membership

Left = Mapping[UUID, str]
"""By task, the value of the group that it leaves; "" or nothing: it keeps what it has besides."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is to be set: tasks of which each may be changed, and the text that the group or the person gave."""

    tasks: Sequence[Task]
    value: str
    left: Left
    by: Actor
    batch: UUID
    after: Task | None = None
    before: Task | None = None
    children: bool = False

    @property
    def placed(self) -> bool:
        return self.after is not None or self.before is not None

    def change(self, **values: Any) -> None:
        self.change_some(self.tasks, **values)

    def change_some(self, tasks: Sequence[Task], **values: Any) -> None:
        actions.change_tasks(tasks, by=self.by, batch=self.batch, **values)

    def by_left(self) -> dict[str, list[Task]]:
        """The tasks by the value that they leave for this one."""
        found: dict[str, list[Task]] = defaultdict(list)
        for task in self.tasks:
            left = self.left.get(task.pk, "")
            found["" if left == self.value else left].append(task)
        return found


@transaction.atomic
def set_facet(
    tasks: Iterable[Task],
    key: str,
    value: str,
    *,
    by: Actor,
    from_value: str | Left | None = None,
    after: Task | None = None,
    before: Task | None = None,
    children: bool = False,
    batch: UUID | None = None,
) -> Act:
    """
    Give the tasks, in the respect `key` of facets/, what a bucket's `value` says, or what a person typed; "" empties it.

    Of labels, people and many choices the task is given the one named and loses that of the group left (`from_value`, for all
    or by task); the others stay. Names of labels between commas replace all. A day leaves each task its time of day. `after`
    and `before` are the neighbours in a list put in order by hand. All is undone as one act.
    Raises Invalid at the key or the field, NotAllowed, Conflict; changes nothing then.
    """
    rows = list(tasks)
    learn_levels_of(rows, by)
    for task in rows:
        require(can_edit_task(by, task))
        archived = task.project is not None and task.project.archived_at is not None
        require(not archived, _("This project is in the archive. Take it out to change its tasks."))
    left = from_value if isinstance(from_value, Mapping) else {task.pk: from_value or "" for task in rows}
    act = Act(rows, batch or new_id())
    setting = Setting(rows, value.strip(), left, by, act.batch, after, before, children)
    if key.startswith("field:"):
        _set_field(setting, key)
    elif key in SETTERS:
        SETTERS[key](setting)
    else:
        raise Invalid(_("This cannot be changed here."), field=key)
    now = Task.objects.select_related("project").in_bulk([task.pk for task in rows])
    return Act([now[task.pk] for task in rows if task.pk in now], act.batch)


def is_settable(key: str) -> bool:
    """Whether there is a way to set what this facet tells of."""
    return key in SETTERS or key.startswith("field:")


def groups_of(tasks: Sequence[Task], key: str, *, by: Actor) -> dict[UUID, Bucket]:
    """By task, the group under which it stands now; at most two queries."""
    facet = facets.named([key], by).get(key)
    if facet is None or not facet.groups:
        return {}
    rows: Any = facet.keyed(Task.objects.visible_to(by).filter(pk__in=[task.pk for task in tasks]))
    keys = dict(rows.values_list("pk", "group_key"))
    buckets = facet.buckets(set(keys.values()), by, Formats.of(by.user))
    return {pk: buckets[key] for pk, key in keys.items() if key in buckets}


def left_groups(tasks: Sequence[Task], key: str, *, by: Actor) -> dict[UUID, str]:
    """By task, the value of the group under which it stands now; at most two queries."""
    return {pk: bucket.value or "" for pk, bucket in groups_of(tasks, key, by=by).items()}


def _title(setting: Setting) -> None:
    setting.change(title=setting.value)


def _priority(setting: Setting) -> None:
    setting.change(priority=read_priority(setting.value))


def _estimate(setting: Setting) -> None:
    setting.change(estimate=read_estimate(setting.value))


def _due(setting: Setting) -> None:
    """A day leaves each its time; words that say a time, or how it comes back, say it for all."""
    if not setting.value:
        return setting.change(due_day=None)
    when = read_when(setting.value, setting.tasks[0] if len(setting.tasks) == 1 else None, by=setting.by)
    if when.due.time is None and when.repeat is None:
        return setting.change(due_day=when.due.day)
    rule: dict[str, Any] = {"repeat": when.repeat} if when.repeat else {}
    return setting.change(due=when.due, **rule)


def _start(setting: Setting) -> None:
    setting.change(start_on=read_day(setting.value, by=setting.by, field="start_on"))


def _deadline(setting: Setting) -> None:
    setting.change(deadline_on=read_day(setting.value, by=setting.by, field="deadline_on"))


def _labels(setting: Setting) -> None:
    if not setting.value:
        return setting.change(labels=())
    if not _is_id(setting.value):
        return setting.change(labels=read_labels(setting.value))
    labels = Label.objects.visible_to(setting.by)
    label = chosen(labels, setting.value, field="labels", gone=_("There is no such label."))
    assert label is not None
    # Groups of tasks are locked in one order, whatever each group leaves.
    lock_tasks(setting.tasks, by=setting.by)
    groups = setting.by_left()
    names = {str(row.pk): row.name for row in labels.filter(pk__in=_ids(groups))}
    for left, tasks in groups.items():
        gone = [names[left]] if left in names else []
        setting.change_some(tasks, add_labels=[label.name], remove_labels=gone)
    return None


def _assignees(setting: Setting) -> None:
    if not setting.value:
        return setting.change(assignees=())
    member = read_member(setting.value, by=setting.by)
    lock_tasks(setting.tasks, by=setting.by)
    groups = setting.by_left()
    members = {str(row.pk): row for row in Membership.objects.visible_to(setting.by).filter(pk__in=_ids(groups))}
    for left, tasks in groups.items():
        gone = [members[left]] if left in members and members[left] != member else []
        setting.change_some(tasks, add_assignees=[member], remove_assignees=gone)
    return None


def _project(setting: Setting) -> None:
    projects = Project.objects.visible_to(setting.by).kept()
    project = chosen(projects, setting.value, field="project", gone=_("There is no such project."))
    pk = project.pk if project else None
    _move([task for task in setting.tasks if setting.placed or task.project_id != pk], setting, project, None)


def _section(setting: Setting) -> None:
    """Into a section, with it into its project; "" is what stands in no section of the project in which it is."""
    sections = Section.objects.visible_to(setting.by).select_related("project")
    section = chosen(sections, setting.value, field="section", gone=_("There is no such section."))
    pk = section.pk if section else None
    groups: dict[tuple[UUID | None, UUID | None], list[Task]] = defaultdict(list)
    for task in setting.tasks:
        if task.section_id == pk and not setting.placed:
            continue
        home = section.project_id if section else task.project_id
        groups[home, task.parent_id if task.project_id == home else None].append(task)
    parents = Task.objects.visible_to(setting.by).in_bulk([parent for _home, parent in groups if parent])
    for (_home, parent), tasks in groups.items():
        under = parents.get(parent) if parent else None
        _move(tasks, setting, section.project if section else tasks[0].project, section, under)


def _move(
    tasks: Sequence[Task],
    setting: Setting,
    project: Project | None,
    section: Section | None,
    parent: Task | None = None,
) -> None:
    if tasks:
        actions.move_tasks(
            tasks, by=setting.by, project=project, section=section, parent=parent, batch=setting.batch,
            after=setting.after, before=setting.before if setting.after is None else None,
        )  # fmt: skip


def _state(setting: Setting) -> None:
    by, batch = setting.by, setting.batch
    # To reopen one that is open would take back the last time that it was done, if it repeats.
    ended = [task for task in setting.tasks if task.completed_at or task.cancelled_at]
    if setting.value == "open":
        if ended:
            actions.reopen_tasks(ended, by=by, batch=batch)
    elif setting.value == "completed":
        actions.complete_tasks(setting.tasks, by=by, batch=batch, children=setting.children)
    elif setting.value == "cancelled":
        if done := [task for task in ended if task.completed_at]:
            actions.reopen_tasks(done, by=by, batch=batch)
        actions.cancel_tasks(setting.tasks, by=by, batch=batch)
    else:
        raise Invalid(_("Choose open, completed or cancelled."), field="state")


SETTERS: Final[Mapping[str, Callable[[Setting], None]]] = {
    "title": _title,
    "priority": _priority,
    "estimate": _estimate,
    "due": _due,
    "start": _start,
    "deadline": _deadline,
    "labels": _labels,
    "assignees": _assignees,
    "project": _project,
    "section": _section,
    "state": _state,
}


def _set_field(setting: Setting, key: str) -> None:
    facet = facets.named([key], setting.by).get(key)
    if not isinstance(facet, FieldFacet):
        raise Invalid(_("There is no such field."), field=key)
    field = facet.field
    if field.kind == Kind.CHOICES:
        return _set_choices(setting, field)
    said = QueryDict(mutable=True)
    said["value"] = setting.value
    value = read_typed(field, said, by=setting.by)
    set_values(setting.tasks, {field: value}, by=setting.by, batch=setting.batch)
    return None


def _set_choices(setting: Setting, field: CustomField) -> None:
    """The one chosen comes to what each task says, that of the group left goes; in as many writes as there are answers."""
    wanted: dict[tuple[str, ...], list[Task]] = defaultdict(list)
    rows = lock_tasks(setting.tasks, by=setting.by)
    present = fields.values_for(rows, setting.by)
    for task in rows:
        said: list[str] = present.get(task.pk, {}).get(field.pk) or []
        gone = setting.left.get(task.pk, "")
        kept = [one for one in said if one not in {gone, setting.value}]
        wanted[(*kept, setting.value) if setting.value else ()].append(task)
    for value, tasks in wanted.items():
        set_values(tasks, {field: list(value)}, by=setting.by, batch=setting.batch)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [UUID(text) for text in texts if _is_id(text)]
