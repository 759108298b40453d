"""What is done to a selection of tasks: what a page or a program names is looked up, and one action is done to all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.tasks import actions
from workstate.tasks.access import readers_of_tasks
from workstate.tasks.actions import Act
from workstate.tasks.actions.acts import MOST, tree_of
from workstate.tasks.choices import MOST_LABELS, Option
from workstate.tasks.models import Label, Recurrence, Task, TaskAssignee, TaskLabel
from workstate.workspaces.models import Membership

ACTS: Final = {
    "complete": actions.complete_tasks,
    "reopen": actions.reopen_tasks,
    "cancel": actions.cancel_tasks,
    "archive": actions.archive_tasks,
    "unarchive": actions.unarchive_tasks,
    "delete": actions.delete_tasks,
    "restore": actions.restore_tasks,
    "change": actions.change_tasks,
    "move": actions.move_tasks,
}
"""What can be done, by the name that pages and programs give it."""


DAYS: Final = ("due_on", "start_on", "deadline_on", "deferred_until")


def act_on(tasks: Sequence[Task], name: str, *, by: Actor, **values: Any) -> Act:
    """One of ACTS, to all or to none. Raises Invalid, NotAllowed, Conflict."""
    if name not in ACTS:
        raise Invalid(_("There is no such act."), field="act")
    act: Act = ACTS[name](tasks, by=by, **values)  # type: ignore[operator]
    return act


def tasks_named(names: Iterable[str], *, by: Actor, with_bin: bool = False) -> list[Task]:
    """
    The tasks of these numbers or ids, in their order, by one query.

    Raises Invalid for none, for too many, and for any that the actor does not see, as if it were not there.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not wanted:
        raise Invalid(_("Choose at least one task."), field="tasks")
    if len(wanted) > MOST:
        raise Invalid(_("Choose at most %(most)d tasks at once.") % {"most": MOST}, field="tasks")
    keys = [_key(name) for name in wanted]
    numbers, ids = [key for key in keys if isinstance(key, int)], [key for key in keys if isinstance(key, UUID)]
    tasks = Task.objects.visible_to(by)
    found = (tasks if with_bin else tasks.kept()).filter(Q(number__in=numbers) | Q(pk__in=ids))
    by_key: dict[int | UUID, Task] = {}
    for task in found.select_related("project", "section"):
        by_key |= {task.number: task, task.pk: task}
    if any(key not in by_key for key in keys):
        raise Invalid(
            _("One of these tasks is no longer here. Nothing was done; look at the list again."), field="tasks"
        )
    return list(dict.fromkeys(by_key[key] for key in keys))


def _key(name: str) -> int | UUID:
    if name.isascii() and name.isdigit() and len(name) < 10:
        return int(name)
    try:
        return UUID(name)
    except ValueError as error:
        raise Invalid(_("Name tasks by their numbers or ids."), field="tasks") from error


def in_common(tasks: Sequence[Task], by: Actor) -> Task:
    """A task that is none, with what all of these have alike: what a choice shows as chosen."""

    def alike(name: str) -> Any:
        values = {getattr(task, name) for task in tasks}
        return values.pop() if len(values) == 1 else None

    mine = all(task.created_by_id == by.user.pk for task in tasks)
    same_project = len({task.project_id for task in tasks}) == 1
    return Task(
        workspace_id=by.workspace.pk,
        created_by_id=by.user.pk if mine else None,
        project_id=tasks[0].project_id if same_project else new_id(),  # Of no project that there is.
        section_id=alike("section_id"),
        priority=alike("priority") or 0,
        # Days may differ: then one of them stands for all, so that they can be taken away.
        **{day: next((value for task in tasks if (value := getattr(task, day))), None) for day in DAYS},
    )


def count_changed(act: Act) -> int:
    """How many of the tasks that were named the act changed; what moved along under them is not counted."""
    named = [str(task.pk) for task in act.tasks]
    events = Event.objects.filter(batch=act.batch, subject_id__in=named)
    return events.values("subject_id").distinct().count()


def open_below(tasks: Sequence[Task]) -> int:
    """How many open tasks stand under these and are not among them; none that a repeating one would begin anew with."""
    named = {task.pk for task in tasks}
    repeating = set(Recurrence.objects.filter(task__in=named).values_list("task_id", flat=True))
    beneath = set(tree_of([pk for pk in named if pk not in repeating])) - named
    still = Task.objects.filter(pk__in=beneath, deleted_at=None, completed_at=None, cancelled_at=None)
    return still.count() if beneath else 0


def labels(tasks: Sequence[Task], by: Actor) -> list[Option]:
    """Those on any of the tasks first. What is on all is taken off all; what is on some or none is put on all."""
    on = Counter(TaskLabel.objects.filter(task__in=tasks).values_list("label_id", flat=True))
    rows = sorted(Label.objects.visible_to(by)[:MOST_LABELS], key=lambda row: (row.pk not in on, row.name.casefold()))
    return [_tri("labels", row.name, row.name, on[row.pk], len(tasks), colour=row.colour) for row in rows]


def people(tasks: Sequence[Task], by: Actor) -> list[Option]:
    """Whoever sees all of the tasks, oneself first."""
    on = Counter(TaskAssignee.objects.filter(task__in=tasks).values_list("member_id", flat=True))
    readers = set[UUID].intersection(*readers_of_tasks(tasks).values()) if tasks else set()
    members = Membership.objects.visible_to(by).select_related("user").filter(user__in=readers)
    rows = sorted(members, key=lambda one: (one.user_id != by.user.pk, one.user.name.casefold()))
    return [
        _tri("assignees", str(one.pk), one.user.name or one.user.email, on[one.pk], len(tasks), person=one.user)
        for one in rows
    ]


def _tri(name: str, value: str, text: str, some: int, every: int, **look: Any) -> Option:
    """On all, on some or on none of the tasks; on some is said in words."""
    hint = _("on %(some)d of %(all)d") % {"some": some, "all": every} if 0 < some < every else ""
    return Option(f"{'remove' if some == every else 'add'}_{name}", value, text, some == every, hint=hint, **look)
