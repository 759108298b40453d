"""What the discussions room puts on rows of tasks: how many comments there are, how much of the checklist is done."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.discussions.models import Comment
from workstate.tasks import extensions
from workstate.tasks.models import Task


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_annotation(with_comments)
    extensions.register_marks(marks)


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
