"""Selecting many tasks, by mouse, keys and touch, and doing one thing to all of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, titles_in, toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

TITLES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
SELECTED = re.compile(r"\bis-selected\b")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def inbox(open_page: OpenPage, ana: Person) -> Page:
    for title in TITLES:
        ana.adds(title)
    return open_page(ana, ana.url("inbox/"))


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected tasks")


def expect_selected(page: Page, *titles: str) -> None:
    expect(page.locator("main .row-select:checked")).to_have_count(len(titles))
    for title in titles:
        expect(row_of(page, title)).to_have_class(SELECTED)
    if titles:
        expect(bar(page)).to_contain_text(f"{len(titles)} selected")
    else:
        expect(bar(page)).to_be_hidden()


def undone(page: Page, said: str) -> None:
    toast_of(page, said).get_by_role("button", name="Undo").click()


def test_rows_are_selected_by_keys(inbox: Page) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("x")
    expect_selected(inbox, "Beta")
    expect(inbox.locator("#announcer")).to_have_text("1 selected")
    inbox.keyboard.press("Shift+ArrowDown")
    inbox.keyboard.press("Shift+ArrowDown")
    expect_selected(inbox, "Beta", "Gamma", "Delta")
    inbox.keyboard.press("Shift+ArrowUp")
    expect_selected(inbox, "Beta", "Gamma")
    inbox.keyboard.press("x")
    expect_selected(inbox, "Beta")
    inbox.keyboard.press("Control+a")
    expect_selected(inbox, *TITLES)
    inbox.keyboard.press("Escape")
    expect_selected(inbox)
    expect(inbox.locator("#announcer")).to_have_text("Nothing selected")


def test_rows_are_selected_by_mouse(inbox: Page) -> None:
    row_of(inbox, "Beta").hover()
    row_of(inbox, "Beta").get_by_role("checkbox", name="Select: Beta").click()
    expect_selected(inbox, "Beta")
    row_of(inbox, "Delta").click(modifiers=["Shift"])
    expect_selected(inbox, "Beta", "Gamma", "Delta")
    row_of(inbox, "Gamma").get_by_role("link", name="Gamma").click(modifiers=["ControlOrMeta"])
    expect_selected(inbox, "Beta", "Delta")
    expect(inbox.locator("#drawer > *")).to_have_count(0)
    bar(inbox).get_by_role("button", name="Clear the selection").click()
    expect_selected(inbox)


def test_a_selection_outlives_news_of_others_and_forgets_what_has_gone(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("x")
    inbox.keyboard.press("Shift+ArrowDown")
    ana.adds("Zeta")
    expect(row_of(inbox, "Zeta")).to_be_visible()
    expect_selected(inbox, "Beta", "Gamma")
    [beta] = [task for task in ana.tasks() if task["title"] == "Beta"]
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{beta['id']}/completion/", method="POST")
    expect(row_of(inbox, "Beta")).to_have_count(0)
    expect_selected(inbox, "Gamma")


def test_many_are_completed_by_one_request_and_come_back_by_one_undo(inbox: Page, ana: Person) -> None:
    asked: list[str] = []
    inbox.on("request", lambda request: asked.extend([request.url] if request.method == "POST" else []))
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("x")
    inbox.keyboard.press("Shift+ArrowDown")
    inbox.keyboard.press("Shift+ArrowDown")
    inbox.keyboard.press("Space")
    expect(toast_of(inbox, "3 tasks completed.")).to_be_visible()
    assert len(asked) == 1, asked
    expect(inbox.locator("main [data-row]")).to_have_count(2)
    expect_selected(inbox)
    eventually(ana.titles, ["Alpha", "Epsilon"])
    undone(inbox, "3 tasks completed.")
    expect(inbox.locator("main [data-row]:visible")).to_have_count(5)
    assert titles_in(inbox.locator("main [data-row]")) == TITLES


def test_acts_that_follow_each_other_at_once_are_all_done(inbox: Page, ana: Person) -> None:
    for title in ("Alpha", "Beta", "Gamma"):
        row_of(inbox, title).focus()
        inbox.keyboard.press("x")
        inbox.keyboard.press("Space")
    eventually(ana.titles, ["Delta", "Epsilon"])
    expect(inbox.locator("main [data-row]")).to_have_count(2)


def test_the_cursor_goes_on_to_the_neighbour_of_what_has_left(inbox: Page) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("x")
    bar(inbox).get_by_role("button", name="Complete").click()
    expect(row_of(inbox, "Gamma")).to_be_focused()
    expect(row_of(inbox, "Beta")).to_have_count(0)
    expect(row_of(inbox, "Gamma")).to_be_focused()


def test_what_is_refused_comes_back_and_says_why(inbox: Page, ana: Person, watch: Watch) -> None:
    watch.expect("status of 503")
    watch.expect("network: 503")
    inbox.route("**/tasks/selection/", lambda route: route.fulfill(status=503, body="No."))
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("x")
    inbox.keyboard.press("Shift+ArrowDown")
    inbox.keyboard.press("#")
    expect(toast_of(inbox, "wrong")).to_be_visible()
    expect(inbox.locator("main [data-row]:visible")).to_have_count(5)
    expect_selected(inbox, "Beta", "Gamma")


def test_a_date_a_priority_a_label_and_a_place_are_given_to_all(inbox: Page, ana: Person) -> None:
    ana.makes_project("Website")
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("x")
    inbox.keyboard.press("Shift+ArrowDown")
    picker = inbox.locator("#picker")

    inbox.keyboard.press("d")
    picker.get_by_label("Due").fill("in 3 days")
    inbox.keyboard.press("Enter")
    expect(toast_of(inbox, "2 tasks due")).to_be_visible()
    day = (datetime.now(ZoneInfo(ana.zone)) + timedelta(days=3)).date().isoformat()
    eventually(lambda: [task["due_on"] for task in ana.tasks()], [None, day, day, None, None])
    expect_selected(inbox, "Beta", "Gamma")

    bar(inbox).get_by_role("button", name="Priority").click()
    picker.get_by_role("option", name="Priority 2").click()
    eventually(lambda: [task["priority"] for task in ana.tasks()], [4, 2, 2, 4, 4])
    expect_selected(inbox, "Beta", "Gamma")

    bar(inbox).get_by_role("button", name="Labels").click()
    picker.get_by_role("combobox", name="Label").fill("phone")
    inbox.keyboard.press("Enter")
    expect(picker.get_by_role("option", name="phone")).to_have_attribute("aria-selected", "true")
    inbox.keyboard.press("Escape")
    row_of(inbox, "Delta").get_by_role("checkbox").click()
    bar(inbox).get_by_role("button", name="Labels").click()
    expect(picker.get_by_role("option", name="phone")).to_contain_text("on 2 of 3")
    picker.get_by_role("option", name="phone").click()
    expect(picker.get_by_role("option", name="phone")).to_have_attribute("aria-selected", "true")
    eventually(lambda: [task["labels"] for task in ana.tasks()], [[], ["phone"], ["phone"], ["phone"], []])
    inbox.keyboard.press("Escape")

    bar(inbox).get_by_role("button", name="Move to").click()
    picker.get_by_role("combobox").fill("web")
    inbox.keyboard.press("Enter")
    expect(toast_of(inbox, "3 tasks moved to Website.")).to_be_visible()
    expect(inbox.locator("main [data-row]")).to_have_count(2)
    expect_selected(inbox)
    undone(inbox, "3 tasks moved to Website.")
    expect(inbox.locator("main [data-row]")).to_have_count(5)


def drag(page: Page, title: str, x: float, y: float, until: Callable[[], bool]) -> None:
    """Drag the row by its grip to a point, and let it go once the page shows what that comes to."""
    page.wait_for_load_state("networkidle")  # The script that drags is fetched where something can be dragged.
    row_of(page, title).hover()
    start = row_of(page, title).locator("[data-grip]").bounding_box()
    assert start
    left, top = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left, top + 4)
    page.mouse.move(left + x, top + y, steps=8)
    slips = itertools.cycle((0, 1))

    def shown() -> bool:
        page.mouse.move(left + x, top + y + next(slips))
        return until()

    eventually(shown, True)
    page.mouse.up()


def below(page: Page, title: str, other: str) -> float:
    """From the middle of one row to that of another."""
    one, two = row_of(page, title).bounding_box(), row_of(page, other).bounding_box()
    assert one
    assert two
    return two["y"] - one["y"]


def test_a_selected_row_that_is_dragged_takes_all_that_is_selected(inbox: Page, ana: Person) -> None:
    for title in ("Alpha", "Gamma"):
        row_of(inbox, title).click(modifiers=["ControlOrMeta"], position={"x": 500, "y": 12})
    expect_selected(inbox, "Alpha", "Gamma")
    shown = inbox.locator("main [data-row]:visible")
    # What is taken along gives up its place meanwhile: Delta stands where Gamma stood.
    drag(
        inbox, "Alpha", 3, below(inbox, "Alpha", "Gamma") + 4,
        until=lambda: titles_in(shown) == ["Beta", "Delta", "Alpha", "Epsilon"],
    )  # fmt: skip
    expect(toast_of(inbox, "2 tasks moved.")).to_be_visible()
    expect(inbox.locator("main [data-row] .task-name a")).to_have_text(["Beta", "Delta", "Alpha", "Gamma", "Epsilon"])
    inbox.reload()
    expect(inbox.locator("main [data-row] .task-name a")).to_have_text(["Beta", "Delta", "Alpha", "Gamma", "Epsilon"])


def test_rows_are_dragged_onto_a_project_of_the_sidebar(inbox: Page, ana: Person) -> None:
    website = ana.makes_project("Website")
    link = inbox.get_by_role("navigation", name="Main").get_by_role("link", name="Website")
    expect(link).to_be_visible()
    for title in ("Alpha", "Gamma"):
        row_of(inbox, title).click(modifiers=["ControlOrMeta"], position={"x": 500, "y": 12})
    one, two = row_of(inbox, "Gamma").locator("[data-grip]").bounding_box(), link.bounding_box()
    assert one
    assert two
    marked = inbox.locator(".side .is-drop")
    drag(inbox, "Gamma", two["x"] + 60 - one["x"], two["y"] + 8 - one["y"], until=lambda: marked.count() == 1)
    expect(toast_of(inbox, "2 tasks moved to Website.")).to_be_visible()
    eventually(lambda: [t["title"] for t in ana.tasks() if t["project"] == website["id"]], ["Alpha", "Gamma"])
    expect(inbox.locator("main [data-row]:visible")).to_have_count(3)


def test_a_row_that_is_dragged_to_the_right_goes_under_the_one_above(inbox: Page, ana: Person) -> None:
    drag(inbox, "Gamma", 70, 0, until=lambda: inbox.locator(".goes-under").count() == 1)
    expect(row_of(inbox, "Gamma")).to_have_count(0)
    [beta] = [task for task in ana.tasks() if task["title"] == "Beta"]
    eventually(lambda: [t["parent"] for t in ana.tasks() if t["title"] == "Gamma"], [beta["id"]])


def test_a_long_press_selects_and_taps_go_on(open_page: OpenPage, ana: Person) -> None:
    for title in TITLES:
        ana.adds(title)
    page = open_page(ana, ana.url("inbox/"), **PHONE)
    box = row_of(page, "Beta").bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 120, "y": box["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect_selected(page, "Beta")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    row_of(page, "Delta").get_by_role("link", name="Delta").tap()
    expect_selected(page, "Beta", "Delta")
    expect(page.locator("#drawer > *")).to_have_count(0)
    bar(page).get_by_role("button", name="More").tap()
    bar(page).get_by_role("button", name="Archive").tap()
    expect(toast_of(page, "2 tasks archived.")).to_be_visible()
    expect(page.locator("main [data-row]")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_bar_fits_and_passes_axe(open_page: OpenPage, ana: Person, width: int, scheme: str) -> None:
    for title in TITLES:
        ana.adds(title)
    options: dict[str, Any] = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    page = open_page(ana, ana.url("inbox/"), bypass_csp=True, **options)
    row_of(page, "Beta").focus()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    expect_selected(page, "Beta", "Gamma")
    boxes = [one.bounding_box() for one in bar(page).locator("button:visible").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    starts = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert all(first[1] <= second[0] + 0.5 for first, second in itertools.pairwise(starts)), starts
    assert violations(page) == []


def test_without_script_boxes_and_buttons_do_it(open_page: OpenPage, ana: Person) -> None:
    for title in TITLES:
        ana.adds(title)
    page = open_page(ana, ana.url("inbox/"), java_script_enabled=False)
    expect(bar(page)).to_be_hidden()
    for title in ("Beta", "Gamma"):
        row_of(page, title).hover()
        row_of(page, title).get_by_role("checkbox").check()
    bar(page).get_by_role("button", name="Complete").click()
    expect(page.locator("main [data-row]")).to_have_count(3)
    assert ana.titles() == ["Alpha", "Delta", "Epsilon"]
