"""What the first page costs, and how much script we wrote."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

import workstate

THEME = Path(workstate.__file__).parent / "theme"
SCRIPTS = THEME / "static_src" / "js"
KB = 1024
# A month, a week and a day are one bundle; bars are dragged, stretched and tied to each other by mouse, keys and touch.
# The two calendars share their hours, which are counted in both.
MOST_LINES = {"calendar": 900, "table": 650, "time-calendar": 900, "timeline": 700, "timesheet": 950}

_ENTRIES = re.search(r"entryPoints: \[(.*?)\]", (THEME / "static_src" / "build.mjs").read_text(), re.DOTALL)
BUNDLES = re.findall(r'"([\w-]+)"', _ENTRIES[1] if _ENTRIES else "")


def _imported(bundle: str) -> set[Path]:
    """The scripts of ours that a bundle is made of: its own and all that they import."""
    found: set[Path] = set()
    waiting = [SCRIPTS / f"{bundle}.js"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        named = re.findall(r"""^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];""", path.read_text(), re.MULTILINE)
        waiting += [(path.parent / name).resolve() for name in named]
    return found


def _lines(paths: set[Path]) -> int:
    return sum(len(path.read_text().splitlines()) for path in paths)


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


def test_what_every_page_loads_stays_under_3000_lines() -> None:
    assert _lines(_imported("app")) < 3000


@pytest.mark.parametrize("bundle", sorted(set(BUNDLES) - {"app"}))
def test_what_is_loaded_when_it_is_wanted_stays_small(bundle: str) -> None:
    ours = _imported(bundle) - _imported("app")  # What a page has anyway is counted there.
    assert _lines(ours) < MOST_LINES.get(bundle, 600)
    # As it is written, so that libraries are not counted; built, ours is smaller still.
    assert len(gzip.compress(b"".join(path.read_bytes() for path in ours), 9)) <= 15 * KB


def test_every_script_is_in_a_bundle() -> None:
    bundled = {path for bundle in BUNDLES for path in _imported(bundle)}
    assert set(SCRIPTS.rglob("*.js")) == bundled


def test_a_bundle_of_its_own_brings_no_second_htmx() -> None:
    for bundle in set(BUNDLES) - {"app"}:
        assert SCRIPTS / "htmx.js" not in _imported(bundle), bundle


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (THEME / "static_src" / "package-lock.json").read_text()
