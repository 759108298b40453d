"""The calendar of time: hours written down and mended by mouse, keys and touch, at two browsers at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import press_at_once, toast_of
from tests.e2e.waiting import eventually

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"


def tracks(person: Person, day: str, start: str, stop: str, what: str) -> None:
    zone = ZoneInfo(person.zone)
    ends = {
        name: datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone).isoformat()
        for name, time in (("started_at", start), ("stopped_at", stop))
    }
    person.asks(f"/api/v1/workspaces/{person.workspace}/entries/", description=what, **ends)


def spans(person: Person, what: str) -> list[str]:
    """From when to when each entry of the name is, as it is stored, oldest first."""
    zone = ZoneInfo(person.zone)
    found = []
    for entry in person.entries():
        if entry["description"] == what and entry["started_at"]:
            start, stop = (
                datetime.fromisoformat(entry[name]).astimezone(zone) for name in ("started_at", "stopped_at")
            )
            found.append(f"{start:%Y-%m-%d %H:%M:%S}–{stop:%H:%M:%S}")
    return sorted(found)


def calendar(person: Person, day: str = TUESDAY) -> str:
    return person.url(f"time/calendar/?day={day}")


def opened(open_page: OpenPage, person: Person, **more: Any) -> Page:
    page = open_page(person, calendar(person), **more)
    expect(page.locator("#calendar [data-row]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def block(page: Page, what: str) -> Locator:
    return page.locator("#calendar [data-row]").filter(has_text=what)


def expect_at(page: Page, what: str, day: str, words: str) -> None:
    """The server has drawn it on the day, with the words of its time."""
    expect(page.locator(f"#hours-{day} .tc-block").filter(has_text=what).first).to_contain_text(words)
    expect(page.locator(".tc-shadow")).to_have_count(0)


def spot(page: Page, day: str, time: str) -> tuple[float, float]:
    box = page.locator(f"#hours-{day}").bounding_box()
    assert box
    hours, minutes = map(int, time.split(":"))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (hours * 60 + minutes) / 1440


def draws(page: Page, day: str, start: str, stop: str) -> None:
    page.mouse.move(*spot(page, day, start))
    page.mouse.down()
    page.mouse.move(*spot(page, day, stop), steps=6)
    page.mouse.up()
    expect(page.locator("#tc-description")).to_be_focused()


def test_hours_are_written_down_and_mended_by_mouse(open_page: OpenPage, ana: Person) -> None:
    tracks(ana, MONDAY, "09:00:07", "10:00:20", "Meeting")
    page = opened(open_page, ana)

    # Drawn, said, and there at once; the time may be typed anew.
    draws(page, TUESDAY, "11:00", "12:30")
    expect(page.locator("#tc-worked")).to_have_value("11:00–12:30")
    page.keyboard.type("Sketching")
    page.keyboard.press("Enter")
    expect(page.locator("#tc-add")).to_be_hidden()
    expect_at(page, "Sketching", TUESDAY, "11:00–12:30")
    expect(page.locator(f"#day-{TUESDAY} .tc-total")).to_have_text("1:30")

    # Moved to another day with its seconds; taken back; stretched at both ends.
    x, y = spot(page, MONDAY, "09:30")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*spot(page, WEDNESDAY, "13:30"), steps=8)
    page.mouse.up()
    expect_at(page, "Meeting", WEDNESDAY, "13:00–14:00")
    eventually(lambda: spans(ana, "Meeting"), [f"{WEDNESDAY} 13:00:00–14:00:13"])
    toast_of(page, "13:00–14:00").get_by_role("button", name="Undo").click()
    expect_at(page, "Meeting", MONDAY, "09:00–10:00")
    for end, to in (("stop", "10:30"), ("start", "08:45")):
        box = block(page, "Meeting").locator(f"[data-stretch={end}]").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(*spot(page, MONDAY, to), steps=6)
        page.mouse.up()
        expect_at(page, "Meeting", MONDAY, to)
    eventually(lambda: spans(ana, "Meeting"), [f"{MONDAY} 08:45:00–10:30:00"])

    # Split where the pointer is, from the menu there.
    x, y = spot(page, TUESDAY, "11:45")
    page.mouse.click(x, y, button="right")
    page.get_by_role("menuitem", name="Split at 11:45").click()
    expect(block(page, "Sketching")).to_have_count(2)
    eventually(lambda: spans(ana, "Sketching"), [f"{TUESDAY} 11:00:00–11:45:00", f"{TUESDAY} 11:45:00–12:30:00"])

    # What lies over it is parted in one click, and a gap is filled by the entry before it.
    tracks(ana, MONDAY, "10:00:00", "11:00:00", "Call")
    expect(block(page, "Call").locator("[data-mend]")).to_be_visible()
    block(page, "Call").locator("[data-mend]").click()
    page.get_by_role("menuitem", name="End the earlier one at 10:00").click()
    expect_at(page, "Meeting", MONDAY, "08:45–10:00")
    expect(page.locator("[data-mend]")).to_have_count(0)
    tracks(ana, MONDAY, "12:00:00", "13:00:00", "Lunch talk")
    gap = page.locator(f"#hours-{MONDAY} .tc-gap")
    gap.hover()
    gap.get_by_role("button", name="Extend the entry before").click()
    expect_at(page, "Call", MONDAY, "10:00–12:00")

    # Into the time to come nothing is drawn, and Esc lets everything be.
    page.mouse.move(*spot(page, MONDAY, "12:30"))
    page.mouse.down()
    page.mouse.move(*spot(page, TUESDAY, "15:00"), steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect_at(page, "Lunch talk", MONDAY, "12:00–13:00")
    page.locator("#cal-today").click()
    ahead = page.locator("#calendar .cal-column.is-today")
    expect(ahead).to_be_visible()
    page.wait_for_load_state("networkidle")
    day = ahead.get_attribute("data-hours") or ""
    page.mouse.click(*spot(page, day, "15:30"))
    expect(toast_of(page, "has not come yet")).to_be_visible()


def test_everything_is_done_by_keys(open_page: OpenPage, ana: Person) -> None:
    tracks(ana, TUESDAY, "09:00:07", "10:00:20", "Meeting")
    page = opened(open_page, ana)
    said = page.locator("#announcer")
    block(page, "Meeting").focus()
    press_at_once(page, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowRight")
    expect_at(page, "Meeting", WEDNESDAY, "09:30–10:30")
    expect(block(page, "Meeting")).to_be_focused()
    eventually(lambda: spans(ana, "Meeting"), [f"{WEDNESDAY} 09:30:07–10:30:20"])
    expect(page.locator("[data-toast]")).to_have_count(1)
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect_at(page, "Meeting", WEDNESDAY, "09:30–10:45")
    eventually(lambda: spans(ana, "Meeting"), [f"{WEDNESDAY} 09:30:07–10:45:20"])

    # From it up through half hours, where something new is written down.
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"#hours-{WEDNESDAY}")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("08:30")
    page.keyboard.press("n")
    expect(page.locator("#tc-description")).to_be_focused()
    page.keyboard.type("Typed")
    page.keyboard.press("Enter")
    expect_at(page, "Typed", WEDNESDAY, "08:30–09:00")

    # Opened, changed; split, deleted, and brought back.
    block(page, "Typed").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tc-open-description")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Written")
    page.keyboard.press("Enter")
    expect(block(page, "Written")).to_be_visible()
    expect(block(page, "Written")).to_be_focused()
    page.keyboard.press("x")
    expect(block(page, "Written")).to_have_count(2)
    block(page, "Written").first.focus()
    page.keyboard.press("#")
    expect(block(page, "Written")).to_have_count(1)
    expect(toast_of(page, "Entry deleted.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(block(page, "Written")).to_have_count(2)

    page.locator(f"#hours-{WEDNESDAY}").focus()
    page.keyboard.press("PageDown")
    expect(page.locator("#calendar-title")).to_contain_text("9–15 Mar")
    expect(page.locator("#hours-2026-03-11")).to_be_focused()


def test_a_finger_holds_and_drags_and_otherwise_turns_the_day(open_page: OpenPage, ana: Person) -> None:
    tracks(ana, TUESDAY, "09:00", "10:00", "Meeting")
    page = opened(open_page, ana, **PHONE)
    expect(page.locator("#calendar .cal-column:visible")).to_have_count(1)
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = spot(page, TUESDAY, "09:30")
    finger("touchStart", (x, y))
    expect(page.locator("body.is-scheduling")).to_have_count(1)
    to_x, to_y = spot(page, TUESDAY, "11:30")
    for step in range(1, 9):
        finger("touchMove", (x + (to_x - x) * step / 8, y + (to_y - y) * step / 8))
    finger("touchEnd")
    expect_at(page, "Meeting", TUESDAY, "11:00–12:00")
    eventually(lambda: spans(ana, "Meeting"), [f"{TUESDAY} 11:00:00–12:00:00"])

    page.touchscreen.tap(*spot(page, TUESDAY, "10:05"))
    expect(page.locator("#tc-worked")).to_have_value("10:00–10:30")
    page.locator("#tc-description").fill("Tapped")
    page.locator("#tc-slot").get_by_role("button", name="Add time").tap()
    expect_at(page, "Tapped", TUESDAY, "10:00–10:30")

    page.wait_for_load_state("networkidle")
    x, y = spot(page, TUESDAY, "10:45")
    finger("touchStart", (x + 100, y))
    for step in range(1, 6):
        finger("touchMove", (x + 100 - 40 * step, y))
    finger("touchEnd")
    expect(page.locator(f"#hours-{WEDNESDAY}")).to_be_visible()
    expect(page.locator(f"#hours-{TUESDAY}")).to_be_hidden()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_what_happens_elsewhere_is_seen_and_takes_nothing_away(open_page: OpenPage, ana: Person) -> None:
    tracks(ana, TUESDAY, "09:00", "10:00", "Meeting")
    here, there = opened(open_page, ana), opened(open_page, ana)
    draws(here, WEDNESDAY, "13:00", "14:00")
    line = here.locator("#tc-description")
    line.press_sequentially("Half a sen")
    block(there, "Meeting").focus()
    there.keyboard.press("Alt+ArrowDown")
    expect_at(there, "Meeting", TUESDAY, "09:15–10:15")
    expect(block(here, "Meeting")).to_contain_text("09:15–10:15")
    expect(line).to_be_focused()
    expect(line).to_have_value("Half a sen")
    line.press("Enter")
    expect_at(there, "Half a sen", WEDNESDAY, "13:00–14:00")

    # What is in the hand stays there, though the calendar has changed meanwhile.
    here.wait_for_load_state("networkidle")
    here.mouse.move(*spot(here, TUESDAY, "09:45"))
    here.mouse.down()
    here.mouse.move(*spot(here, TUESDAY, "12:30"), steps=6)
    tracks(ana, MONDAY, "09:00", "10:00", "Meanwhile")
    expect_at(there, "Meanwhile", MONDAY, "09:00–10:00")
    here.mouse.up()
    expect_at(here, "Meeting", TUESDAY, "12:00–13:00")
    expect_at(here, "Meanwhile", MONDAY, "09:00–10:00")
    expect_at(there, "Meeting", TUESDAY, "12:00–13:00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(open_page: OpenPage, ana: Person, scheme: str) -> None:
    tracks(ana, TUESDAY, "09:00", "10:00", "Meeting")
    tracks(ana, TUESDAY, "09:30", "11:00", "Call")
    tracks(ana, TUESDAY, "13:00", "13:10", "Mail")
    ana.writes_down(TUESDAY, 3600, "Reading")
    page = opened(open_page, ana, bypass_csp=True, color_scheme=scheme)
    assert violations(page, of_colour=scheme == "dark") == []
    page.locator("#tc-new").click()
    expect(page.locator("#tc-description")).to_be_focused()
    assert violations(page, of_colour=scheme == "dark") == []
