from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.workspaces.models import Workspace

NAME_LENGTH = 120
LINES_LENGTH = 500
FOOTER_LENGTH = 300


class Paper(models.TextChoices):
    OWN = "", _("As each person writes dates")
    A4 = "a4", _("A4")
    LETTER = "letter", _("US Letter")


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody's in the workspace: it stands on what each of them prints."""
        return self.filter(workspace=actor.workspace)


class Letterhead(models.Model):
    """
    Who a workspace is on paper: what stands on top of a report for a client. One row, made on first change.

    The logo is our own drawing of what was uploaded, a PNG of a few dozen kilobytes: it is kept here, where every printer of
    a report finds it at once.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH, blank=True, help_text="Empty: the workspace's.")
    address = models.CharField(max_length=LINES_LENGTH, blank=True, help_text="Several lines.")
    contact = models.CharField(max_length=LINES_LENGTH, blank=True, help_text="Several lines: mail, phone, tax number.")
    footer = models.CharField(max_length=FOOTER_LENGTH, blank=True, help_text="At the foot of every page.")
    paper = models.CharField(max_length=6, choices=Paper, blank=True, default=Paper.OWN)
    logo = models.BinaryField(null=True, help_text="PNG.")
    logo_width = models.PositiveIntegerField(null=True, help_text="Pixels.")
    logo_height = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="letterhead_paper"),
            models.CheckConstraint(
                condition=Q(logo=None, logo_width=None, logo_height=None)
                | Q(logo__isnull=False, logo_width__gt=0, logo_height__gt=0),
                name="letterhead_logo_has_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_logo(self) -> bool:
        return self.logo_width is not None
