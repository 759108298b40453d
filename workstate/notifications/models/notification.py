from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.discussions.models import Comment
from workstate.notifications.sight import is_seen_by
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import Notice
from workstate.workspaces.models import Workspace


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> Self:
        """The person's own, of all their workspaces, about what they can see at this moment."""
        return self.filter(is_seen_by(user), user=user)

    def shown(self) -> Self:
        """What the centre lists: not what goes by mail or push alone."""
        return self.filter(is_shown=True)

    def waiting(self, at: datetime) -> Self:
        """Neither done with nor put off until later."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at), done_at=None)

    def snoozed(self, at: datetime) -> Self:
        return self.filter(snoozed_until__gt=at, done_at=None)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-surfaced_at", "-id")


class Notification(models.Model):
    """
    That one person is told of one thing. It names its subject and says nothing of what stands in it: that is read when it
    is shown, by whoever may then see it.

    `occasion` names what happened, such as an act or a comment: of one occasion a person is told once in a kind, however
    often a handler comes by. `subject` is what it is grouped under, such as "task.<id>". `data` is small and of this room
    alone: how many tasks it was, which emoji, which file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=30, help_text="One of kinds.Kind.")
    occasion = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", help_text="Whose act it was."
    )
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+", db_constraint=False)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+", db_constraint=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+", db_constraint=False)
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)
    is_shown = models.BooleanField(default=True, help_text="In the centre; else it goes by mail or push alone.")
    made_at = models.DateTimeField(db_default=Now())
    surfaced_at = models.DateTimeField(db_default=Now(), help_text="When it came, or came back after a snooze.")
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "occasion"], name="notification_once"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(occasion="") & ~Q(subject=""), name="notification_named"),
            models.CheckConstraint(
                condition=Q(workspace__isnull=False) | Q(task=None, project=None, comment=None),
                name="notification_subject_has_workspace",
            ),
            models.CheckConstraint(condition=Q(task=None) | Q(project=None), name="notification_one_subject"),
            models.CheckConstraint(
                condition=Q(comment=None) | Q(task__isnull=False), name="notification_comment_on_task"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(snoozed_until=None), name="notification_done_not_snoozed"
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None) | Q(snoozed_until__gt=F("made_at")), name="notification_snoozed_ahead"
            ),
            SameOwner(field="task", name="notification_task_same_workspace"),
            SameOwner(field="project", name="notification_project_same_workspace"),
            SameOwner(field="comment", name="notification_comment_same_workspace"),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                name="notification_unread",
                condition=Q(read_at=None, done_at=None, is_shown=True),
            ),
            models.Index(fields=["user", "-surfaced_at", "-id"], name="notification_list", condition=Q(is_shown=True)),
            models.Index(fields=["user", "subject"], name="notification_subject"),
            models.Index(
                fields=["snoozed_until"], name="notification_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
