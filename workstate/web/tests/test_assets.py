"""What the first page costs, and how much script we wrote."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

import workstate

THEME = Path(workstate.__file__).parent / "theme"
KB = 1024


def _compressed(*names: str) -> int:
    missing = [name for name in names if not (THEME / "static" / name).exists()]
    if missing:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"{missing} not built: npm run build in workstate/theme/static_src")
    return sum(len(gzip.compress((THEME / "static" / name).read_bytes(), 9)) for name in names)


def test_a_page_loads_at_most_25_kb_of_css() -> None:
    assert _compressed("app.css") <= 25 * KB


def test_a_list_loads_at_most_60_kb_of_script() -> None:
    assert _compressed("app.js", "sortable.js") <= 60 * KB


def test_a_form_with_pickers_loads_at_most_60_kb_of_script() -> None:
    assert _compressed("app.js", "alpine.js") <= 60 * KB


def test_our_own_script_stays_under_3000_lines() -> None:
    lines = sum(len(path.read_text().splitlines()) for path in (THEME / "static_src" / "js").rglob("*.js"))
    assert lines < 3000


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (THEME / "static_src" / "package-lock.json").read_text()
