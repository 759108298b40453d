"""What a person chooses about an import, as it is kept with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """
    `zone` is the IANA name of the zone in which the file's clock times are meant. `project` names the project that a
    Todoist file becomes. `person` says whose rows of a file of several people are taken (address, or name where the file
    has no addresses; empty: the importing person's own). With `good_rows_only` rows with errors are left out; otherwise
    one such row keeps the whole file out.
    """

    zone: str = "UTC"
    project: str = ""
    person: str = ""
    good_rows_only: bool = False

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Choices:
        """Read what to_json() wrote; names that are not known any more are passed over."""
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
