"""The detailed report: it unrolls as one reads, one's own entries are edited where they stand, and its totals agree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.waiting import eventually

FIRST = date(2025, 3, 31)
WRITTEN = 64
PAGE = 50
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def written(ana: Person) -> Person:
    """Somebody with an hour on each of many days, two on the first, newest first."""
    kept = [ana.writes_down(str(FIRST - timedelta(days=number)), 3600, f"Work {number}")["id"] for number in range(8)]
    while len(kept) < WRITTEN:
        made = ana.asks(f"/api/v1/workspaces/{ana.workspace}/entries/copies/", entries=kept[: WRITTEN - len(kept)])
        kept += [entry["id"] for entry in made["entries"]]
    return ana


def address(person: Person) -> str:
    return person.url("reports/detailed/?from=2025-03-01&to=2025-03-31")


def total(page: Page) -> str:
    return page.locator(".report-figures strong").first.inner_text().strip()


def rows(page: Page) -> int:
    return page.locator("main .detail-row").count()


def test_it_unrolls_is_edited_in_place_and_taken_back(open_page: OpenPage, written: Person) -> None:
    page = open_page(written, address(written), bypass_csp=True)
    expect(page.locator("main .detail-row").first).to_be_visible()
    eventually(lambda: total(page), "64:00")
    assert rows(page) == PAGE
    assert violations(page) == []

    page.locator("[data-more]").scroll_into_view_if_needed()
    eventually(lambda: rows(page), WRITTEN)
    expect(page.locator("[data-more]")).to_have_count(0)
    # Days that a page has cut have one head.
    heads = page.locator("main .day-head time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert heads == [str(FIRST - timedelta(days=number)) for number in range(8)]

    # An entry of the second page: what was unrolled stays, and the totals follow.
    last = row_of(page, "Work 7").last
    last.locator("[data-row-edit]").click()
    editor = page.locator(".entry-editor")
    editor.locator("[name=worked]").fill("2:30")
    editor.locator("[name=description]").fill("Work mended")
    editor.locator("[name=description]").press("Enter")
    expect(row_of(page, "Work mended")).to_contain_text("2:30:00")
    eventually(lambda: total(page), "65:30")
    eventually(lambda: rows(page), WRITTEN)
    expect(page.locator(".entry-editor")).to_have_count(0)
    # The keyboard stands on what it has just saved.
    expect(row_of(page, "Work mended").locator("[data-row-edit]")).to_be_focused()

    toast_of(page, "Entry changed.").get_by_role("button", name="Undo").click()
    expect(row_of(page, "Work mended")).to_have_count(0)
    eventually(lambda: total(page), "64:00")
    eventually(lambda: rows(page), WRITTEN)


def test_several_are_chosen_and_changed_together(open_page: OpenPage, written: Person) -> None:
    page = open_page(written, address(written))
    chosen = page.locator("main .row-select")
    chosen.nth(0).check()
    chosen.nth(1).check()
    bar = page.get_by_role("region", name="Selected entries")
    expect(bar).to_contain_text("2 selected")
    bar.locator("[data-selection-more]").click()
    bar.get_by_role("button", name="Delete").click()
    expect(toast_of(page, "2 entries deleted.")).to_be_visible()
    eventually(lambda: total(page), "62:00")
    toast_of(page, "2 entries deleted.").get_by_role("button", name="Undo").click()
    eventually(lambda: total(page), "64:00")

    # Another order is another list.
    page.goto(address(written) + "&sort=duration")
    expect(page.locator("main .day-head")).to_have_count(0)
    expect(page.locator("main .detail-row").first).to_contain_text("Mar")


def test_without_script_pages_follow_each_other(open_page: OpenPage, written: Person) -> None:
    page = open_page(written, address(written), java_script_enabled=False)
    assert rows(page) == PAGE
    page.get_by_role("link", name="Show more").click()
    expect(page.get_by_role("link", name="Back to the top")).to_be_visible()
    assert rows(page) == WRITTEN - PAGE
    assert total(page) == "64:00"


def test_on_a_phone_everything_fits(open_page: OpenPage, written: Person) -> None:
    page = open_page(written, address(written) + "&rounding=up-15", bypass_csp=True, **PHONE)
    expect(page.locator("main .detail-row").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
