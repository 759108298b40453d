"""What every template of every room keeps to: the Content-Security-Policy allows no code or style in markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.test import SimpleTestCase

import workstate
from workstate.core.colours import COLOURS

HOUSE = Path(workstate.__file__).parent
SOURCES = HOUSE / "theme" / "static_src"
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "code for htmx": re.compile(r"hx-on[:\s=]|[\"']js:|[\"']javascript:|hx-trigger=[\"'][^\"']*\["),
    "a script in the page": re.compile(r"<script(?![^>]*(\ssrc=|application/json))[^>]*>", re.IGNORECASE),
    "a style sheet in the page": re.compile(r"<style", re.IGNORECASE),
}


def templates() -> Iterator[Path]:
    for path in sorted(HOUSE.glob("*/templates/**/*.html")):
        # Letters are read by mail programs, which know no style sheets.
        if "mail" not in path.name and "email" not in path.parts:
            yield path


class MarkupTests(SimpleTestCase):
    def test_no_template_holds_code_or_style(self) -> None:
        for path in templates():
            for what, pattern in FORBIDDEN.items():
                with self.subTest(template=str(path.relative_to(HOUSE)), what=what):
                    self.assertIsNone(pattern.search(path.read_text()))

    def test_every_icon_that_a_template_draws_is_in_the_sprite(self) -> None:
        listed = set(json.loads((SOURCES / "icons.json").read_text()))
        for path in templates():
            drawn = set(re.findall(r"""\{% icon ["']([\w-]+)["']""", path.read_text()))
            self.assertLessEqual(drawn, listed, f"{path.relative_to(HOUSE)}: add them to icons.json")

    def test_every_colour_is_drawn_by_a_class(self) -> None:
        css = (SOURCES / "css" / "colours.css").read_text()
        for name in COLOURS:
            self.assertIn(f".colour-{name} ", css)
            if name != "indigo":  # the accent that the tokens start with
                self.assertIn(f'[data-accent="{name}"]', css)
