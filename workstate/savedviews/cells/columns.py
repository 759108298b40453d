"""The columns of a table: facets, each with how wide it is, how its cells are edited and whether they are summed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workstate.customfields.models import CustomField, Kind
from workstate.savedviews.facets import Facet, FieldFacet
from workstate.savedviews.looks import Look


class Edit(StrEnum):
    """How a cell is edited: typed in place, chosen from a panel, ticked, or not at all."""

    TYPED = "typed"
    CHOSEN = "chosen"
    TICKED = "ticked"
    NOT = ""


TITLE_WIDTH: Final = 340
END_WIDTH: Final = 44
"""Of the narrow column at the end, which takes what room is left."""

_EDITS: Final[Mapping[str, Edit]] = {
    "title": Edit.TYPED,
    "estimate": Edit.TYPED,
    **dict.fromkeys(("due", "start", "deadline", "priority", "labels", "assignees", "project", "section"), Edit.CHOSEN),
}
_OF_KINDS: Final[Mapping[Kind, tuple[Edit, int]]] = {
    Kind.TEXT: (Edit.TYPED, 200),
    Kind.LINK: (Edit.TYPED, 200),
    Kind.NUMBER: (Edit.TYPED, 110),
    Kind.DATE: (Edit.CHOSEN, 120),
    Kind.CHOICE: (Edit.CHOSEN, 140),
    Kind.CHOICES: (Edit.CHOSEN, 200),
    Kind.PERSON: (Edit.CHOSEN, 160),
    Kind.CHECKBOX: (Edit.TICKED, 90),
}
_WIDTHS: Final[Mapping[str, int]] = {
    "due": 122, "start": 110, "deadline": 120, "priority": 90, "labels": 170, "assignees": 140, "project": 170,
    "section": 150, "estimate": 92, "tracked": 92, "creator": 150, "created": 120, "completed": 120, "number": 90,
    "state": 120,
}  # fmt: skip
_PICKS: Final = {"due", "start", "deadline", "priority", "labels", "assignees", "project"}
"""What the panel of choices for a task calls as the facet is called."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `choices` is where its panel is, behind the address of the task."""

    facet: Facet
    width: int
    edit: Edit

    @property
    def key(self) -> str:
        return self.facet.key

    @property
    def id(self) -> str:
        """For the page; a colon would have to be escaped there."""
        return self.key.replace(":", "-")

    @property
    def title(self) -> str:
        return self.facet.title

    @property
    def field(self) -> CustomField | None:
        return self.facet.field if isinstance(self.facet, FieldFacet) else None

    @property
    def is_number(self) -> bool:
        """Set to the right, in figures of one width."""
        return self.key in {"estimate", "tracked", "number"} or bool(self.field and self.field.kind == Kind.NUMBER)

    @property
    def is_summed(self) -> bool:
        return self.is_number and self.key != "number"

    @property
    def choices(self) -> str:
        if self.edit is not Edit.CHOSEN:
            return ""
        if self.key == "section":
            return "choices/project/"
        return f"choices/{self.key}/" if self.key in _PICKS else f"cells/{self.key}/"


def columns_of(look: Look, facets: Mapping[str, Facet]) -> list[Column]:
    """Those that the look names, in its order; the title is none of them, since it always stands first."""
    shown = [facets[key] for key in look.columns if key in facets and facets[key].shows and key != "title"]
    return [_column(facet, look) for facet in shown]


def title_width(look: Look) -> int:
    return look.widths.get("title", TITLE_WIDTH)


def edit_of(facet: Facet) -> Edit:
    if isinstance(facet, FieldFacet):
        return _OF_KINDS[Kind(facet.field.kind)][0]
    return _EDITS.get(facet.key, Edit.NOT)


def _column(facet: Facet, look: Look) -> Column:
    usual = _OF_KINDS[Kind(facet.field.kind)][1] if isinstance(facet, FieldFacet) else _WIDTHS.get(facet.key, 130)
    return Column(facet, look.widths.get(facet.key, usual), edit_of(facet))
