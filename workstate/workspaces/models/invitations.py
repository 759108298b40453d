from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.actor import Actor, Role
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.workspaces.models.workspaces import Workspace


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Administrators see who is invited; nobody else does."""
        return self.filter(workspace=actor.workspace) if actor.administers else self.none()

    def waiting(self) -> Self:
        """Neither accepted nor revoked nor used up; expired ones too, for they can be sent again."""
        left = Q(most_uses=None) | Q(uses__lt=models.F("most_uses"))
        return self.filter(left, revoked_at=None)

    def due(self) -> Self:
        """Whose mail waits to be sent."""
        return self.waiting().filter(send_after__lte=Now(), expires_at__gt=Now(), workspace__deleted_at=None)


class Invitation(models.Model):
    """
    That somebody may join a workspace: whoever reads the mailbox of `email`, or, where that is empty, whoever has the link.

    Of the secret in the link there is only its SHA-256 here. It is made of `salt` by the server's key, so that the same link
    can be sent again while a stolen table opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    role = models.CharField(max_length=13, choices=Role)
    grants = models.JSONField(default=dict, help_text="What other rooms give on joining, by their names.")
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    most_uses = models.PositiveIntegerField(null=True, help_text="Null: as often as anybody likes.")
    uses = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, help_text="The last time.")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    send_after = models.DateTimeField(null=True, help_text="When its mail is to be sent; null: nothing waits.")
    sendings = models.PositiveSmallIntegerField(default=0, help_text="How often it was meant to be sent.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Of this sending.")
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="When sending it was given up.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                name="invitation_open_once",
                condition=Q(accepted_at=None, revoked_at=None) & ~Q(email=""),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role"),
            models.CheckConstraint(
                condition=Q(most_uses=None) | Q(uses__lte=models.F("most_uses")), name="invitation_uses"
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], name="invitation_due", condition=Q(send_after__isnull=False)),
            models.Index(fields=["workspace", "-created_at"], name="invitation_workspace"),
        ]

    def __str__(self) -> str:
        return self.email or f"link {self.pk}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= now()

    @property
    def is_used_up(self) -> bool:
        return self.most_uses is not None and self.uses >= self.most_uses
