"""What the discussions room puts on the pages of tasks: how many comments a row has."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from workstate.core.actor import Actor
from workstate.discussions.models import Comment
from workstate.tasks import extensions
from workstate.tasks.models import Task


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_annotation(with_comments)


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
