"""What tasks are to each other: blocking, related, the same."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.turns import take_turn
from workstate.tasks.models import LinkKind, Task, TaskLink
from workstate.tasks.policies import can_edit_task

MOST_LINKS = 100


@transaction.atomic
def link_tasks(source: Task, target: Task, *, kind: str, by: Actor) -> TaskLink:
    """
    Say that the source blocks, relates to or duplicates the target; said already: answers with that.

    Raises Invalid for a task with itself and for a circle of tasks that block each other.
    """
    require(can_edit_task(by, source))
    require(can_edit_task(by, target))
    if kind not in LinkKind.values:
        raise Invalid(_("Choose what the tasks are to each other."), field="kind")
    if source.pk == target.pk:
        raise Invalid(_("A task cannot be linked to itself."), field="target")
    # One at a time in a workspace: two opposite links at once would close a circle that neither of them sees.
    take_turn(f"links:{by.workspace.pk}")
    if kind == LinkKind.RELATES and source.pk > target.pk:
        source, target = target, source
    if made := TaskLink.objects.filter(source=source, target=target, kind=kind).first():
        return made
    if kind != LinkKind.RELATES and _leads_to(target, source, kind):
        message = (
            _("That would close a circle: each of these tasks would wait for the other.")
            if kind == LinkKind.BLOCKS
            else _("That would close a circle of duplicates.")
        )
        raise Invalid(message, field="target")
    for task in (source, target):
        if TaskLink.objects.filter(Q(source=task) | Q(target=task)).count() >= MOST_LINKS:
            raise Invalid(_("A task has at most 100 links."), field="target")
    link = TaskLink.objects.create(workspace=by.workspace, source=source, target=target, kind=kind, created_by=by.user)
    for one, other in ((source, target), (target, source)):
        record(Verb.TASK_LINKED, one, by=by, number=one.number, kind=kind, other=str(other.pk), source=one == source)
    return link


@transaction.atomic
def unlink_tasks(link: TaskLink, *, by: Actor) -> None:
    """Take a link away. Gone already: nothing happens."""
    require(can_edit_task(by, link.source))
    require(can_edit_task(by, link.target))
    take_turn(f"links:{by.workspace.pk}")
    gone, _rows = TaskLink.objects.filter(pk=link.pk).delete()
    if gone:
        for one, other in ((link.source, link.target), (link.target, link.source)):
            record(
                Verb.TASK_UNLINKED, one, by=by, number=one.number, kind=link.kind, other=str(other.pk),
                source=one == link.source,
            )  # fmt: skip


def _leads_to(start: Task, end: Task, kind: str) -> bool:
    """Whether links of the kind lead from one task to the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE ahead AS (SELECT target_id FROM tasks_tasklink WHERE source_id = %s AND kind = %s "
            "UNION SELECT link.target_id FROM tasks_tasklink link JOIN ahead ON link.source_id = ahead.target_id "
            "WHERE link.kind = %s) SELECT EXISTS (SELECT 1 FROM ahead WHERE target_id = %s)",
            [start.pk, kind, kind, end.pk],
        )
        return bool(cursor.fetchone()[0])
