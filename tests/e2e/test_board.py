"""The board: cards by mouse, keys and touch, at two browsers at once, and what a refusal leaves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

HELD = re.compile(r"\bis-boarding\b")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def board(ana: Person) -> str:
    """A project with two sections; in the first stand Alpha, Beta, Gamma. Answers with the path of its board."""
    project = ana.makes_project("Shop")["id"]
    for name in ("Doing", "Later"):
        ana.asks(f"/api/v1/workspaces/{ana.workspace}/projects/{project}/sections/", name=name)
    for title in ("Alpha", "Beta", "Gamma"):
        ana.adds(f"{title} #Shop /Doing")
    return ana.url(f"projects/{project}/?layout=board")


def column(page: Page, name: str) -> Locator:
    return page.locator(".lane").filter(has=page.get_by_role("heading", name=name, exact=True))


def expect_cards(page: Page, name: str, *titles: str) -> None:
    expect(column(page, name).locator(".card-name > a")).to_have_text(list(titles))


def middle(what: Locator, *, dy: float = 0) -> tuple[float, float]:
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + dy


def ready(page: Page) -> None:
    """The scripts of the board, which are fetched where there is one, have come: it hears keys, and each column a hand."""
    taken = "list => Object.keys(list).some((name) => name.startsWith('Sortable'))"
    page.wait_for_function(f"() => [...document.querySelectorAll('#board .cards')].every({taken})")


def lift(page: Page, title: str, x: float, y: float) -> None:
    """Take the card and hold it over a point, until the page shows that it would land there."""
    ready(page)
    start_x, start_y = middle(row_of(page, title))
    page.mouse.move(start_x, start_y)
    page.mouse.down()
    page.mouse.move(start_x + 5, start_y + 5)
    expect(page.locator("body")).to_have_class(HELD)
    page.mouse.move(x, y, steps=10)


def test_cards_are_dragged_between_columns_and_brought_back(open_page: OpenPage, ana: Person, board: str) -> None:
    page = open_page(ana, board)
    expect_cards(page, "Doing", "Alpha", "Beta", "Gamma")
    lift(page, "Beta", *middle(column(page, "Later").locator(".cards")))
    expect_cards(page, "Later", "Beta")
    page.mouse.up()
    expect(toast_of(page, "Moved to Later.")).to_be_visible()
    expect(column(page, "Later").locator(".count")).to_have_text("1")
    page.reload()
    expect_cards(page, "Doing", "Alpha", "Gamma")
    expect_cards(page, "Later", "Beta")

    # Two that are selected go together, and one Undo brings both back.
    for title in ("Alpha", "Gamma"):
        row_of(page, title).click(modifiers=["ControlOrMeta"], position={"x": 140, "y": 44})
    expect(page.locator(".card.is-selected")).to_have_count(2)
    lift(page, "Alpha", *middle(row_of(page, "Beta"), dy=-12))
    expect(column(page, "Later").locator(".card")).to_have_count(2)
    page.mouse.up()
    expect(toast_of(page, "2 tasks changed.")).to_be_visible()
    expect(column(page, "Later").locator(".card")).to_have_count(3)
    expect_cards(page, "Doing")
    toast_of(page, "2 tasks changed.").get_by_role("button", name="Undo").click()
    expect_cards(page, "Doing", "Alpha", "Gamma")

    # Onto a project in the sidebar.
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox")
    lift(page, "Beta", *middle(link))
    expect(link).to_have_class(re.compile("is-drop"))
    page.mouse.up()
    expect(toast_of(page, "Moved to the inbox.")).to_be_visible()
    expect(row_of(page, "Beta")).to_have_count(0)
    toast_of(page, "Moved to the inbox.").get_by_role("button", name="Undo").click()
    expect_cards(page, "Later", "Beta")

    # Columns themselves by their heads.
    ready(page)
    page.mouse.move(*middle(column(page, "Later").get_by_role("heading")))
    page.mouse.down()
    x, y = middle(column(page, "Doing").get_by_role("heading"))
    page.mouse.move(x - 10, y, steps=14)
    expect(page.locator(".lane h2")).to_have_text(["Later", "Doing"])
    with page.expect_response(lambda answer: answer.url.endswith("/place/")):
        page.mouse.up()
    page.reload()
    expect(page.locator(".lane h2")).to_have_text(["Later", "Doing"])


def test_a_column_that_refuses_a_card_says_why_and_it_goes_back(
    open_page: OpenPage, ana: Person, board: str, watch: Watch
) -> None:
    watch.expect("status of 400")
    api = f"/api/v1/workspaces/{ana.workspace}"
    field = ana.asks(f"{api}/fields/", name="Size", kind="choice", choices=["Small", "Large"], required=True)
    [beta] = [task for task in ana.tasks() if task["title"] == "Beta"]
    path = f"{api}/tasks/{beta['id']}/fields/"
    ana.asks(path, method="PATCH", **{field["id"]: field["choices"][0]["id"]})
    page = open_page(ana, f"{board}&group=field:{field['id'].replace('-', '')}")
    expect_cards(page, "Small", "Beta")
    ready(page)
    row_of(page, "Beta").focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(toast_of(page, "This field is not left empty.")).to_be_visible()
    expect_cards(page, "Small", "Beta")
    expect(row_of(page, "Beta")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    expect_cards(page, "Large", "Beta")
    expect(toast_of(page, "Size changed.")).to_be_visible()


def test_everything_is_done_by_keys(open_page: OpenPage, ana: Person, board: str) -> None:
    page = open_page(ana, board)
    ready(page)
    said = page.locator("#announcer")
    row_of(page, "Alpha").focus()
    page.keyboard.press("ArrowDown")
    expect(row_of(page, "Beta")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect_cards(page, "Doing", "Beta", "Alpha", "Gamma")
    expect(said).to_have_text("Moved to Doing, place 1 of 3.")
    page.keyboard.press("Alt+ArrowRight")
    expect_cards(page, "Later", "Beta")
    expect(said).to_have_text("Moved to Later, place 1 of 1.")
    expect(toast_of(page, "Moved to Later.")).to_be_visible()
    expect(row_of(page, "Beta")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(row_of(page, "Alpha")).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.type("Renamed")
    page.keyboard.press("Enter")
    expect(row_of(page, "Renamed")).to_be_focused()
    eventually(lambda: sorted(ana.titles()), ["Beta", "Gamma", "Renamed"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Details")).to_contain_text("Renamed")
    page.keyboard.press("Escape")

    column(page, "Later").get_by_role("link", name="Add a task").press("Enter")
    line = column(page, "Later").get_by_role("textbox", name="Add a task")
    expect(line).to_be_focused()
    line.press_sequentially("Delta p1")
    line.press("Enter")
    expect_cards(page, "Later", "Beta", "Delta")
    expect(line).to_have_value("")

    with page.expect_response(lambda answer: answer.url.endswith("/folding/")):
        column(page, "Later").get_by_role("button", name="Fold Later").press("Enter")
    expect(row_of(page, "Delta")).to_be_hidden()
    page.reload()
    expect(row_of(page, "Delta")).to_be_hidden()
    column(page, "Later").get_by_role("button", name="Fold Later").press("Enter")
    expect(row_of(page, "Delta")).to_be_visible()


def test_a_finger_holds_and_drags_and_otherwise_scrolls(open_page: OpenPage, ana: Person, board: str) -> None:
    page = open_page(ana, board, **PHONE)
    ready(page)
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = middle(row_of(page, "Gamma"))
    finger("touchStart", (x, y))
    expect(page.locator(".card.sortable-chosen")).to_have_count(1)
    to_x, to_y = middle(row_of(page, "Alpha"), dy=-10)
    for step in range(1, 11):
        finger("touchMove", (x + (to_x - x) * step / 10, y + (to_y - y) * step / 10))
    expect_cards(page, "Doing", "Gamma", "Alpha", "Beta")
    with page.expect_response(lambda answer: "/facets/section/" in answer.url):
        finger("touchEnd")
    eventually(lambda: page.locator("body.is-boarding").count(), 0)
    page.reload()
    expect_cards(page, "Doing", "Gamma", "Alpha", "Beta")
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390, wide
    # Where one was is found again.
    page.evaluate("() => (document.getElementById('board').scrollLeft = 300)")
    eventually(
        lambda: page.evaluate("() => Object.keys(sessionStorage).some((key) => key.startsWith('board-at'))"), True
    )
    page.reload()
    eventually(lambda: page.evaluate("() => document.getElementById('board').scrollLeft > 150"), True)


def test_what_others_do_is_seen_and_takes_nothing_from_hand_or_line(
    open_page: OpenPage, ana: Person, board: str
) -> None:
    here, there = open_page(ana, board), open_page(ana, board)
    column(here, "Later").get_by_role("link", name="Add a task").click()
    line = column(here, "Later").get_by_role("textbox", name="Add a task")
    line.press_sequentially("Call Boris")
    ready(there)
    row_of(there, "Gamma").focus()
    there.keyboard.press("Alt+ArrowRight")
    expect_cards(here, "Later", "Gamma")
    expect(line).to_be_focused()
    expect(line).to_have_value("Call Boris")
    line.press_sequentially(" soon")
    line.press("Enter")
    expect_cards(there, "Later", "Gamma", "Call Boris soon")

    # A card in the hand stays there while others come.
    lift(here, "Alpha", *middle(row_of(here, "Gamma"), dy=-10))
    expect(column(here, "Later").locator(".card")).to_have_count(3)
    ana.adds("Omega #Shop /Doing")
    expect(row_of(there, "Omega")).to_be_visible(timeout=20_000)
    expect(here.locator("body")).to_have_class(HELD)
    here.mouse.up()
    expect(row_of(here, "Omega")).to_be_visible()
    expect(column(here, "Later").locator(".card")).to_have_count(3)
    expect(column(there, "Later").locator(".card")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_passes_axe(open_page: OpenPage, ana: Person, board: str, watch: Watch, scheme: str) -> None:
    ana.adds("Urgent today p1 #Shop /Doing @art ~45m +me")
    page = open_page(ana, board, bypass_csp=True, color_scheme=scheme)
    expect(row_of(page, "Urgent")).to_be_visible()
    assert violations(page) == []
    column(page, "Doing").get_by_role("button", name="Fold Doing").click()
    expect(row_of(page, "Urgent")).to_be_hidden()
    assert violations(page) == []
    page.goto(f"{board}&group=due")
    page.set_viewport_size({"width": 320, "height": 720})
    expect(row_of(page, "Urgent")).to_be_visible()
    assert violations(page) == []
