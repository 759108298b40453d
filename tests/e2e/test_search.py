"""Search: typed, walked through by keyboard, opened; on a phone; without script; and what axe says of it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually


@pytest.fixture
def seeker(ana: Person) -> Person:
    """Somebody whose words the worker has indexed."""
    ana.makes_project("Rivers of Europe")
    for line in ("Measure the river p1 @field // By the **old bridge**", "Draw a map of rivers", "Buy stones"):
        ana.adds(line)
    ana.writes_down("2026-03-02", 5400, "Walked along the river")

    def found(text: str) -> int:
        answer = ana.asks(f"/api/v1/workspaces/{ana.workspace}/search/?{urlencode({'q': text})}")
        return sum(group["count"] for group in answer["groups"])

    # The worker indexes, and may just have been started.
    eventually(lambda: (found("river"), found("stones")), (4, 1), within=90)
    return ana


def titles(page: Page) -> list[str]:
    return page.locator("#found .hit-title").all_inner_texts()


def test_what_is_typed_is_found_opened_and_kept(open_page: OpenPage, seeker: Person) -> None:
    page = open_page(seeker)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search")
    expect(box).to_be_focused()
    box.press_sequentially("riv", delay=30)
    expect(page.locator("#found .hit-title mark").first).to_have_text(re.compile("rivers?", re.IGNORECASE))
    expect(page.get_by_role("heading", name="Time entries")).to_be_visible()
    wanted = ["Draw a map of rivers", "Measure the river", "Rivers of Europe", "Walked along the river"]
    eventually(lambda: sorted(titles(page)), wanted)
    expect(page).to_have_url(f"{seeker.site}{seeker.url('search/')}?q=riv")

    box.fill("river @field ")
    expect(page.locator("#found .hit-title")).to_have_text(["Measure the river"])
    box.fill("old bridge")
    expect(page.locator("#found .hit-snippet")).to_have_text("By the old bridge")

    box.press("ArrowDown")
    expect(page.locator("#found [data-row]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("complementary", name="Details")
    expect(drawer.get_by_role("textbox", name="Title")).to_have_value("Measure the river")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{seeker.site}{seeker.url('search/')}?q=old+bridge")

    page.goto(seeker.url("search/"))
    expect(page.locator("#found .hit-title")).to_have_text(["old bridge"])
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Find tasks, comments, projects")).to_be_visible()

    number = next(task["number"] for task in seeker.tasks() if task["title"] == "Buy stones")
    box.fill(f"#{number}")
    expect(page.locator(".search-jump .hit-title")).to_have_text("Buy stones")
    box.press("Enter")
    page.wait_for_url(f"**{seeker.url(f'tasks/{number}/')}")


def test_on_a_phone_and_for_everybody(open_page: OpenPage, seeker: Person) -> None:
    phone = open_page(seeker, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.get_by_role("link", name="Search", exact=True).tap()
    phone.get_by_role("searchbox", name="Search").fill("river")
    expect(phone.locator("#found .hit-title")).to_have_count(4)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    plain = open_page(seeker, seeker.url("search/"), java_script_enabled=False)
    plain.get_by_role("searchbox", name="Search").fill("stones")
    plain.get_by_role("button", name="Search", exact=True).click()
    expect(plain.locator("#found .hit-title")).to_have_text(["Buy stones"])

    for path in ("search/", "search/?q=river", "search/?q=volcano"):
        check(open_page(seeker, seeker.url(path), bypass_csp=True))
