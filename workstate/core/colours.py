"""The palette of projects, labels and accents. The theme draws each as the class `colour-<name>`."""

from __future__ import annotations

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


def colour_for(name: str) -> str:
    """The same colour for the same name, so that what is made on the fly does not look alike."""
    return COLOURS[sum(name.casefold().encode()) % len(COLOURS)]
