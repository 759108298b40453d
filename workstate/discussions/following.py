"""
Who follows a task: who wants to, and whoever made it, does it, spoke on it or was called to it, as long as they see it.

What somebody does is not written down as following, so that it ends with the doing: whoever is given a task follows it until
it is taken from them. To mute a task outweighs all of it; who is named in person is told nevertheless.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, NotFound
from workstate.discussions.models import Comment, Following, FollowState, Mention
from workstate.discussions.people import seeing
from workstate.tasks.access import readers_of_tasks
from workstate.tasks.models import Task, TaskAssignee
from workstate.workspaces.models import GroupMember, Membership


@transaction.atomic
def set_following(task: Task, state: str, *, by: Actor) -> str:
    """
    Follow the task, mute it, or, for "", hear of it only while one has to do with it. Whoever sees a task may.

    Raises Invalid at "state".
    """
    if not Task.objects.visible_to(by).filter(pk=task.pk).exists():
        raise NotFound
    if state not in {"", *FollowState.values}:
        raise Invalid(_("Choose to follow the task, to mute it, or neither."), field="state")
    own = Following.objects.filter(task=task, user=by.user)
    # The task's row is locked, so that two devices of one person come one after the other.
    Task.objects.select_for_update(of=("self",)).only("pk").get(pk=task.pk)
    before = state_of(task, by)
    if state == before:
        return state
    own.delete()
    if state:
        Following.objects.create(workspace=by.workspace, task=task, user=by.user, state=state)
    record(Verb.FOLLOWING_CHANGED, task, by=by, number=task.number, state=state)
    return state


def state_of(task: Task, actor: Actor) -> str:
    """What the person chose: follow, mute, or "" for nothing."""
    return Following.objects.filter(task=task, user=actor.user).values_list("state", flat=True).first() or ""


def followers_of(tasks: Iterable[Task]) -> dict[UUID, set[UUID]]:
    """By task the ids of the people who follow it. A constant number of queries."""
    tasks = {task.pk: task for task in tasks}.values()
    found: dict[UUID, set[UUID]] = {task.pk: {task.created_by_id} - {None} for task in tasks}  # type: ignore[misc]
    muted: dict[UUID, set[UUID]] = defaultdict(set)
    for task_id, user, state in Following.objects.filter(task__in=tasks).values_list("task", "user", "state"):
        (muted[task_id] if state == FollowState.MUTE else found[task_id]).add(user)
    said = Comment.objects.kept().filter(task__in=tasks)
    named = Mention.objects.filter(comment__in=said)
    rows = [
        *TaskAssignee.objects.filter(task__in=tasks).values_list("task", "member__user"),
        *said.filter(author__isnull=False).values_list("task", "author").distinct(),
        *named.filter(member__isnull=False).values_list("comment__task", "member__user").distinct(),
        *named.filter(group__deleted_at=None, group__members__user__isnull=False)
        .values_list("comment__task", "group__members__user")
        .distinct(),
    ]
    for task_id, user in rows:
        found[task_id].add(user)
    readers = readers_of_tasks(tasks)
    return {pk: (people & readers[pk]) - muted[pk] for pk, people in found.items()}


def followers(task: Task) -> QuerySet[Membership]:
    """The followers of one task, with their names, in one query."""
    said = Comment.objects.kept().filter(task=task)
    named = Mention.objects.filter(comment__in=said)
    groups = named.filter(group__deleted_at=None).values("group")
    chose = Following.objects.filter(task=task)
    follows = (
        Q(user=task.created_by_id)
        | Q(pk__in=TaskAssignee.objects.filter(task=task).values("member"))
        | Q(user__in=said.filter(author__isnull=False).values("author"))
        | Q(pk__in=named.filter(member__isnull=False).values("member"))
        | Q(user__in=GroupMember.objects.filter(group__in=groups).values("user"))
        | Q(user__in=chose.filter(state=FollowState.FOLLOW).values("user"))
    )
    members = Membership.objects.filter(seeing(task), follows)
    members = members.exclude(user__in=chose.filter(state=FollowState.MUTE).values("user"))
    return members.select_related("user").order_by("user__name", "pk")
