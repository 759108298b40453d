from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.projects.models import Project
from workstate.tasks.models import Label
from workstate.workspaces.models import Workspace


class Layout(models.TextChoices):
    LIST = "list", _("List")
    BOARD = "board", _("Board")
    TABLE = "table", _("Table")
    CALENDAR = "calendar", _("Calendar")
    TIMELINE = "timeline", _("Timeline")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own and those shared with the workspace, the bin's too. What a view finds is another question."""
        own = Q(created_by=actor.user)
        return self.filter(own if actor.is_guest else own | Q(is_shared=True), workspace=actor.workspace)

    def kept(self) -> Self:
        """Not in the bin."""
        return self.filter(deleted_at=None)

    def by_position(self) -> Self:
        return self.order_by("position", "id")


class SavedView(models.Model):
    """A filter with a name. How it is laid out, grouped and sorted stands in its Look that is nobody's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    icon = models.CharField(max_length=30, blank=True, help_text="The name of a Lucide icon; empty: a dot.")
    colour = models.CharField(max_length=20, default=DEFAULT_COLOUR)
    filter = models.TextField(blank=True, max_length=2000, help_text="In the filter language; empty finds every task.")
    is_shared = models.BooleanField(default=False, help_text="Everybody of the workspace finds it.")
    position = PositionField()
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="saved_view_in_workspace"),
            models.CheckConstraint(condition=Q(colour__in=COLOURS), name="saved_view_colour"),
        ]
        indexes = [models.Index(fields=["workspace", "position"], name="saved_view_order")]

    def __str__(self) -> str:
        return self.name


class FavouriteView(models.Model):
    """A saved view that a person keeps at hand."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="favourites", db_constraint=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="favourite_view_once"),
            SameOwner(field="view", name="favourite_view_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.view_id} of {self.user_id}"


class Look(models.Model):
    """
    How a person last looked at a place; the row without a person is how it opens for whoever has not chosen.

    `choices` is read and written by looks.py alone.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    place = models.CharField(max_length=20, help_text="today, inbox, …, or the kind of what is named beside it.")
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="looks", db_constraint=False)
    label = models.ForeignKey(Label, models.CASCADE, null=True, related_name="+", db_constraint=False)
    view = models.ForeignKey(SavedView, models.CASCADE, null=True, related_name="looks", db_constraint=False)
    choices = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "place", "project", "label", "view"],
                name="look_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(place="project", project__isnull=False, label=None, view=None)
                | Q(place="label", project=None, label__isnull=False, view=None)
                | Q(place="view", project=None, label=None, view__isnull=False)
                | (Q(project=None, label=None, view=None) & ~Q(place__in=["project", "label", "view"])),
                name="look_at_one_place",
            ),
            SameOwner(field="project", name="look_project_same_workspace"),
            SameOwner(field="label", name="look_label_same_workspace"),
            SameOwner(field="view", name="look_view_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.user_id or 'everybody'}"
