"""What happened is turned into whom to tell of it, and that is told."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.discussions.mentions import people_mentioned
from workstate.discussions.models import Comment
from workstate.notifications.actions.telling import tell
from workstate.notifications.actions.withdrawing import any_of, withdraw
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.news import budgets, comments, descriptions, files, notices, places, tasks
from workstate.notifications.news.item import Item, actor_of

SOURCES = (tasks, descriptions, comments, places, budgets, files, notices)
TAKEN_BACK = {Verb.TASK_CHANGED, Verb.TASK_REOPENED, Verb.COMMENT_EDITED, Verb.COMMENT_UNREACTED}
VERBS = sorted({verb for source in SOURCES for verb in source.VERBS} | TAKEN_BACK)


def tell_of(events: Sequence[Event]) -> None:
    """Tell everybody concerned, once however often it is called, and take back what the events undid."""
    items: list[Item] = []
    for source in SOURCES:
        some = [event for event in events if event.verb in source.VERBS]
        if some:
            items += source.items_of(some)
    settled = _taken_back([event for event in events if event.verb in TAKEN_BACK], items)
    tell(item for item in items if (item.user, item.kind, item.task) not in settled)


def _taken_back(events: Sequence[Event], items: Sequence[Item]) -> set[tuple[UUID, Kind, UUID | None]]:
    """
    Take back what these events made untrue before anybody read of it, and answer what need not be told for it: of a task
    that was given and taken away again nobody has to hear.
    """
    untrue = [
        *_given(items),
        *_ended(events, items),
        *_called([event for event in events if event.verb == Verb.COMMENT_EDITED]),
        *(
            Q(kind=Kind.REACTED, occasion=comments.occasion_of_reaction(event))
            for event in events
            if event.verb == Verb.COMMENT_UNREACTED
        ),
    ]
    which = any_of(untrue)
    rows: list[Notification] = withdraw(which) if which else []
    answers = {Kind.ASSIGNED: Kind.UNASSIGNED, Kind.ENDED: Kind.ENDED}
    return {(row.user_id, answers[Kind(row.kind)], row.task_id) for row in rows if row.kind in answers}


def _given(items: Sequence[Item]) -> list[Q]:
    return [
        Q(kind=Kind.ASSIGNED, user=item.user, task=item.task)
        for item in items
        if item.kind == Kind.UNASSIGNED and item.task
    ]


def _ended(events: Sequence[Event], items: Sequence[Item]) -> list[Q]:
    """A task that is open again by the same hand was ended by mistake."""
    reopened = {event.pk: event for event in events if event.verb == Verb.TASK_REOPENED}
    concerned = {item.task: reopened[item.event] for item in items if item.task and item.event in reopened}
    return [
        Q(kind=Kind.ENDED, task=task, actor=actor_of(event)) & ~Q(data__act="reopened")
        for task, event in concerned.items()
    ]


def _called(events: Sequence[Event]) -> list[Q]:
    """Who is not named any more where they were."""
    if not events:
        return []
    edited = list(Comment.objects.filter(pk__in=[UUID(event.subject_id) for event in events]))
    called = people_mentioned(edited)
    return [Q(kind=Kind.MENTIONED, comment=comment.pk) & ~Q(user__in=called[comment.pk]) for comment in edited]
