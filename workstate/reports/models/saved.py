from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.ids import new_id
from workstate.reports.shapes import ReportKind
from workstate.workspaces.models import Workspace


class SavedReportQuerySet(models.QuerySet["SavedReport"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own and, but for guests, those shared with the workspace; the bin's too. What a report shows is another question."""
        own = Q(created_by=actor.user)
        return self.filter(own if actor.is_guest else own | Q(is_shared=True), workspace=actor.workspace)

    def kept(self) -> Self:
        """Not in the bin."""
        return self.filter(deleted_at=None)

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "id")


class SavedReport(models.Model):
    """
    The address of a report with a name. Whoever opens it sees what they may see of it, as at any address.

    Its links and schedules are its maker's alone: they show what their maker sees, so nobody else may change what of.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=ReportKind)
    parameters = models.JSONField(default=dict, help_text="As Description.parameters gives them.")
    is_shared = models.BooleanField(default=False, help_text="Members of the workspace find it.")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SavedReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "id"], name="saved_report_in_workspace"),
            models.UniqueConstraint(fields=["created_by", "id"], name="saved_report_of_maker"),
            models.CheckConstraint(
                condition=Q(kind__in=ReportKind.values),
                name="saved_report_kind",
                violation_error_message=_("There is no such report."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="saved_report_named",
                violation_error_message=_("Write something here."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
