from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from workstate.accounts.keys.models import ApiKey, DeviceRequest
from workstate.accounts.working_week import WorkingWeek
from workstate.core.ids import new_id

__all__ = [
    "ApiKey",
    "Attempts",
    "DateOrder",
    "Density",
    "DeviceRequest",
    "Hotkeys",
    "Theme",
    "TimeFormat",
    "User",
    "UserManager",
]


class Theme(models.TextChoices):
    SYSTEM = "system", _("Like the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TimeFormat(models.TextChoices):
    HOURS_24 = "24", _("14:30")
    HOURS_12 = "12", _("2:30 pm")


class DateOrder(models.TextChoices):
    DAY_FIRST = "DMY", _("31.12.2026")
    MONTH_FIRST = "MDY", _("12/31/2026")
    YEAR_FIRST = "YMD", _("2026-12-31")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class Hotkeys(models.TextChoices):
    """Whether a single letter does something; some people's aids type letters that nobody meant (WCAG 2.1.4)."""

    ON = "on", _("On")
    OFF = "off", _("Off")


class UserManager(BaseUserManager["User"]):
    """Django's own commands (createsuperuser) come in here; people come in through accounts.actions."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. `is_staff` marks an administrator of the server."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("There is an account with this address.")},
    )
    name = models.CharField(_("name"), max_length=120)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())
    deletion_due_at = models.DateTimeField(null=True, help_text="Until then whoever asked for it may take it back.")
    deleted_at = models.DateTimeField(null=True, help_text="What is left is a name that says nothing.")

    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    time_format = models.CharField(_("time format"), max_length=2, choices=TimeFormat, default=TimeFormat.HOURS_24)
    date_order = models.CharField(_("date order"), max_length=3, choices=DateOrder, default=DateOrder.DAY_FIRST)
    first_weekday = models.PositiveSmallIntegerField(
        _("first day of the week"), default=0, validators=[MaxValueValidator(6)], help_text="Monday is 0."
    )
    working_hours = models.JSONField(
        _("working hours"),
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="By weekday from Monday, null on a day off; read through working_week. Empty is the ordinary week.",
    )
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    accent = models.CharField(_("accent colour"), max_length=20, default="indigo")
    density = models.CharField(_("density"), max_length=11, choices=Density, default=Density.COMFORTABLE)
    hotkeys = models.CharField(
        _("keys of one letter"), max_length=3, choices=Hotkeys, default=Hotkeys.ON, db_default=Hotkeys.ON
    )

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            # Written small, so that one address is one account however it is typed.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_small"),
            models.CheckConstraint(condition=models.Q(first_weekday__lte=6), name="user_first_weekday"),
        ]
        indexes = [
            models.Index(
                fields=["deletion_due_at"], name="user_leaving", condition=models.Q(deletion_due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def working_week(self) -> WorkingWeek:
        return WorkingWeek.of(self)

    @property
    def initials(self) -> str:
        """One or two letters for the round picture."""
        words = (self.name or self.email).split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def get_short_name(self) -> str:
        return str(self).split()[0]


class Attempts(models.Model):
    """How often something was tried that may not be tried without end. The key is a keyed hash: it tells nobody whom."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    blocked_until = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(help_text="From then on the count starts anew and the row may go.")

    class Meta:
        indexes = [models.Index(fields=["forgotten_at"], name="attempts_forgotten")]

    def __str__(self) -> str:
        return f"{self.count} until {self.forgotten_at}"
