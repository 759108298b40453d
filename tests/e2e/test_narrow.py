"""Nothing has to be scrolled sideways at 320 px, which is also a wide screen at 400 % zoom (WCAG 2.2, 1.4.10)."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person

PLACES = ("today/", "inbox/", "upcoming/", "projects/", "tasks/1/", "time/", "reports/", "import/")
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  // Strips of links and buttons scroll by themselves: the keyboard reaches what is in them.
  const reached = (element) => element.matches("[tabindex], textarea, .tabs, .report-choices");
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && reached(element);
  const inside = (element) => element && (scrolls(element) || inside(element.parentElement));
  const wide = [...document.querySelectorAll("main *, header *")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > width + 1 && !inside(element))
    .filter((element) => !element.closest(".sr-only, svg"));
  return { page: document.documentElement.scrollWidth - width, wide: wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)) };
}"""


@pytest.mark.parametrize("width", [320, 720])
def test_nothing_is_scrolled_sideways(open_page: OpenPage, furnished: Person, width: int) -> None:
    page = open_page(furnished, viewport={"width": width, "height": 800})
    found = {}
    for path in PLACES:
        page.goto(furnished.url(path))
        seen = page.evaluate(SIDEWAYS)
        if seen["page"] > 0 or seen["wide"]:
            found[path] = seen
    page.goto("/settings/")
    if (seen := page.evaluate(SIDEWAYS))["page"] > 0:
        found["settings"] = seen
    assert not found
