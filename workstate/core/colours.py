"""The palette of projects, labels and accents. The theme draws each as the class `colour-<name>`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COLOURS = (
    "indigo",
    "blue",
    "sky",
    "teal",
    "green",
    "lime",
    "amber",
    "orange",
    "red",
    "pink",
    "purple",
    "slate",
)
DEFAULT_COLOUR = "slate"
COLOUR_NAMES = {
    "indigo": _("Indigo"),
    "blue": _("Blue"),
    "sky": _("Sky"),
    "teal": _("Teal"),
    "green": _("Green"),
    "lime": _("Lime"),
    "amber": _("Amber"),
    "orange": _("Orange"),
    "red": _("Red"),
    "pink": _("Pink"),
    "purple": _("Purple"),
    "slate": _("Slate"),
}


def colour_for(name: str) -> str:
    """The same colour for the same name, so that what is made on the fly does not look alike."""
    return COLOURS[sum(name.casefold().encode()) % len(COLOURS)]
