"""Focus on the server's clock: a closed tab loses nothing, every device shows the same, and all of it works by keys."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import expect_idle, expect_running, row_of, toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually

HOUR = 3600
# The job comes by every ten seconds.
UNTIL_THE_JOB = 30.0
MINUTES = re.compile(r"\b\d\d:\d\d\b")


def choose(person: Person, **preferences: Any) -> None:
    person.asks("/api/v1/me/focus/", method="PATCH", **preferences)


def focus(person: Person, method: str = "", **body: Any) -> dict[str, Any]:
    return dict(person.asks(f"/api/v1/workspaces/{person.workspace}/focus/", method=method, **body))


def countdown_of(page: Page) -> Any:
    """The header's part."""
    return page.locator("#focus")


def test_a_closed_tab_loses_nothing(open_page: OpenPage, ana: Person) -> None:
    task = ana.adds("Write the offer today")
    choose(ana, focus=4, short_break=HOUR)
    page = open_page(ana, ana.url(f"tasks/{task['number']}/focus/"))
    page.get_by_role("button", name="Start focus").click()
    eventually(lambda: len(ana.entries()), 1)
    page.close()

    eventually(lambda: [entry["duration"] for entry in ana.entries()], [4], within=UNTIL_THE_JOB)
    again = open_page(ana)
    expect(countdown_of(again)).to_contain_text("Break")
    expect(countdown_of(again)).to_contain_text(MINUTES)
    expect_idle(again)
    assert len(ana.entries()) == 1


def test_two_devices_show_the_same_and_stopping_on_one_stops_both(open_page: OpenPage, ana: Person) -> None:
    task = ana.adds("Write the offer today")
    here, there = open_page(ana), open_page(ana)
    focus(ana, method="POST", task=task["id"])
    for page in (here, there):
        expect(countdown_of(page)).to_contain_text("Focus", timeout=30_000)
        expect_running(page, "Write the offer")
        expect(page).to_have_title(re.compile(r"^\d\d:\d\d · Write the offer"))

    countdown_of(there).get_by_role("button", name="Focus").click()
    panel = there.get_by_role("dialog", name="Focus")
    expect(panel).to_contain_text("Focus 1 of 4")
    panel.get_by_role("button", name="5 min").click()
    eventually(lambda: _planned(ana), 30 * 60)
    countdown_of(there).get_by_role("button", name="Focus").click()
    panel.get_by_role("button", name="Stop").click()
    for page in (there, here):
        expect(countdown_of(page)).to_be_hidden()
        expect_idle(page)


def _planned(person: Person) -> int:
    interval = focus(person)["interval"]
    began, ends = (datetime.fromisoformat(interval[name]) for name in ("started_at", "ends_at"))
    return int((ends - began).total_seconds())


def test_focus_mode_by_keyboard_up_to_the_break(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Write the offer today // - [ ] Ask for the price")
    choose(ana, focus=8, auto_break=False)
    page = open_page(ana)
    expect(row_of(page, "Write the offer")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("z")
    expect(page).to_have_url(re.compile(r"/tasks/\d+/focus/$"))
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)

    start = page.get_by_role("button", name="Start focus")
    start.focus()
    start.press("Enter")
    expect(page.locator("#focus-room")).to_contain_text("Focus 1 of 4")
    note = page.get_by_label("Note", exact=True)
    note.fill("Called twice")
    note.press("Enter")
    expect(toast_of(page, "Noted in your time.")).to_be_visible()
    box = page.get_by_role("checkbox", name="Ask for the price")
    box.press("Space")
    eventually(lambda: "[x]" in ana.tasks()[0]["description"], True)

    # The page notices the end itself and says so to the server.
    take = page.get_by_role("button", name="Start break")
    expect(take).to_be_visible(timeout=20_000)
    eventually(lambda: [(entry["duration"], entry["description"]) for entry in ana.entries()], [(8, "Called twice")])
    take.press("Enter")
    expect(page.locator("#focus-room")).to_contain_text("Short break")
    expect(page.locator("#focus-room")).to_contain_text("1 today")
    page.locator("main").focus()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/tasks/\d+/$"))
    expect(countdown_of(page)).to_contain_text("Break")


def test_without_script_focus_is_started_and_stopped_by_forms(open_page: OpenPage, ana: Person) -> None:
    task = ana.adds("Write the offer today")
    page = open_page(ana, ana.url("focus/"), java_script_enabled=False)
    page.get_by_role("link", name="Write the offer").click()
    page.get_by_role("button", name="Start focus").click()
    expect(page.locator("#focus-room")).to_contain_text("Focus 1 of 4")
    assert focus(ana)["interval"]["task"] == task["id"]
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Start focus")).to_be_visible()
    assert [entry["stopped_at"] is None for entry in ana.entries()] == [False]


def test_axe_finds_nothing_in_focus(open_page: OpenPage, ana: Person) -> None:
    task = ana.adds("Write the offer today // - [ ] Ask for the price")
    page = open_page(ana, ana.url("focus/"), bypass_csp=True)
    check(page)
    page.goto(ana.url(f"tasks/{task['number']}/focus/"))
    check(page)
    focus(ana, method="POST", task=task["id"])
    page.goto(ana.url(f"tasks/{task['number']}/focus/"))
    expect(page.locator("[data-focus-left]")).to_be_visible()
    check(page)
    focus(ana, method="DELETE")
    choose(ana, focus=1, auto_break=False)
    focus(ana, method="POST", task=task["id"])
    eventually(lambda: bool(focus(ana)["offered"]), True)
    page.goto(ana.url())
    expect(page.get_by_role("button", name="Start break").last).to_be_visible()
    check(page)
    page.goto("/settings/focus/")
    check(page)
