from __future__ import annotations

from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.core.ordering import PositionField
from workstate.projects.models import Project, Section
from workstate.tasks.models.label import Label
from workstate.workspaces.models import Membership, Workspace


class Priority(models.IntegerChoices):
    P1 = 1, _("Priority 1")
    P2 = 2, _("Priority 2")
    P3 = 3, _("Priority 3")
    P4 = 4, _("Priority 4")


class TaskNumber(models.Model):
    """The last number given to a task of the workspace. Numbers are never given twice."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, actor: Actor) -> Self:
        """
        The tasks of the projects that the actor sees, and those of their own inbox; the bin's too.

        A task of a project in the bin is in the bin with it.
        """
        own = Q(project=None, created_by=actor.user)
        shared = Q(project__in=Project.objects.visible_to(actor).order_by().values("pk"))
        seen = Q(project__isnull=False) if actor.administers else shared
        return self.filter(own | seen, workspace=actor.workspace)

    def kept(self) -> Self:
        """Neither in the bin nor of a project in the bin."""
        return self.filter(Q(project=None) | Q(project__deleted_at=None), deleted_at=None)

    def current(self) -> Self:
        """Kept, and neither in the archive nor of a project there."""
        return self.kept().filter(Q(project=None) | Q(project__archived_at=None), archived_at=None)

    def open(self) -> Self:
        """To be done: current, neither completed nor cancelled. Deferred ones too."""
        return self.current().filter(completed_at=None, cancelled_at=None)

    def undeferred(self, day: date) -> Self:
        """Not hidden until a day after this one."""
        return self.filter(Q(deferred_until=None) | Q(deferred_until__lte=day))

    def in_inbox(self) -> Self:
        return self.filter(project=None)

    def top_level(self) -> Self:
        """Those that stand in the list itself: under no other task, or under one that is done with."""
        done_with = Q(parent__completed_at__isnull=False) | Q(parent__cancelled_at__isnull=False)
        return self.filter(Q(parent=None) | done_with)

    def due_on(self, day: date) -> Self:
        return self.filter(due_on=day)

    def due_before(self, day: date) -> Self:
        return self.filter(due_on__lt=day)

    def completed_between(self, first: datetime, end: datetime) -> Self:
        return self.filter(completed_at__gte=first, completed_at__lt=end)

    def by_position(self) -> Self:
        """By hand, among siblings."""
        return self.order_by("position", "id")

    def by_urgency(self) -> Self:
        """By day, then time of day (those without last), then priority."""
        return self.order_by("due_on", F("due_time").asc(nulls_last=True), "priority", "position", "id")

    def by_urgency_dated_first(self) -> Self:
        """The same, and those without a day behind."""
        return self.order_by(
            F("due_on").asc(nulls_last=True), F("due_time").asc(nulls_last=True), "priority", "position", "id"
        )


class Task(models.Model):
    """Something that people mean to do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        related_name="tasks",
        db_constraint=False,
        help_text="Null: the creator's inbox.",
    )
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="tasks", db_constraint=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children", db_constraint=False)
    labels: models.ManyToManyField[Label, TaskLabel] = models.ManyToManyField(
        Label, through="TaskLabel", related_name="tasks"
    )
    assignees: models.ManyToManyField[Membership, TaskAssignee] = models.ManyToManyField(
        Membership, through="TaskAssignee", related_name="+"
    )

    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.P4)
    estimate = models.PositiveIntegerField(null=True, help_text="Seconds.")
    start_on = models.DateField(null=True, help_text="When work is to begin.")
    deferred_until = models.DateField(null=True, help_text="Out of sight until this day.")
    deadline_on = models.DateField(null=True, help_text="The last day that will do, whenever it is due.")
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True, help_text="Wall clock of due_zone; null: some time on the day.")
    due_zone = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(null=True, help_text="The instant of due_on and due_time in due_zone.")
    position = PositionField()

    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="task_in_workspace"),
            models.UniqueConstraint(fields=["workspace", "number"], name="task_number_once"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="task_priority"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="task_not_its_own_parent"),
            models.CheckConstraint(condition=Q(completed_at=None) | Q(cancelled_at=None), name="task_ends_one_way"),
            models.CheckConstraint(
                condition=Q(due_time=None, due_at=None, due_zone="")
                | (Q(due_on__isnull=False, due_time__isnull=False, due_at__isnull=False) & ~Q(due_zone="")),
                name="task_due_whole",
            ),
            models.CheckConstraint(
                condition=Q(section=None) | Q(project__isnull=False), name="task_section_needs_project"
            ),
            SameOwner(field="project", name="task_project_same_workspace"),
            SameOwner(field="section", owner="project", name="task_section_of_its_project"),
            SameOwner(field="parent", name="task_parent_same_workspace"),
        ]
        indexes = [
            models.Index(fields=["project", "position"], name="task_project_order", condition=Q(deleted_at=None)),
            models.Index(
                fields=["project", "parent"], name="task_open", condition=Q(completed_at=None, deleted_at=None)
            ),
            models.Index(
                fields=["workspace", "due_on"], name="task_due", condition=Q(completed_at=None, deleted_at=None)
            ),
            models.Index(
                fields=["workspace", "created_by", "position"],
                name="task_inbox",
                condition=Q(project=None, deleted_at=None),
            ),
            models.Index(
                fields=["workspace", "completed_at"], name="task_completed", condition=Q(completed_at__isnull=False)
            ),
            models.Index(
                fields=["workspace", "archived_at"], name="task_archived", condition=Q(archived_at__isnull=False)
            ),
            models.Index(fields=["parent"], name="task_parent", condition=Q(parent__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def zone_or(self, zone: ZoneInfo) -> ZoneInfo:
        """The zone whose wall clock its time of day is of; the given one for a task without a time."""
        return ZoneInfo(self.due_zone) if self.due_zone else zone


class TaskLabel(models.Model):
    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="+", db_constraint=False)
    label = models.ForeignKey(Label, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "label"], name="task_label_once"),
            SameOwner(field="task", name="task_label_task_same_workspace"),
            SameOwner(field="label", name="task_label_label_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} on {self.task_id}"


class TaskAssignee(models.Model):
    """Who is to do the task. Whoever leaves the workspace leaves its tasks."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="+", db_constraint=False)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "member"], name="task_assignee_once"),
            SameOwner(field="task", name="task_assignee_task_same_workspace"),
            SameOwner(field="member", name="task_assignee_member_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for {self.task_id}"
