from __future__ import annotations

from django.db import models


class Shortening(models.Model):
    """How far addresses in the log have been cut to their networks; there is one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    until = models.DateTimeField(help_text="Of what happened earlier, no whole address is left.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_shortening_once")]

    def __str__(self) -> str:
        return f"until {self.until}"
