"""
How a list is looked at: layout, grouping, sorting, columns. Pure: read from an address, from what was kept, and written to both.

In an address: `layout=board&group=priority&sort=due,-title&columns=due,labels&completed=0&span=week`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.savedviews.models import Layout

MOST_SORTS: Final = 3
MOST_COLUMNS: Final = 30
NARROWEST, WIDEST = 48, 800
SPANS: Final = ("day", "week", "month", "quarter", "year")
NAMES: Final = ("layout", "group", "sort", "columns", "completed", "span")
"""Parameters of an address that say how to look; `filter` and `on` (a day) say at what."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the fields that a list is sorted by."""

    by: str
    descending: bool = False

    @classmethod
    def read(cls, text: str) -> Sort:
        return cls(text.removeprefix("-"), text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.by}" if self.descending else self.by


@dataclass(frozen=True, slots=True)
class Look:
    """
    Keys of facets are those of facets.py; a key that there is not any more is left out where it is used.

    `widths` are of columns, in pixels. `span` is how much time a calendar or timeline shows.
    """

    layout: str = Layout.LIST
    group: str = "none"
    sort: tuple[Sort, ...] = (Sort("hand"),)
    columns: tuple[str, ...] = ("due", "priority", "labels", "assignees", "estimate", "tracked")
    completed: bool = True
    span: str = "month"
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_hand(self) -> bool:
        return self.sort[0].by == "hand"

    @property
    def sort_text(self) -> str:
        return ",".join(map(str, self.sort))

    @property
    def query(self) -> str:
        """The part of an address that names it."""
        return urlencode(self.parameters())

    def parameters(self) -> dict[str, str]:
        said = {"layout": str(self.layout), "group": self.group, "sort": self.sort_text}
        if self.layout == Layout.TABLE:
            said["columns"] = ",".join(self.columns)
        if self.layout in {Layout.CALENDAR, Layout.TIMELINE}:
            said["span"] = self.span
        return said | ({} if self.completed else {"completed": "0"})

    def choices(self) -> dict[str, Any]:
        """As JSON, to be kept."""
        return {
            "layout": str(self.layout),
            "group": self.group,
            "sort": [str(sort) for sort in self.sort],
            "columns": list(self.columns),
            "completed": self.completed,
            "span": self.span,
            "widths": dict(self.widths),
        }


def kept(choices: Mapping[str, Any], usual: Look) -> Look:
    """What was kept; anything in it that cannot be read is as usual."""
    said = {
        "layout": choices.get("layout"),
        "group": choices.get("group"),
        "sort": ",".join(map(str, choices.get("sort") or [])),
        "columns": ",".join(map(str, choices["columns"])) if isinstance(choices.get("columns"), list) else None,
        "completed": {True: "1", False: "0"}.get(choices.get("completed")),  # type: ignore[arg-type]
        "span": choices.get("span"),
    }
    look = usual
    for name, value in said.items():
        if isinstance(value, str) and (value or name == "columns"):
            try:
                look = asked({name: value}, look)
            except Invalid:
                continue
    return with_widths(look, choices.get("widths") or {})


def asked(query: Mapping[str, str], usual: Look) -> Look:
    """The look that an address names; what it does not say is as usual. Raises Invalid at the parameter."""
    look = usual
    if "layout" in query:
        if query["layout"] not in Layout.values:
            raise Invalid(_("Choose one of the layouts offered."), field="layout")
        look = replace(look, layout=query["layout"])
    if "group" in query:
        look = replace(look, group=_key(query["group"], "group"))
    if "sort" in query:
        sorts = tuple(Sort.read(_key(part, "sort")) for part in query["sort"].split(","))
        if len(sorts) > MOST_SORTS or len({sort.by for sort in sorts}) < len(sorts):
            raise Invalid(_("Sort by up to three different fields."), field="sort")
        look = replace(look, sort=sorts)
    if "columns" in query:
        columns = tuple(_key(part, "columns") for part in query["columns"].split(",") if part)
        if len(columns) > MOST_COLUMNS:
            raise Invalid(_("Choose at most 30 columns."), field="columns")
        look = replace(look, columns=tuple(dict.fromkeys(columns)))
    if "completed" in query:
        look = replace(look, completed=query["completed"] != "0")
    if "span" in query:
        if query["span"] not in SPANS:
            raise Invalid(_("Choose one of the spans offered."), field="span")
        look = replace(look, span=query["span"])
    return look


def with_widths(look: Look, widths: Mapping[str, Any]) -> Look:
    """With columns so wide; what is no width is left out."""
    good = {
        str(key): max(NARROWEST, min(WIDEST, width))
        for key, width in widths.items()
        if isinstance(width, int) and not isinstance(width, bool) and len(str(key)) <= 60
    }
    return replace(look, widths=dict(list(good.items())[: MOST_COLUMNS + 1]))


def _key(text: str, name: str) -> str:
    bare = text.removeprefix("-")
    if not bare or len(bare) > 60 or not bare.replace("_", "").replace(":", "").isalnum() or not bare.isascii():
        said = {"group": _("Choose one of the groupings offered."), "sort": _("Choose one of the orders offered.")}
        raise Invalid(said.get(name, _("Choose some of the columns offered.")), field=name)
    return text
