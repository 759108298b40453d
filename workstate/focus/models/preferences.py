"""How a person wants their intervals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Sound(models.TextChoices):
    NONE = "none", _("None")
    BELL = "bell", _("Bell")
    WOOD = "wood", _("Wood block")
    CHIME = "chime", _("Chime")


class FocusPreferences(models.Model):
    """Lengths are seconds; the volume counts to 100. Whoever has no row has the values that stand here."""

    LONGEST = 4 * 3600
    MOST_ROUNDS = 12

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    focus = models.PositiveIntegerField(default=25 * 60)
    short_break = models.PositiveIntegerField(default=5 * 60)
    long_break = models.PositiveIntegerField(default=15 * 60)
    long_after = models.PositiveSmallIntegerField(default=4, help_text="Intervals of focus before a long break.")
    auto_break = models.BooleanField(default=True, help_text="Start breaks by themselves.")
    auto_focus = models.BooleanField(default=False, help_text="Start focus by itself, if the person is there.")
    sound = models.CharField(max_length=5, choices=Sound, default=Sound.BELL)
    volume = models.PositiveSmallIntegerField(default=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(focus__range=(1, 4 * 3600))
                & Q(short_break__range=(1, 4 * 3600))
                & Q(long_break__range=(1, 4 * 3600)),
                name="focus_lengths",
            ),
            models.CheckConstraint(condition=Q(long_after__range=(1, 12)), name="focus_rounds"),
            models.CheckConstraint(condition=Q(volume__lte=100), name="focus_volume"),
            models.CheckConstraint(condition=Q(sound__in=Sound.values), name="focus_sound"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)
