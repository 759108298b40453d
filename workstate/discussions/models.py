from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.tasks.models import Task
from workstate.workspaces.models import Group, Membership, Workspace


class Emoji(models.TextChoices):
    """What one may answer without words."""

    THUMBS_UP = "thumbs-up", _("Thumbs up")
    THUMBS_DOWN = "thumbs-down", _("Thumbs down")
    HEART = "heart", _("Heart")
    PARTY = "party", _("Party")
    LAUGH = "laugh", _("Laugh")
    THINKING = "thinking", _("Thinking")
    EYES = "eyes", _("Eyes")
    DONE = "done", _("Done")

    @property
    def symbol(self) -> str:
        return _SYMBOLS[self.value]


_SYMBOLS = {
    "thumbs-up": "👍",
    "thumbs-down": "👎",
    "heart": "❤️",
    "party": "🎉",
    "laugh": "😄",
    "thinking": "🤔",
    "eyes": "👀",
    "done": "✅",
}


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the tasks that the actor sees; deleted ones too."""
        return self.filter(workspace=actor.workspace, task__in=Task.objects.visible_to(actor))

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def of_kept_tasks(self) -> Self:
        """Those whose task is not in the bin."""
        return self.filter(Q(task__project=None) | Q(task__project__deleted_at=None), task__deleted_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class Comment(models.Model):
    """What somebody says on a task. A thread is a comment and the replies to it; a reply has none of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="comments", db_constraint=False)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="replies",
        db_constraint=False,
        help_text="The first of its thread.",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(help_text="Markdown.")
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="comment_in_workspace"),
            models.UniqueConstraint(fields=["task", "id"], name="comment_of_task"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="comment_not_its_own_parent"),
            SameOwner(field="task", name="comment_task_same_workspace"),
            SameOwner(field="parent", owner="task", name="comment_parent_same_task"),
        ]
        indexes = [
            models.Index(fields=["task", "-created_at", "-id"], name="comment_stream"),
            models.Index(fields=["task"], name="comment_count", condition=Q(deleted_at=None)),
            models.Index(fields=["parent"], name="comment_thread", condition=Q(parent__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.task_id}"


class Reaction(models.Model):
    """One person's answer without words."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reactions", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=12, choices=Emoji)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "user", "emoji"], name="reaction_once"),
            models.CheckConstraint(condition=Q(emoji__in=Emoji.values), name="reaction_emoji"),
            SameOwner(field="comment", name="reaction_comment_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} of {self.user_id}"


class Mention(models.Model):
    """
    Somebody, or a group, named in a comment, for whoever tells them (mentions.people_mentioned).

    Who of a group is meant is found when they are told: whoever belongs to it then, and sees the task.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions", db_constraint=False)
    member = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+", db_constraint=False)
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "member"], name="mention_once"),
            models.UniqueConstraint(
                fields=["comment", "group"], name="mention_group_once", condition=Q(group__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(member=None, group__isnull=False) | Q(member__isnull=False, group=None),
                name="mention_of_one",
            ),
            SameOwner(field="comment", name="mention_comment_same_workspace"),
            SameOwner(field="member", name="mention_member_same_workspace"),
            SameOwner(field="group", name="mention_group_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id or self.group_id} in {self.comment_id}"


class FollowState(models.TextChoices):
    FOLLOW = "follow", _("Follow")
    MUTE = "mute", _("Mute")


class Following(models.Model):
    """That somebody wants to hear of a task, or nothing of it. Who follows it by what they do is not kept: see following.py."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, related_name="+", db_constraint=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=FollowState)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "user"], name="following_once"),
            models.CheckConstraint(condition=Q(state__in=FollowState.values), name="following_state"),
            SameOwner(field="task", name="following_task_same_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.task_id} by {self.user_id}"
