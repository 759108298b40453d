from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from workstate.accounts.keys import scopes
from workstate.core.ids import new_id

if TYPE_CHECKING:
    from workstate.accounts.models import User


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user=user)

    def kept(self) -> Self:
        """Not revoked; they may have expired."""
        return self.filter(revoked_at=None)

    def valid(self, at: datetime) -> Self:
        """Those that open something at this moment."""
        return self.kept().filter(Q(expires_at=None) | Q(expires_at__gt=at), user__is_active=True)


class ApiKey(models.Model):
    """With which a program acts as a person. What is kept of it cannot be turned back into the key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120)
    start = models.CharField(max_length=10, help_text="Its first characters, by which a person knows it again.")
    hash = models.CharField(max_length=64, help_text="SHA-256, in hexadecimal.")
    scopes = ArrayField(models.CharField(max_length=20))
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True, help_text="To the minute.")
    last_used_from = models.CharField(max_length=49, blank=True, default="", db_default="")
    revoked_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hash"], name="api_key_once"),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="api_key_may_something"),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="api_key_of", condition=Q(revoked_at=None))]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    def allows(self, area: str, *, writes: bool) -> bool:
        return scopes.allows(self.scopes, area, writes=writes)

    @property
    def words(self) -> list[str]:
        return scopes.words(self.scopes)


class DeviceRequest(models.Model):
    """A program without a browser of its own that asks to act for somebody (RFC 8628), until it is answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hash = models.CharField(max_length=64, help_text="SHA-256 of the code that the program keeps to itself.")
    user_code = models.CharField(max_length=8, help_text="Which the person types or compares.")
    client = models.CharField(max_length=120, help_text="What the program calls itself; nobody has checked it.")
    scopes = ArrayField(models.CharField(max_length=20))
    asked_from = models.CharField(max_length=49, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    polled_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hash"], name="device_request_once"),
            models.UniqueConstraint(fields=["user_code"], name="device_request_user_code"),
            models.CheckConstraint(
                condition=Q(allowed_by=None) | Q(answered_at__isnull=False), name="device_request_allowed_is_answered"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="device_request_lasts"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="device_request_over")]

    def __str__(self) -> str:
        return f"{self.client} {self.user_code}"

    @property
    def shown_code(self) -> str:
        return f"{self.user_code[:4]}-{self.user_code[4:]}"

    @property
    def words(self) -> list[str]:
        return scopes.words(self.scopes)
