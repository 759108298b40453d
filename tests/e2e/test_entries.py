"""The list of time: entries selected and changed together, split, merged, parted; gaps filled; each taken back by one key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.waiting import eventually

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def monday(person: Person) -> datetime:
    """That of the week before, at midnight: all of its hours are in the past."""
    now = datetime.now(ZoneInfo(person.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return now - timedelta(days=now.weekday() + 7)


def works(person: Person, what: str, begins: str, ends: str, **more: Any) -> dict[str, Any]:
    """Write down that they worked on that Monday from one clock time to another."""
    day = monday(person)
    first, last = (
        (day + timedelta(hours=int(hour), minutes=int(minute))).isoformat()
        for hour, minute in (clock.split(":") for clock in (begins, ends))
    )
    address = f"/api/v1/workspaces/{person.workspace}/entries/"
    return dict(person.asks(address, started_at=first, stopped_at=last, description=what, **more))


def tracked(person: Person) -> list[tuple[str, str]]:
    """Words and from–to of all entries with clock times, in the order of time."""
    zone = ZoneInfo(person.zone)
    found = []
    for entry in person.entries():
        ends = [
            datetime.fromisoformat(entry[name]).astimezone(zone) for name in ("started_at", "stopped_at") if entry[name]
        ]
        if len(ends) == 2:
            found.append((ends[0], entry["description"], f"{ends[0]:%H:%M}-{ends[1]:%H:%M}"))
    return [(words, span) for _start, words, span in sorted(found)]


def page_of(person: Person) -> str:
    day = monday(person).date()
    return person.url(f"time/?since={day}&until={day + timedelta(days=6)}")


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected entries")


def undone(page: Page, said: str) -> None:
    """By the key, once the message that offers it is there."""
    expect(toast_of(page, said).last).to_be_visible()
    page.locator("main").focus()
    page.keyboard.press("Control+z")
    expect(toast_of(page, "Taken back.").last).to_be_visible()
    toast_of(page, "Taken back.").last.get_by_role("button", name="Close").click()


@pytest.fixture
def listed(open_page: OpenPage, ana: Person) -> Page:
    for what, begins, ends in [("Alpha", "9:00", "10:00"), ("Beta", "10:00", "11:00"), ("Gamma", "13:00", "14:00")]:
        works(ana, what, begins, ends)
    ana.makes_project("Website")
    return open_page(ana, page_of(ana))


def test_entries_are_selected_changed_moved_and_deleted_by_keys(listed: Page, ana: Person) -> None:
    asked: list[str] = []
    listed.on("request", lambda request: asked.extend([request.url] if request.method == "POST" else []))
    row_of(listed, "Beta").focus()
    listed.keyboard.press("x")
    listed.keyboard.press("Shift+ArrowDown")
    expect(bar(listed)).to_contain_text("2 selected")

    picker = listed.locator("#picker")
    listed.keyboard.press("l")
    picker.get_by_role("combobox", name="Label").fill("phone")
    listed.keyboard.press("Enter")
    expect(picker.get_by_role("option", name="phone")).to_have_attribute("aria-selected", "true")
    listed.keyboard.press("Escape")
    expect(listed.locator(".entry-row .label", has_text="phone")).to_have_count(2)
    expect(bar(listed)).to_contain_text("2 selected")

    listed.keyboard.press("m")
    picker.get_by_role("combobox", name="Project").fill("web")
    listed.keyboard.press("Enter")
    expect(picker).to_be_hidden()
    expect(listed.locator(".entry-row .task-project", has_text="Website")).to_have_count(2)
    assert len([url for url in asked if url.endswith("/time/acts/")]) == 2, asked

    listed.keyboard.press("b")
    expect(listed.locator(".entry-row .badge", has_text="billable")).to_have_count(2)
    undone(listed, "2 entries changed.")
    expect(listed.locator(".entry-row .badge", has_text="billable")).to_have_count(0)

    row_of(listed, "Beta").focus()
    listed.keyboard.press("#")
    expect(listed.locator("main [data-row]:visible")).to_have_count(1)
    expect(bar(listed)).to_be_hidden()
    undone(listed, "2 entries deleted.")
    expect(listed.locator("main [data-row]:visible")).to_have_count(3)
    eventually(lambda: tracked(ana), [("Alpha", "09:00-10:00"), ("Beta", "10:00-11:00"), ("Gamma", "13:00-14:00")])


def test_an_entry_is_split_and_neighbours_are_merged_by_keys(listed: Page, ana: Person) -> None:
    picker = listed.locator("#picker")
    row_of(listed, "Gamma").focus()
    listed.keyboard.press("p")
    picker.get_by_label("Where to split").fill("13:15")
    expect(picker.locator("li")).to_have_text(["13:00 – 13:150:15:00", "13:15 – 14:000:45:00"])
    listed.keyboard.press("Enter")
    expect(picker).to_be_hidden()
    expect(row_of(listed, "Gamma")).to_have_count(2)
    undone(listed, "Split into 2 entries.")
    expect(row_of(listed, "Gamma")).to_have_count(1)

    row_of(listed, "Beta").focus()
    listed.keyboard.press("u")
    expect(picker).to_contain_text("09:00 – 11:00")
    picker.get_by_role("button", name="Merge 2 entries").click()
    expect(row_of(listed, "Alpha").locator(".entry-length")).to_have_text("2:00:00")
    expect(row_of(listed, "Beta")).to_have_count(0)
    undone(listed, "merged")
    expect(row_of(listed, "Beta")).to_have_count(1)
    eventually(lambda: tracked(ana), [("Alpha", "09:00-10:00"), ("Beta", "10:00-11:00"), ("Gamma", "13:00-14:00")])


def test_a_gap_is_filled_and_an_overlap_parted_by_a_click(listed: Page, ana: Person) -> None:
    gap = listed.locator(".untracked")
    expect(gap).to_contain_text("2 h not tracked, 11:00 – 13:00")
    gap.hover()
    gap.get_by_role("link", name="Write down 11:00 – 13:00").click()
    form = listed.get_by_role("form", name="Write down time")
    expect(form.get_by_label("Time", exact=True)).to_have_value("11:00–13:00")
    expect(form.get_by_label("What")).to_be_focused()
    listed.keyboard.type("Lunch talk")
    listed.keyboard.press("Enter")
    expect(row_of(listed, "Lunch talk")).to_be_visible()
    expect(gap).to_have_count(0)
    undone(listed, "2 h written down")
    expect(gap).to_have_count(1)

    gap.hover()
    gap.get_by_role("button", name="Let the one before go on until 13:00: Beta").click()
    expect(gap).to_have_count(0)
    undone(listed, "Gap filled.")

    works(ana, "Call", "10:30", "11:15")
    mark = row_of(listed, "Call").get_by_role("button", name="overlaps")
    mark.click()
    menu = listed.locator("#entry-menu")
    expect(menu).to_contain_text("Overlaps with Beta, 10:30 – 11:00")
    menu.get_by_role("menuitem", name="End the earlier one at 10:30").click()
    expect(listed.get_by_role("button", name="overlaps")).to_have_count(0)
    eventually(lambda: dict(tracked(ana))["Beta"], "10:00-10:30")
    undone(listed, "Overlap mended.")
    expect(mark).to_be_visible()

    listed.locator(".ribbon [data-block]").first.click()
    expect(row_of(listed, "Alpha")).to_be_focused()


def test_on_a_phone_a_long_press_selects_and_the_bar_merges(open_page: OpenPage, ana: Person) -> None:
    for what, begins, ends in [("Alpha", "9:00", "10:00"), ("Beta", "10:00", "11:00")]:
        works(ana, what, begins, ends)
    page = open_page(ana, page_of(ana), **PHONE)
    row_of(page, "Beta").scroll_into_view_if_needed()
    box = row_of(page, "Beta").bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 160, "y": box["y"] + box["height"] - 12}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(bar(page)).to_contain_text("1 selected")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    row_of(page, "Alpha").get_by_role("link", name="Alpha").tap()
    expect(bar(page)).to_contain_text("2 selected")
    bar(page).get_by_role("button", name="Merge").tap()
    page.locator("#picker").get_by_role("button", name="Merge 2 entries").tap()
    expect(row_of(page, "Alpha").locator(".entry-length")).to_have_text("2:00:00")
    eventually(lambda: tracked(ana), [("Alpha", "09:00-11:00")])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_passes_axe_and_fits(open_page: OpenPage, ana: Person, scheme: str) -> None:
    works(
        ana, "A very long description that goes on and on " * 6, "9:00", "10:30", labels=["dev", "phone"], billable=True
    )
    works(ana, "Over it", "10:00", "11:00")
    works(ana, "Later", "13:00", "14:00")
    works(ana, "Over midnight", "23:00", "25:30")
    for width in (390, 1440):
        page = open_page(
            ana, page_of(ana), bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 844}
        )
        row_of(page, "Later").focus()
        page.keyboard.press("x")
        expect(bar(page)).to_contain_text("1 selected")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
