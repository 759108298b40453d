from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.attachments.models import Attachment
from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.discussions.models import Comment
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Workspace


class Kind(models.TextChoices):
    """What can be found. The value is also the name of the field that leads to it."""

    TASK = "task", _("Tasks")
    PROJECT = "project", _("Projects")
    COMMENT = "comment", _("Comments")
    ATTACHMENT = "attachment", _("Files")
    ENTRY = "entry", _("Time entries")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor, kinds: Iterable[Kind] = tuple(Kind)) -> Self:
        """
        What the actor may find just now: each room is asked about its own, as it is and not as it was indexed.

        What lies in the bin is not found; what is in the archive is.
        """
        found = Q(pk__in=())
        for kind in kinds:
            kept = _KEPT[kind](actor).filter(pk=OuterRef(f"{kind.value}_id"))
            found |= Q(Exists(kept), kind=kind)
        return self.filter(found, workspace=actor.workspace)

    def filed(self, scopes: list[int]) -> Self:
        """Quick by the index, and only to narrow what visible_to then decides: see scopes.py."""
        return self.filter(scopes__overlap=scopes)


# What there is to find of each kind.
_KEPT: dict[Kind, Callable[[Actor], models.QuerySet[Any]]] = {
    Kind.TASK: lambda actor: Task.objects.visible_to(actor).kept(),
    Kind.PROJECT: lambda actor: Project.objects.visible_to(actor).kept(),
    Kind.COMMENT: lambda actor: Comment.objects.visible_to(actor).kept().of_kept_tasks(),
    Kind.ATTACHMENT: lambda actor: Attachment.objects.visible_to(actor).within_reach(),
    Kind.ENTRY: lambda actor: TimeEntry.objects.visible_to(actor).kept(),
}


def kept(kind: Kind, actor: Actor) -> models.QuerySet[Any]:
    """The things of a kind that the actor may find."""
    return _KEPT[kind](actor)


class Document(models.Model):
    """
    The words of one thing that can be found, kept by the indexer alone and made anew from the thing at any time.

    Exactly one of the references is set, the one that `kind` names; when the thing is removed for good, so is this.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False)
    project = models.ForeignKey(
        Project, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    attachment = models.ForeignKey(
        Attachment, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    entry = models.ForeignKey(
        TimeEntry, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )

    dated = models.DateField(help_text="When the thing was made; time entries: their day.")
    scopes = ArrayField(models.BigIntegerField(), help_text="Who may find it, by month: see scopes.py.")
    vector = SearchVectorField(help_text="Weights: A what it is called, B its name in a file, C what is said.")
    indexed_at = models.DateTimeField(db_default=Now())

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[kind], name=f"search_{kind}_once", condition=Q(**{f"{kind}__isnull": False})
                )
                for kind in Kind.values
            ),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(kind=kind, **{f"{other}__isnull": other != kind for other in Kind.values})
                        for kind in Kind.values
                    ),
                    _connector=Q.OR,
                ),
                name="search_of_one",
            ),
            *(SameOwner(field=kind, name=f"search_{kind}_same_workspace") for kind in Kind.values),
        ]
        indexes = [
            # Written in the background, read while somebody types: so the work is done when writing.
            GinIndex(fields=["vector", "scopes"], name="search_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {getattr(self, f'{self.kind}_id')}"


class Word(models.Model):
    """
    A word that stands in a document of the workspace, or once did: what a word that is begun may become.

    PostgreSQL can look for beginnings itself, but puts together all that every word so begun stands in, in every workspace,
    before it looks who asks. Asked for a few whole words it walks over no more than is wanted.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=60, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class Index(models.Model):
    """By which rules a workspace's documents were made. One without a row, or of older rules, is built anew."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveSmallIntegerField()
    built_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.workspace_id}: {self.version}"


class RecentSearchQuerySet(models.QuerySet["RecentSearch"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, in this workspace."""
        return self.filter(workspace=actor.workspace, user=actor.user)

    def newest_first(self) -> Self:
        return self.order_by("-searched_at", "-id")


class RecentSearch(models.Model):
    """What a person looked for, for them alone to look for again."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    searched_at = models.DateTimeField()

    objects = RecentSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "workspace", "text"], name="recent_search_once"),
            models.CheckConstraint(condition=~Q(text=""), name="recent_search_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
