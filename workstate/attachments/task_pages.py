"""What the attachments room puts on the pages of tasks: how many files a row has, and the files of a task."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workstate.attachments.models import Attachment
from workstate.core.actor import Actor
from workstate.tasks import extensions
from workstate.tasks.extensions import Mark
from workstate.tasks.models import Task


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_annotation(with_files)
    extensions.register_marks(marks)
    extensions.register_panel(_("Files"), "attachments/_panel.html")


def with_files(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """`files`: how many are attached. Whoever sees the task sees its files."""
    counted = (
        Attachment.objects.kept()
        .filter(task=OuterRef("pk"))
        .order_by()
        .values("task")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return tasks.annotate(files=Coalesce(Subquery(counted), 0, output_field=IntegerField()))


def marks(task: Task) -> list[Mark]:
    count: int = getattr(task, "files", 0)
    if not count:
        return []
    words = ngettext("%(count)d file attached", "%(count)d files attached", count)
    return [Mark("paperclip", str(count), words % {"count": count})]
