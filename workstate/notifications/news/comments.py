"""Of what is said on tasks: to whoever is called, is answered, follows the task, or is reacted to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.discussions.following import followers_of
from workstate.discussions.mentions import people_mentioned
from workstate.discussions.models import Comment, Reaction
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, actor_of, of_event

VERBS = [Verb.COMMENT_CREATED, Verb.COMMENT_EDITED, Verb.COMMENT_REACTED]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    """A constant number of queries. Of one comment a person is told in one way: the nearest to them."""
    named = {UUID(event.subject_id) for event in events}
    comments = Comment.objects.kept().of_kept_tasks().select_related("task__project").in_bulk(named)
    here = [(event, comments[UUID(event.subject_id)]) for event in events if UUID(event.subject_id) in comments]
    said = [(event, comment) for event, comment in here if event.verb != Verb.COMMENT_REACTED]
    if said:
        yield from _of_words(said)
    reacted = [(event, comment) for event, comment in here if event.verb == Verb.COMMENT_REACTED]
    if reacted:
        yield from _of_reactions(reacted)


def _of_words(said: Sequence[tuple[Event, Comment]]) -> Iterable[Item]:
    comments = [comment for _event, comment in said]
    called = people_mentioned(comments)
    followers = followers_of({comment.task for comment in comments})
    spoke = _speakers(comments)
    for event, comment in said:
        place = {"task": comment.task_id, "comment": comment.pk, "occasion": f"comment.{comment.pk}"}
        told = set(called[comment.pk])
        yield from (of_event(event, user, Kind.MENTIONED, **place) for user in told)
        if event.verb == Verb.COMMENT_EDITED:
            continue  # Whoever hears of comments has heard of this one.
        following = followers.get(comment.task_id, set())
        answered = (spoke.get(comment.parent_id, set()) if comment.parent_id else set()) & following - told
        yield from (of_event(event, user, Kind.REPLIED, **place) for user in answered)
        yield from (of_event(event, user, Kind.COMMENTED, **place) for user in following - answered - told)


def _speakers(comments: Iterable[Comment]) -> dict[UUID, set[UUID]]:
    """By thread, named by its first comment, who has spoken in it."""
    threads = {comment.parent_id for comment in comments if comment.parent_id}
    spoke: dict[UUID, set[UUID]] = defaultdict(set)
    if not threads:
        return spoke
    kept = Comment.objects.kept().filter(author__isnull=False)
    for pk, author in kept.filter(pk__in=threads).values_list("pk", "author"):
        spoke[pk].add(author)
    for thread, author in kept.filter(parent__in=threads).values_list("parent", "author"):
        if thread:
            spoke[thread].add(author)
    return spoke


def _of_reactions(reacted: Sequence[tuple[Event, Comment]]) -> Iterable[Item]:
    comments = {comment.pk for _event, comment in reacted}
    standing = set(Reaction.objects.filter(comment__in=comments).values_list("comment", "user", "emoji"))
    for event, comment in reacted:
        emoji = str(event.data.get("emoji", ""))
        if comment.author_id and (comment.pk, event.user_id, emoji) in standing:
            place = {"task": comment.task_id, "comment": comment.pk, "occasion": occasion_of_reaction(event)}
            yield of_event(event, comment.author_id, Kind.REACTED, data={"emoji": emoji}, **place)


def occasion_of_reaction(event: Event) -> str:
    return f"{event.subject_id}.{event.data.get('emoji', '')}.{actor_of(event)}"[:120]
