"""One person's timer on two devices: what one does the other shows; who missed it is told; nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import expect_idle, expect_running, row_of, timer_of, toast_of
from tests.e2e.test_two_browsers import WITNESS
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

# A device that hears nothing: its line is down and it does not know.
DEAF = "window.WebSocket = class extends EventTarget { send() {} close() {} };"
FIRST_POKE = 30_000  # the worker of a product that has just been started may still be on its way


def what_runs(person: Person) -> str | None:
    entry: dict[str, Any] | None = person.asks(f"/api/v1/workspaces/{person.workspace}/timer/")["entry"]
    return entry["description"] if entry else None


def panel_of(page: Page) -> Any:
    return page.get_by_role("dialog", name="Timer")


def next_of(held: list[Route], page: Page) -> Route:
    """The request that waits for us; the browser is listened to meanwhile."""
    for _ in range(400):
        if held:
            return held.pop()
        page.wait_for_timeout(20)
    raise AssertionError("Nothing was asked.")


@pytest.fixture
def listening(open_page: OpenPage, ana: Person) -> tuple[Page, Page]:
    pages = [open_page(ana, script=WITNESS) for _ in range(2)]
    for page in pages:
        expect(page.locator("html")).to_have_attribute("data-socket", "open")
    return pages[0], pages[1]


def test_what_one_starts_and_stops_the_other_shows_in_the_header_and_the_tab(listening: tuple[Page, Page]) -> None:
    here, there = listening
    timer_of(here).get_by_role("button", name="Start").click()
    panel_of(here).get_by_label("What").fill("Mail")
    panel_of(here).get_by_label("What").press("Enter")
    expect_running(here, "Mail")
    expect(timer_of(there)).to_contain_text("Mail", timeout=FIRST_POKE)
    for page in (here, there):
        expect(page).to_have_title(re.compile(r"^\d+:\d\d:\d\d · Mail"))
    timer_of(there).get_by_role("button", name="Stop the timer").click()
    for page in (here, there):
        expect_idle(page)
        expect(page).to_have_title(re.compile(r"^\D"))


def test_what_is_typed_about_the_timer_stays_while_it_is_changed_elsewhere(
    listening: tuple[Page, Page], ana: Person
) -> None:
    _, there = listening
    ana.starts("Call")
    expect(timer_of(there)).to_contain_text("Call", timeout=FIRST_POKE)
    timer_of(there).get_by_role("button", name="Running:").click()
    words = panel_of(there).get_by_label("What")
    words.fill("Call with Bo")
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/timer/", method="PATCH", billable=True, description="Elsewhere")
    expect(timer_of(there)).to_contain_text("Elsewhere")
    expect(words).to_be_focused()
    words.press_sequentially("ris")
    expect(words).to_have_value("Call with Boris")

    # What was made after the panel had been opened is found by typing.
    ana.adds("Brand new plan")
    task = panel_of(there).get_by_role("combobox", name="Task")
    task.fill("brand new")
    there.get_by_role("option", name="Brand new plan").click()
    panel_of(there).get_by_role("button", name="Save").click()
    expect_running(there, "Brand new plan")
    eventually(lambda: what_runs(ana), "Call with Boris")


def test_who_missed_what_happened_is_told_and_shown_how_it_is(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("status of 409")
    ana.adds("Fix checkout totals today")
    ana.starts("Call")
    deaf = open_page(ana, script=DEAF)
    expect_running(deaf, "Call")
    ana.stops()
    ana.starts("On the phone")

    row_of(deaf, "Fix checkout").get_by_role("button", name="Start the timer").click()
    expect(toast_of(deaf, "changed meanwhile")).to_be_visible()
    expect_running(deaf, "On the phone")
    assert what_runs(ana) == "On the phone"
    # Now it knows, and is obeyed.
    row_of(deaf, "Fix checkout").get_by_role("button", name="Start the timer").click()
    expect_running(deaf, "Fix checkout totals")

    ana.starts("Lunch")
    timer_of(deaf).get_by_role("button", name="Stop the timer").click()
    expect(toast_of(deaf, "was not stopped")).to_be_visible()
    expect_running(deaf, "Lunch")
    assert what_runs(ana) == "Lunch"


def test_a_click_shows_before_the_answer_and_is_put_back_when_there_is_none(
    open_page: OpenPage, ana: Person, watch: Watch
) -> None:
    watch.expect("Failed to load resource|net::ERR|Failed to fetch")
    ana.adds("Fix checkout totals today")
    page = open_page(ana)
    page.wait_for_load_state("networkidle")  # what shows a click is loaded after the page
    held: list[Route] = []
    page.route("**/timer/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())

    row_of(page, "Fix checkout").get_by_role("button", name="Start the timer").click()
    expect(timer_of(page).locator(".timer-guess")).to_contain_text("Fix checkout totals")
    next_of(held, page).abort()
    expect_idle(page)
    expect(timer_of(page).locator(".timer-guess")).to_have_count(0)
    expect(toast_of(page, "cannot be reached")).to_be_visible()

    row_of(page, "Fix checkout").get_by_role("button", name="Start the timer").click()
    next_of(held, page).continue_()
    expect_running(page, "Fix checkout totals")
    timer_of(page).get_by_role("button", name="Stop the timer").click()
    expect(timer_of(page).locator(".timer-guess")).to_have_text("Start")
    next_of(held, page).abort()
    expect_running(page, "Fix checkout totals")
