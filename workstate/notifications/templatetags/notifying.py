"""What the frame of every page shows of notifications."""

from __future__ import annotations

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from workstate.notifications.bell import ReminderCard, cards_of
from workstate.notifications.snoozing import Choice, choices_for

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: Context) -> int:
    """How many notifications the person has not read; asked for with the rest of the frame."""
    shell = context.get("shell")
    return shell.unread if shell else 0


@register.simple_tag(takes_context=True)
def sound_of_bell(context: Context) -> SafeString:
    """What the bell plays when something comes; the script for it is loaded where a sound was chosen."""
    shell = context.get("shell")
    sound = shell.bell_sound if shell else ""
    if not sound or sound == "none":
        return SafeString("")
    return format_html(' data-bundle="{}" data-bell-sound="{}"', static("bell.js"), sound)


@register.simple_tag(takes_context=True)
def reminder_cards(context: Context) -> list[ReminderCard]:
    """Reminders that have come: the view's own, or those of the frame."""
    if "reminders_here" in context:
        return list(context["reminders_here"])
    shell = context.get("shell")
    return cards_of(shell.reminders) if shell else []


@register.simple_tag(takes_context=True)
def snooze_choices(context: Context) -> list[Choice]:
    return choices_for(context["user"])
