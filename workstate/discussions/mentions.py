"""Who is called in a comment: kept when it is written, and found again when they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import prefetch_related_objects

from workstate.accounts.models import User
from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.discussions.models import Comment, Following, FollowState, Mention
from workstate.discussions.people import People
from workstate.tasks.access import readers_of_tasks
from workstate.tasks.models import Task
from workstate.workspaces.models import GroupMember
from workstate.workspaces.queries import actor_of

# The member or the group.
_Named = tuple[UUID | None, UUID | None]


def put_mentions(comment: Comment, *, by: Actor) -> list[str]:
    """
    Keep who is named, and answer who of the people is named anew, by the id of the person. Within a transaction.

    Only whoever sees the task is: nobody is called to a place where they may not go.
    """
    handles = markdown.handles_in(comment.text)
    people = People.around(comment.task, by) if handles else None
    members = people.named(handles) if people else []
    groups = people.groups_named(handles) if people else []
    kept = Mention.objects.filter(comment=comment)
    before: set[_Named] = set(kept.values_list("member", "group"))
    wanted: set[_Named] = {(member.pk, None) for member in members} | {(None, group.pk) for group in groups}
    for member_id, group_id in before - wanted:
        kept.filter(member=member_id, group=group_id).delete()
    Mention.objects.bulk_create(
        Mention(workspace=by.workspace, comment=comment, member_id=member_id, group_id=group_id)
        for member_id, group_id in sorted(wanted - before, key=str)
    )
    return [str(member.user_id) for member in members if (member.pk, None) not in before]


def people_mentioned(comments: Iterable[Comment]) -> dict[UUID, set[UUID]]:
    """
    By comment the ids of the people to be told that they are named in it, as it is now: by name, or with a group unless they
    muted the task; only those who see the task. A constant number of queries.
    """
    comments = list(comments)
    prefetch_related_objects(comments, "task")
    direct: dict[UUID, set[UUID]] = defaultdict(set)
    through: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Mention.objects.filter(comment__in=[comment.pk for comment in comments])
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    for pk, user, group in rows.values_list("comment", "member__user", "group"):
        if group is None:
            direct[pk].add(user)
        else:
            groups[group].add(pk)
    if not direct and not groups:
        return {comment.pk: set() for comment in comments}
    if groups:
        in_groups = GroupMember.objects.filter(group__in=groups, group__deleted_at=None)
        for group, user in in_groups.values_list("group", "user"):
            for pk in groups[group]:
                through[pk].add(user)
    tasks = {comment.task_id: comment.task for comment in comments}
    muted = Following.objects.filter(task__in=tasks, state=FollowState.MUTE).values_list("task", "user")
    deaf = set(muted) if groups else set()
    readers = readers_of_tasks(tasks.values())
    return {
        comment.pk: readers[comment.task_id]
        & (direct[comment.pk] | {user for user in through[comment.pk] if (comment.task_id, user) not in deaf})
        for comment in comments
    }


def people_named(handles: Iterable[str], task: Task, *, by: User) -> set[UUID]:
    """
    The ids of the people whom a text of `by` on the task itself calls, by name, or with a group unless they muted the task;
    only those who see the task. A constant number of queries.
    """
    author = actor_of(by, task.workspace)
    if author is None:
        return set()
    people = People.around(task, author)
    found = {member.user_id for member in people.named(handles)}
    if groups := people.groups_named(handles):
        through = GroupMember.objects.filter(group__in=groups, group__deleted_at=None).values_list("user", flat=True)
        deaf = Following.objects.filter(task=task, state=FollowState.MUTE).values_list("user", flat=True)
        found |= (set(through) & readers_of_tasks([task])[task.pk]) - set(deaf)
    return found


def not_told(text: str, around: People, known: People) -> list[str]:
    """The names of people whom a text calls, and who do not see where it stands: they were not told."""
    handles = {handle for handle in markdown.handles_in(text) if not around.one(handle)}
    there = {member.pk for member in around.best.values()}
    absent = [member for member in known.named(handles - set(around.groups)) if member.pk not in there]
    return sorted(str(member.user) for member in absent)
