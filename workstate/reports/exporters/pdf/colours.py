"""The theme's colours by day, on paper."""

from __future__ import annotations

INK = {
    "indigo": "#4f46e5",
    "blue": "#2563eb",
    "sky": "#0e7fa5",
    "teal": "#0d9488",
    "green": "#15803d",
    "lime": "#65a30d",
    "amber": "#d97706",
    "orange": "#e0561b",
    "red": "#d92d20",
    "pink": "#db2777",
    "purple": "#8b3fe0",
    "slate": "#64748b",
    "none": "#c9c3b9",
}
FAINT = "#ebe8e3"
QUIET = "#736d64"


def ink(name: str) -> str:
    """Of a colour's name; of one that is none, the accent's."""
    return INK.get(name, INK["indigo"])
