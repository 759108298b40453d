from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class IdempotentAnswer(models.Model):
    """What was answered to a request that may be sent again. Written in the transaction of what the request did."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    credential = models.CharField(max_length=40, blank=True, help_text="The id of the key; empty for the browser.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True, help_text="Null where it told a secret: that is told once.")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "credential", "key"], name="idempotent_answer_once")]
        indexes = [models.Index(fields=["made_at"], name="idempotent_answer_made")]

    def __str__(self) -> str:
        return f"{self.status} to {self.key}"
