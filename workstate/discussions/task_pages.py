"""
What the discussions room puts on tasks: on their rows how many comments there are and how much of the checklist is done, among
their facts who follows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.discussions.following import followers, state_of
from workstate.discussions.models import Comment, FollowState
from workstate.tasks import extensions
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_annotation(with_comments)
    extensions.register_marks(marks)
    extensions.register_facts("discussions/_following_fact.html", following_fact)


def with_comments(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """`comment_count`; whoever sees the task sees its comments."""
    counted = (
        Comment.objects.kept()
        .filter(task=OuterRef("pk"))
        .order_by()
        .values("task")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return tasks.annotate(comment_count=Coalesce(Subquery(counted), 0, output_field=IntegerField()))


def marks(task: Task) -> Iterator[extensions.Mark]:
    """Without a query: the text came with the row, and what was counted in it before is remembered."""
    done, total = markdown.checklist(task.description)
    if total:
        yield extensions.Mark("list-checks", f"{done}/{total}", _("Boxes ticked"))
    if count := getattr(task, "comment_count", 0):
        yield extensions.Mark("message-square", str(count), _("Comments"))


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FollowingShown:
    people: list[Membership]
    is_following: bool
    state: str
    choices: list[Choice]

    @property
    def faces(self) -> list[Membership]:
        return self.people[:FACES]

    @property
    def words(self) -> str:
        if self.state == FollowState.MUTE:
            return _("Muted")
        return _("Following") if self.is_following else _("Not following")


FACES = 4


def following_of(task: Task, actor: Actor) -> FollowingShown:
    """Two queries."""
    people, state = list(followers(task)), state_of(task, actor)
    choices = (
        (FollowState.FOLLOW.value, _("Follow"), _("Hear of everything")),
        ("", _("When it concerns you"), _("You made it, do it, spoke on it or were named")),
        (FollowState.MUTE.value, _("Mute"), _("Only when somebody names you")),
    )
    return FollowingShown(
        people,
        any(member.user_id == actor.user.pk for member in people),
        state,
        [Choice(value, name, words, value == state) for value, name, words in choices],
    )


def following_fact(task: Task, actor: Actor) -> Mapping[str, Any]:
    return {"following": following_of(task, actor)}
