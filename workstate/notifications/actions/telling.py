"""How a person comes to be told: what they see, wish and have not heard yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from workstate.accounts.models import User
from workstate.activity.actions import record_for_accounts
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.ids import new_id
from workstate.notifications.kinds import TRAITS, Channel, How, Kind
from workstate.notifications.models import Delivery, Mute, Notification, PushSubscription
from workstate.notifications.models.delivery import LEAVING
from workstate.notifications.news.item import Item
from workstate.notifications.preferences import Wishes, when_to_send, wishes_of_many
from workstate.projects.access import readers_by_project
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

NEAREST = (Kind.MENTIONED, Kind.ASSIGNED, Kind.UNASSIGNED, Kind.REPLIED, Kind.ENDED, Kind.DUE_CHANGED, Kind.COMMENTED)
"""Of one event a person is told in one way; the first of these is the one."""


@transaction.atomic
def tell(items: Iterable[Item]) -> list[Notification]:
    """
    Tell each person of what they see, have not muted and want to hear of; answers with what is new.

    Nobody is told of their own act, nor twice of one occasion. What is to leave the house stands in the ledger with it, due
    when the person's preferences say. A constant number of queries, however many items there are.
    """
    wanted = _in_one_way([item for item in items if _concerns(item)])
    if not wanted:
        return []
    wanted = _unmuted(_in_sight(wanted))
    people = User.objects.filter(is_active=True).in_bulk({item.user for item in wanted})
    wishes = wishes_of_many(people.values())
    rows = [_row(item, wishes[item.user]) for item in wanted if item.user in people and _is_heard(item, wishes)]
    if not rows:
        return []
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    made = Notification.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    new = [row for row in rows if row.pk in set(made)]
    at = timezone.now()
    leaving = [delivery for row in new for delivery in _deliveries(row, wishes[row.user_id], at)]
    Delivery.objects.bulk_create(_heard(leaving, at))
    told = [(row, people[row.user_id]) for row in new if row.is_shown]
    record_for_accounts(Verb.NOTIFICATION_MADE, told, via=Via.SYSTEM, batch=new_id())
    return new


def _concerns(item: Item) -> bool:
    return item.actor != item.user or TRAITS[item.kind].is_own


def _in_one_way(items: Sequence[Item]) -> list[Item]:
    order = {kind: at for at, kind in enumerate(NEAREST)}
    chosen: dict[tuple[object, ...], Item] = {}
    for item in sorted(items, key=lambda one: order.get(one.kind, len(order))):
        key = (item.user, item.event) if item.event and item.kind in order else (item.user, item.kind, item.occasion)
        chosen.setdefault(key, item)
    return list(chosen.values())


@dataclass(frozen=True, slots=True)
class _Sight:
    """Who sees what of a handful of subjects: by id the ids of people. What is in a bin or deleted is not among them."""

    tasks: Mapping[UUID, Collection[UUID | None]]
    projects: Mapping[UUID, Collection[UUID]]
    workspaces: Mapping[UUID, Collection[UUID]]

    def shows(self, item: Item) -> bool:
        if item.workspace and item.user not in self.workspaces.get(item.workspace, ()):
            return False
        if item.task:
            return item.user in self.tasks.get(item.task, ())
        return not item.project or item.user in self.projects.get(item.project, ())


def _in_sight(items: Sequence[Item]) -> list[Item]:
    named = {item.task for item in items if item.task}
    tasks = list(Task.objects.kept().filter(pk__in=named)) if named else []
    named = {item.project for item in items if item.project}
    kept = set(Project.objects.kept().filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    readers = readers_by_project(kept | {task.project_id for task in tasks if task.project_id})
    workspaces: dict[UUID, set[UUID]] = {}
    here = Membership.objects.filter(
        workspace__in={item.workspace for item in items if item.workspace},
        user__in={item.user for item in items},
        workspace__deleted_at=None,
    )
    for workspace, user in here.values_list("workspace", "user"):
        workspaces.setdefault(workspace, set()).add(user)
    sight = _Sight(
        {task.pk: readers.get(task.project_id, ()) if task.project_id else (task.created_by_id,) for task in tasks},
        {pk: readers.get(pk, ()) for pk in kept},
        workspaces,
    )
    return [item for item in items if sight.shows(item)]


def _unmuted(items: Sequence[Item]) -> list[Item]:
    """Without what somebody muted, unless it calls them by name."""
    loud = [item for item in items if not TRAITS[item.kind].is_personal]
    if not loud:
        return list(items)
    mutes: set[tuple[UUID, UUID | None, UUID | None]] = set(
        Mute.objects.filter(
            user__in={item.user for item in loud}, workspace__in={item.workspace for item in loud}
        ).values_list("user", "workspace", "project")
    )
    if not mutes:
        return list(items)
    projects = dict(Task.objects.filter(pk__in={item.task for item in loud}).values_list("pk", "project"))

    def is_muted(item: Item) -> bool:
        project = item.project or (projects.get(item.task) if item.task else None)
        here = (item.user, item.workspace)
        return (*here, None) in mutes or (project is not None and (*here, project) in mutes)

    return [item for item in items if TRAITS[item.kind].is_personal or not is_muted(item)]


def _is_heard(item: Item, wishes: Mapping[UUID, Wishes]) -> bool:
    return any(wishes[item.user].is_on(item.kind, channel) for channel in Channel)


def _row(item: Item, wishes: Wishes) -> Notification:
    return Notification(
        id=new_id(),
        user_id=item.user,
        workspace_id=item.workspace,
        kind=item.kind,
        occasion=item.occasion,
        subject=item.subject,
        actor_id=item.actor,
        event_id=item.event,
        task_id=item.task,
        comment_id=item.comment,
        project_id=item.project,
        notice_id=item.notice,
        data=dict(item.data),
        is_shown=wishes.is_on(item.kind, Channel.APP),
    )


def _heard(deliveries: Sequence[Delivery], at: datetime) -> list[Delivery]:
    """Without pushes to whom no browser listens."""
    pushed = {one.user_id for one in deliveries if one.channel == Channel.PUSH}
    listening = (
        PushSubscription.objects.signed_in(at).filter(user__in=pushed) if pushed else PushSubscription.objects.none()
    )
    hearing = set(listening.values_list("user", flat=True))
    return [one for one in deliveries if one.channel != Channel.PUSH or one.user_id in hearing]


def _deliveries(row: Notification, wishes: Wishes, at: datetime) -> Iterable[Delivery]:
    kind = Kind(row.kind)
    for channel in LEAVING:
        due_at = when_to_send(wishes, kind, channel, at)
        if due_at:
            is_digest = wishes.how(kind, channel) == How.DIGEST
            yield Delivery(notification=row, user_id=row.user_id, channel=channel, is_digest=is_digest, due_at=due_at)
