"""What a person sees and does on any page, in their words."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import Person

CLOCK = re.compile(r"^\d+:\d\d:\d\d$")


def today_of(person: Person) -> date:
    """The day it is for the person; for them it stays the same while a test runs."""
    return datetime.now(ZoneInfo(person.zone)).date()


def line_of(page: Page) -> Locator:
    """The quick add line on top of a list."""
    return page.locator("main").get_by_role("textbox", name="Add a task")


def chips_of(page: Page) -> Locator:
    return page.locator("main [data-quick-add-chips] > li")


def row_of(page: Page, title: str) -> Locator:
    return page.locator("main [data-row]").filter(has_text=title)


def titles_in(rows: Locator) -> list[str]:
    return [text.strip() for text in rows.locator(".task-name a").all_inner_texts()]


def timer_of(page: Page) -> Locator:
    """The timer in the header."""
    return page.locator("#timer")


def toast_of(page: Page, text: str) -> Locator:
    return page.locator("[data-toast]").filter(has_text=text)


def seconds_of(clock: str) -> int:
    """1:02:03 is 3723."""
    hours, minutes, seconds = map(int, clock.strip().split(":"))
    return hours * 3600 + minutes * 60 + seconds


def expect_running(page: Page, title: str) -> None:
    expect(timer_of(page)).to_contain_text(title)
    expect(timer_of(page).get_by_role("button", name="Stop the timer")).to_be_visible()


def expect_idle(page: Page) -> None:
    expect(timer_of(page).get_by_role("button", name="Start")).to_be_visible()


def go(page: Page, place: str) -> None:
    """Follow a link of the sidebar."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=place).first.click()


def press_at_once(page: Page, *keys: str) -> None:
    """As fast as fingers do it, however busy the machine is: what is pressed in one go is one act."""
    pressed = []
    for combination in keys:
        *held, key = combination.split("+")
        pressed.append({"key": key, "code": key, **{f"{name.lower()}Key": True for name in held}})
    page.evaluate(
        """(keys) => {
          for (const key of keys) {
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
          }
        }""",
        pressed,
    )
