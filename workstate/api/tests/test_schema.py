from __future__ import annotations

import json
from pathlib import Path

from drf_spectacular.generators import SchemaGenerator

SNAPSHOT = Path(__file__).resolve().parent.parent / "schema.json"


def test_the_committed_schema_is_the_schema() -> None:
    """A change of the API shows in review: `workstate spectacular --format openapi-json --file workstate/api/schema.json`."""
    generated = json.loads(json.dumps(SchemaGenerator().get_schema(public=True), default=str))  # type: ignore[no-untyped-call]
    assert generated == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
