from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.ids import new_id
from workstate.workspaces.models import Workspace


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.none() if actor.is_guest else self.filter(workspace=actor.workspace)


class Client(models.Model):
    """A customer for whom projects are done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now())

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="client_in_workspace"),
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="client_name_once",
                violation_error_message=_("There is such a client."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
