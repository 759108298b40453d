"""The same person at two browsers: what one does the other shows, and takes nothing from what is being typed there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import expect_idle, expect_running, line_of, row_of, timer_of

# Marks on <html>, in milliseconds: the socket stands; something was clicked; the header's timer began to run.
WITNESS = """
const root = () => document.documentElement.dataset;
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => (root().socket = "open"));
  }
};
document.addEventListener("click", () => (root().clicked = Date.now()), true);
new MutationObserver(() => {
  if (!root().ran && document.querySelector("#timer [data-elapsed-since]")) root().ran = Date.now();
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


def marked(page: Page, name: str) -> int:
    return int(page.locator("html").get_attribute(f"data-{name}") or 0)


@pytest.fixture
def two(open_page: OpenPage, ana: Person) -> tuple[Page, Page]:
    ana.adds("Fix checkout totals today #Storefront")
    pages = []
    for path in ("today/", "today/"):
        page = open_page(ana, ana.url(path), script=WITNESS)
        expect(page.locator("html")).to_have_attribute("data-socket", "open")
        pages.append(page)
    # The worker of a product that has just been started may still be on its way; what is measured is the way of a poke.
    ana.starts("Warming up")
    for page in pages:
        expect(timer_of(page)).to_contain_text("Warming up", timeout=30_000)
    ana.stops()
    for page in pages:
        expect_idle(page)
        page.evaluate("() => delete document.documentElement.dataset.ran")
    return pages[0], pages[1]


def test_a_timer_started_in_one_runs_in_the_other(two: tuple[Page, Page], capsys: pytest.CaptureFixture[str]) -> None:
    here, there = two
    there.evaluate("() => (window.sameDocument = true)")
    row_of(here, "Fix checkout").get_by_role("button", name="Start the timer").click()

    expect_running(there, "Fix checkout totals")
    expect(row_of(there, "Fix checkout").get_by_role("button", name="Stop the timer")).to_be_visible()
    seconds = (marked(there, "ran") - marked(here, "clicked")) / 1000
    with capsys.disabled():
        print(f"\n  The other browser shows the timer after {seconds:.2f} s")

    timer_of(there).get_by_role("button", name="Stop the timer").click()
    expect_idle(here)
    assert there.evaluate("() => window.sameDocument") is True


def test_typing_is_left_alone_by_what_happens_elsewhere(two: tuple[Page, Page], ana: Person) -> None:
    here, there = two
    line_of(there).press_sequentially("Call Boris p2")
    for _ in range(3):
        line_of(there).press("ArrowLeft")

    row_of(here, "Fix checkout").get_by_role("button", name="Start the timer").click()
    expect_running(there, "Fix checkout totals")
    ana.adds("Another one today")
    expect(row_of(there, "Another one")).to_be_visible()

    expect(line_of(there)).to_be_focused()
    line_of(there).press_sequentially(" soon")
    expect(line_of(there)).to_have_value("Call Boris soon p2")


def test_a_task_done_in_one_is_done_in_the_other(two: tuple[Page, Page]) -> None:
    here, there = two
    row_of(here, "Fix checkout").get_by_role("button", name="Complete").click()
    expect(row_of(there, "Fix checkout")).to_have_class("task-row p4 is-done")
