from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those that are kept, archived ones too, to full members; a guest sees none."""
        return self.of(actor).filter(deleted_at=None)

    def of(self, actor: Actor) -> Self:
        """The deleted ones too: what Undo brings back."""
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)

    def active(self) -> Self:
        return self.filter(deleted_at=None, archived_at=None)

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "id")


class Client(models.Model):
    """A customer for whom projects are done, with what stands on a bill."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, help_text="Where bills go.")
    address = models.TextField(blank=True, help_text="Of several lines.")
    vat_id = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    billable = models.BooleanField(null=True, help_text="Of new time on its projects; null: as the workspace says.")
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, help_text="Its projects have left it; Undo brings both back.")

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="client_in_workspace"),
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="client_name_once",
                condition=Q(deleted_at=None),
                violation_error_message=_("There is such a client."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
