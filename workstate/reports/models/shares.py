from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from workstate.core.actor import Actor
from workstate.core.constraints import SameOwner
from workstate.core.ids import new_id
from workstate.reports.models.saved import SavedReport
from workstate.workspaces.models import Workspace


class ReportShareQuerySet(models.QuerySet["ReportShare"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; an administrator sees everybody's, to be able to revoke them."""
        here = self.filter(workspace=actor.workspace)
        return here if actor.administers else here.filter(created_by=actor.user)

    def working(self, at: datetime) -> Self:
        """Those that open: not revoked, not expired, of a report that is not in the bin."""
        fresh = Q(expires_at=None) | Q(expires_at__gt=at)
        return self.filter(fresh, revoked_at=None, report__deleted_at=None, workspace__deleted_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-id")


class ReportShare(models.Model):
    """
    A link by which anybody sees a saved report as its maker sees it at that moment.

    The token is in the link alone; here is its SHA-256. It has 256 random bits, so the digest cannot be turned back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    report = models.ForeignKey(SavedReport, models.CASCADE, related_name="shares", db_constraint=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False, help_text="Hashed; empty: none is asked.")
    with_rates = models.BooleanField(
        default=False, help_text="Amounts are shown, if the maker sees them. Costs never are."
    )
    with_files = models.BooleanField(default=False, help_text="CSV and XLSX may be downloaded.")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = ReportShareQuerySet.as_manager()

    class Meta:
        constraints = [
            SameOwner(field="report", name="report_share_same_workspace"),
            # What a link shows is what its maker sees of what the maker asked: nobody else may change the question.
            SameOwner(field="report", name="report_share_of_maker", owner="created_by"),
        ]

    def __str__(self) -> str:
        return f"A link to {self.report_id}"

    def works(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


class ReportShareVisits(models.Model):
    """How often a link was opened: beside it, so that looking never waits for changing, and changes nothing of it."""

    share = models.OneToOneField(ReportShare, models.CASCADE, primary_key=True, related_name="visits")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count} of {self.share_id}"
