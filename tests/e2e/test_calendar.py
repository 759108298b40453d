"""The calendar: planning by mouse, keys and touch, at two browsers at once, and what a refusal leaves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import press_at_once, toast_of
from tests.e2e.waiting import eventually

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def plans(ana: Person) -> Person:
    """Wednesday 3 March 2027 has a workshop at ten, Thursday an invoice to send; something has no day."""
    ana.adds("Workshop 2027-03-03 10:00 ~1h")
    ana.adds("Invoice 2027-03-04")
    ana.adds("Someday")
    return ana


def calendar(person: Person, span: str = "week", on: str = "2027-03-03") -> str:
    return person.url(f"all/?layout=calendar&span={span}&on={on}")


def item(page: Page, title: str) -> Locator:
    return page.locator("#calendar [data-row].cal-item").filter(has_text=title)


def expect_at(page: Page, title: str, day: str, time: str = "") -> None:
    """The task stands on the day, by the clock when there is a time, and is told to be there."""
    home = page.locator(f"#hours-{day} .cal-blocks" if time else f"#day-{day} .cal-lines")
    expect(home.locator(".cal-item").filter(has_text=title)).to_be_visible()
    if time:
        hours, minutes = map(int, time.split(":"))
        expect(item(page, title)).to_have_attribute("data-at", str(hours * 60 + minutes))


def due_of(person: Person, title: str) -> tuple[str, str, int | None]:
    """Day, time and estimate in minutes as they are stored."""
    [task] = [task for task in person.tasks() if task["title"] == title]
    return task["due_on"] or "", (task["due_time"] or "")[:5], task["estimate"] and task["estimate"] // 60


def spot(page: Page, day: str, time: str = "") -> tuple[float, float]:
    """Where on the screen a day is, or a time of it, a little below its line."""
    place = page.locator(f"#hours-{day}" if time else f"#day-{day}")
    box = place.bounding_box()
    assert box
    hours, minutes = map(int, time.split(":")) if time else (0, 0)
    down = box["height"] * (hours * 60 + minutes) / 1440 + 2 if time else box["height"] - 8
    return box["x"] + box["width"] / 2, box["y"] + down


def drag(page: Page, what: Locator, x: float, y: float, *, at: float = 0.5) -> None:
    page.wait_for_load_state("networkidle")
    box = what.bounding_box()
    assert box
    page.mouse.move(box["x"] + min(60, box["width"] / 2), box["y"] + box["height"] * at)
    page.mouse.down()
    page.mouse.move(x, y, steps=8)


def test_tasks_are_planned_by_mouse(open_page: OpenPage, plans: Person) -> None:
    page = open_page(plans, calendar(plans))
    expect_at(page, "Workshop", "2027-03-03", "10:00")

    # From the side to an hour, and longer by its edge.
    drag(page, item(page, "Someday"), *spot(page, "2027-03-05", "12:00"))
    expect(page.locator(".cal-ghost")).to_contain_text("12:00")
    page.mouse.up()
    expect_at(page, "Someday", "2027-03-05", "12:00")
    expect(toast_of(page, "12:00.")).to_be_visible()
    eventually(lambda: due_of(plans, "Someday"), ("2027-03-05", "12:00", None))
    drag(page, item(page, "Someday").locator("[data-stretch]"), *spot(page, "2027-03-05", "13:30"))
    page.mouse.up()
    expect(toast_of(page, "Takes 1 h 30 m.")).to_be_visible()
    eventually(lambda: due_of(plans, "Someday"), ("2027-03-05", "12:00", 90))

    # What is grabbed in its middle is held there; above the hours it has no time; Undo knows it.
    drag(page, item(page, "Workshop"), *spot(page, "2027-03-04", "14:30"))
    page.mouse.up()
    expect_at(page, "Workshop", "2027-03-04", "14:00")
    drag(page, item(page, "Workshop"), *spot(page, "2027-03-02"))
    page.mouse.up()
    expect_at(page, "Workshop", "2027-03-02")
    eventually(lambda: due_of(plans, "Workshop"), ("2027-03-02", "", 60))
    toast_of(page, "Due 2 Mar").get_by_role("button", name="Undo").click()
    expect_at(page, "Workshop", "2027-03-04", "14:00")

    # Esc drops nothing; at the side there is no day.
    drag(page, item(page, "Invoice"), *spot(page, "2027-03-02"))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect_at(page, "Invoice", "2027-03-04")
    drag(page, item(page, "Invoice"), *_middle(page.locator("#undated")))
    page.mouse.up()
    expect(page.locator("#undated").get_by_text("Invoice")).to_be_visible()
    eventually(lambda: due_of(plans, "Invoice"), ("", "", None))

    # Time drawn on an empty place is a task that takes so long.
    page.mouse.move(*spot(page, "2027-03-06", "11:00"))
    page.mouse.down()
    x, y = spot(page, "2027-03-06", "12:00")
    page.mouse.move(x, y - 6, steps=6)
    page.mouse.up()
    line = page.locator("#cal-line")
    expect(line).to_be_focused()
    page.keyboard.type("Market")
    page.keyboard.press("Enter")
    expect_at(page, "Market", "2027-03-06", "11:00")
    eventually(lambda: due_of(plans, "Market"), ("2027-03-06", "11:00", 60))


def test_a_month_is_planned_by_mouse(open_page: OpenPage, plans: Person) -> None:
    page = open_page(plans, calendar(plans, "month"))
    drag(page, item(page, "Workshop"), *spot(page, "2027-03-17"))
    page.mouse.up()
    expect_at(page, "Workshop", "2027-03-17")
    eventually(lambda: due_of(plans, "Workshop"), ("2027-03-17", "10:00", 60))

    # A line is drawn out over days and keeps their number when it moves.
    drag(page, item(page, "Invoice").locator("[data-stretch=end]"), *spot(page, "2027-03-06"))
    page.mouse.up()
    expect(toast_of(page, "Planned 4–6 Mar")).to_be_visible()
    expect(item(page, "Invoice")).to_have_class(re.compile(r"\bw3\b"))
    drag(page, item(page, "Invoice"), *spot(page, "2027-03-09"))
    page.mouse.up()
    eventually(lambda: due_of(plans, "Invoice")[0], "2027-03-11")
    expect(page.locator("#day-2027-03-09 .w3")).to_contain_text("Invoice")

    page.locator("#day-2027-03-23").click(position={"x": 40, "y": 90})
    expect(page.locator("#cal-line")).to_be_focused()
    page.keyboard.type("Clicked")
    page.keyboard.press("Enter")
    expect_at(page, "Clicked", "2027-03-23")


def test_everything_is_done_by_keys(open_page: OpenPage, plans: Person) -> None:
    page = open_page(plans, calendar(plans))
    said = page.locator("#announcer")
    page.wait_for_load_state("networkidle")
    item(page, "Workshop").focus()
    press_at_once(page, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowRight", "Alt+Shift+ArrowDown")
    expect(said).to_have_text("Takes 1:15.")
    expect(toast_of(page, "10:30.")).to_be_visible()
    expect_at(page, "Workshop", "2027-03-04", "10:30")
    expect(item(page, "Workshop")).to_be_focused()
    eventually(lambda: due_of(plans, "Workshop"), ("2027-03-04", "10:30", 75))
    expect(page.locator("[data-toast]")).to_have_count(1)

    # Through half hours and what begins in them.
    page.keyboard.press("ArrowUp")
    expect(page.locator("#hours-2027-03-04")).to_be_focused()
    expect(said).to_have_text("10:30")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("10:00")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#hours-2027-03-03")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#cal-line")).to_be_focused()
    page.keyboard.type("Typed")
    page.keyboard.press("Enter")
    expect_at(page, "Typed", "2027-03-03", "10:00")
    expect(page.locator("#cal-add")).to_be_hidden()

    page.locator("#day-2027-03-04").focus()
    page.keyboard.press("ArrowDown")
    expect(item(page, "Invoice")).to_be_focused()
    page.keyboard.press("Space")
    expect(item(page, "Invoice")).to_have_class(re.compile("is-done"))
    page.locator("#day-2027-03-04").focus()
    page.keyboard.press("PageDown")
    expect(page.locator("#calendar-title")).to_contain_text("8–14 Mar")
    expect(page.locator("#day-2027-03-11")).to_be_focused()
    page.keyboard.press("t")
    expect(page.locator("#calendar .cal-day.is-today")).to_be_focused()


def test_a_finger_holds_and_drags_and_otherwise_scrolls(open_page: OpenPage, plans: Person) -> None:
    page = open_page(plans, calendar(plans), **PHONE)
    page.wait_for_load_state("networkidle")
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = _middle(item(page, "Workshop"))
    finger("touchStart", (x, y))
    expect(page.locator("body.is-scheduling")).to_have_count(1)
    to_x, to_y = spot(page, "2027-03-04", "11:30")
    for step in range(1, 9):
        finger("touchMove", (x + (to_x - x) * step / 8, y + (to_y - y) * step / 8))
    finger("touchEnd")
    expect_at(page, "Workshop", "2027-03-04", "11:00")
    eventually(lambda: due_of(plans, "Workshop"), ("2027-03-04", "11:00", 60))
    assert page.locator("#drawer > *").count() == 0

    # A month is dots, and what is due on the day that is touched.
    page.goto(calendar(plans, "month"))
    page.wait_for_load_state("networkidle")
    page.locator("#day-2027-03-04").tap()
    agenda = page.locator("#agenda")
    expect(agenda.get_by_role("heading")).to_contain_text("4 March")
    expect(agenda.locator("[data-row]")).to_have_count(2)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_what_others_do_is_seen_and_takes_nothing_from_hand_or_line(open_page: OpenPage, plans: Person) -> None:
    here, there = open_page(plans, calendar(plans)), open_page(plans, calendar(plans))
    here.wait_for_load_state("networkidle")
    here.locator("#hours-2027-03-05").focus()
    here.keyboard.press("n")
    line = here.locator("#cal-line")
    expect(line).to_be_focused()
    line.press_sequentially("Call Boris")
    there.wait_for_load_state("networkidle")
    item(there, "Workshop").focus()
    there.keyboard.press("Alt+ArrowRight")
    expect_at(here, "Workshop", "2027-03-04", "10:00")
    expect(line).to_be_focused()
    expect(line).to_have_value("Call Boris")
    line.press("Enter")
    expect_at(there, "Call Boris", "2027-03-05", "09:00")

    # What is in the hand stays there, though the calendar has changed meanwhile.
    drag(here, item(here, "Workshop"), *spot(here, "2027-03-02", "14:30"))
    plans.adds("Meanwhile 2027-03-05 16:00")
    expect_at(there, "Meanwhile", "2027-03-05", "16:00")
    here.mouse.up()
    expect_at(here, "Workshop", "2027-03-02", "14:00")
    expect_at(here, "Meanwhile", "2027-03-05", "16:00")
    expect_at(there, "Workshop", "2027-03-02", "14:00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(open_page: OpenPage, plans: Person, scheme: str) -> None:
    page = open_page(plans, calendar(plans, "month"), bypass_csp=True, color_scheme=scheme)
    for span in ("month", "week", "day"):
        page.goto(calendar(plans, span))
        expect(item(page, "Workshop")).to_be_visible()
        assert violations(page, of_colour=scheme == "dark") == []


def _middle(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
