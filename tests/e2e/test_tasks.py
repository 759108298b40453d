"""Tasks in lists and in the drawer: instant, undone from a toast, edited in place."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, titles_in, toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

RIGHT_TO_LEFT_OVERRIDE = "\u202e"


@pytest.fixture
def inbox(open_page: OpenPage, ana: Person) -> Page:
    """An inbox with three tasks."""
    for title in ("Alpha", "Beta", "Gamma"):
        ana.adds(title)
    return open_page(ana, ana.url("inbox/"))


def test_completing_is_undone_from_the_toast(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").get_by_role("button", name="Complete").click()
    expect(inbox.locator("main [data-row]:not(.is-done)")).to_have_count(2)
    eventually(ana.titles, ["Alpha", "Gamma"])

    toast_of(inbox, "Completed").get_by_role("button", name="Undo").click()
    expect(inbox.locator("main [data-row]:not(.is-done)")).to_have_count(3)
    eventually(ana.titles, ["Alpha", "Beta", "Gamma"])


def test_deleting_is_undone_from_the_toast(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").hover()
    row_of(inbox, "Beta").get_by_role("button", name="More").click()
    inbox.get_by_role("button", name="Delete").click()
    expect(row_of(inbox, "Beta")).to_have_count(0)

    toast_of(inbox, "Deleted").get_by_role("button", name="Undo").click()
    expect(row_of(inbox, "Beta")).to_be_visible()
    eventually(lambda: titles_in(inbox.locator("main [data-row]")), ["Alpha", "Beta", "Gamma"])


def test_a_title_is_edited_in_its_row(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("e")
    inbox.keyboard.type("Beta, but better")
    inbox.keyboard.press("Enter")
    expect(row_of(inbox, "Beta, but better")).to_be_focused()

    inbox.keyboard.press("e")
    inbox.keyboard.type("Never mind")
    inbox.keyboard.press("Escape")
    expect(row_of(inbox, "Beta, but better")).to_be_focused()
    eventually(ana.titles, ["Alpha", "Beta, but better", "Gamma"])


def test_news_that_arrives_while_a_title_is_typed_takes_nothing_from_it(inbox: Page, ana: Person) -> None:
    held: list[Route] = []
    inbox.route("**/inbox/", lambda route: route.continue_() if held else held.append(route))
    with inbox.expect_request("**/inbox/", timeout=30_000):
        ana.adds("Delta")
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("e")
    inbox.keyboard.type("Beta, but ")
    with inbox.expect_response("**/inbox/") as answer:
        held[0].continue_()
    answer.value.finished()
    inbox.keyboard.type("better")
    inbox.keyboard.press("Enter")
    expect(row_of(inbox, "Delta")).to_be_visible()
    expect(row_of(inbox, "Beta, but better")).to_be_focused()
    eventually(ana.titles, ["Alpha", "Beta, but better", "Gamma", "Delta"])

    # Nor does the answer to an act of one's own.
    inbox.route("**/inbox/", lambda route: held.append(route), times=1)
    row_of(inbox, "Gamma").get_by_role("button", name="Complete").click()
    expect(toast_of(inbox, "Completed")).to_be_visible()
    row_of(inbox, "Alpha").focus()
    inbox.keyboard.press("e")
    inbox.keyboard.type("Alpha, the ")
    with inbox.expect_response("**/inbox/") as answer:
        held[-1].continue_()
    answer.value.finished()
    inbox.keyboard.type("first")
    inbox.keyboard.press("Enter")
    eventually(ana.titles, ["Alpha, the first", "Beta, but better", "Delta"])
    expect(row_of(inbox, "Gamma")).to_have_count(0)


def test_a_task_opens_beside_its_list_and_closes_where_it_was(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("Enter")
    drawer = inbox.get_by_role("complementary", name="Details")
    expect(drawer.get_by_label("Title", exact=True)).to_have_value("Beta")
    expect(inbox).to_have_url(re.compile(r"/tasks/2/$"))

    inbox.keyboard.press("Escape")
    expect(drawer.get_by_label("Title", exact=True)).to_have_count(0)
    expect(inbox).to_have_url(re.compile(r"/inbox/$"))
    expect(row_of(inbox, "Beta")).to_be_focused()

    inbox.go_forward()
    expect(inbox.get_by_label("Title", exact=True)).to_have_value("Beta")


def test_in_the_drawer_escape_restores_and_enter_saves(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").get_by_role("link", name="Beta").click()
    title = inbox.get_by_label("Title", exact=True)
    title.fill("Something else")
    title.press("Escape")
    expect(title).to_have_value("Beta")

    title.fill("Beta again")
    title.press("Enter")
    expect(row_of(inbox, "Beta again")).to_be_visible()
    assert "Beta again" in [task["title"] for task in ana.tasks()]


def test_a_refused_edit_is_put_back_and_says_why(inbox: Page, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    row_of(inbox, "Beta").get_by_role("link", name="Beta").click()
    inbox.locator("#drawer").get_by_role("link", name="Due").click()
    due = inbox.locator("#picker").get_by_label("Due")
    due.fill("the day after never")
    due.press("Enter")
    expect(inbox.locator("#picker [role=alert]")).to_contain_text(re.compile(r"\w"))
    due.press("Escape")

    title = inbox.get_by_label("Title", exact=True)
    title.fill(f"Beta {RIGHT_TO_LEFT_OVERRIDE} reversed")
    title.press("Enter")
    expect(inbox.locator("#drawer .drawer-title [role=alert]")).to_contain_text(re.compile(r"\w"))
    expect(row_of(inbox, "Beta")).to_be_visible()
    [beta] = [task for task in ana.tasks() if task["number"] == 2]
    assert (beta["title"], beta["due_on"]) == ("Beta", None)


def test_facts_are_set_in_the_drawer(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").get_by_role("link", name="Beta").click()
    drawer = inbox.get_by_role("complementary", name="Details")
    drawer.get_by_role("link", name="Due").click()
    inbox.locator("#picker").get_by_label("Due").fill("tomorrow 14:00")
    inbox.keyboard.press("Enter")
    expect(row_of(inbox, "Beta").locator("time.task-due")).to_contain_text("14:00")
    drawer.get_by_role("link", name="Priority").click()
    inbox.locator("#picker").get_by_role("option", name="Priority 2").click()
    expect(row_of(inbox, "Beta")).to_have_class(re.compile(r"\bp2\b"))
    drawer.get_by_label("Estimate").fill("1.5h")
    drawer.get_by_label("Estimate").press("Enter")
    expect(row_of(inbox, "Beta").locator(".task-time")).to_contain_text("1:30")
    drawer.get_by_text("Add a description").click()
    drawer.get_by_role("textbox", name="Description").fill("Ask Boris first.")
    drawer.get_by_role("textbox", name="Description").press("Control+Enter")
    expect(drawer.locator(".stream")).to_contain_text("description")

    [beta] = [task for task in ana.tasks() if task["number"] == 2]
    assert (beta["priority"], beta["estimate"], beta["due_time"]) == (2, 5400, "14:00:00")
    assert beta["description"] == "Ask Boris first."


def test_rows_are_ordered_by_keyboard(inbox: Page) -> None:
    names = inbox.locator("main [data-row] .task-name a")
    row_of(inbox, "Gamma").focus()
    inbox.keyboard.press("Alt+ArrowUp")
    inbox.keyboard.press("Alt+ArrowUp")
    expect(names).to_have_text(["Gamma", "Alpha", "Beta"])
    expect(row_of(inbox, "Gamma")).to_be_focused()
    with inbox.expect_response("**/place/"):
        inbox.keyboard.press("Alt+ArrowDown")
    expect(names).to_have_text(["Alpha", "Gamma", "Beta"])
    inbox.reload()
    expect(names).to_have_text(["Alpha", "Gamma", "Beta"])


def test_rows_are_ordered_by_dragging(inbox: Page) -> None:
    inbox.wait_for_load_state("networkidle")  # the script that drags is fetched where something can be dragged
    rows = inbox.locator("main [data-row]")
    row_of(inbox, "Gamma").hover()
    grip = row_of(inbox, "Gamma").locator("[data-grip]").bounding_box()
    target = row_of(inbox, "Alpha").bounding_box()
    assert grip
    assert target
    inbox.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    inbox.mouse.down()
    inbox.mouse.move(grip["x"] + 4, target["y"] + target["height"], steps=6)
    over = itertools.cycle((3, 4))

    def order_while_dragging() -> list[str]:
        inbox.mouse.move(grip["x"] + 4, target["y"] + next(over))
        return titles_in(rows)

    # The row must stand in its new place before it is let go: a busy browser moves it a little later.
    eventually(order_while_dragging, ["Gamma", "Alpha", "Beta"])
    with inbox.expect_response("**/place/") as answer:
        inbox.mouse.up()
    assert answer.value.ok
    inbox.reload()
    eventually(lambda: titles_in(rows), ["Gamma", "Alpha", "Beta"])


def test_everything_is_done_by_keyboard(inbox: Page, ana: Person) -> None:
    inbox.keyboard.press("j")
    inbox.keyboard.press("j")
    expect(row_of(inbox, "Beta")).to_be_focused()
    inbox.keyboard.press("k")
    expect(row_of(inbox, "Alpha")).to_be_focused()
    inbox.keyboard.press("s")
    expect(inbox.locator("#timer")).to_contain_text("Alpha")
    expect(row_of(inbox, "Alpha").get_by_role("button", name="Stop the timer")).to_be_visible()
    inbox.keyboard.press("s")
    expect(inbox.locator("#timer.is-idle")).to_be_visible()
    inbox.keyboard.press("j")
    inbox.keyboard.press("Space")
    expect(toast_of(inbox, "Completed")).to_be_visible()
    eventually(ana.titles, ["Alpha", "Gamma"])

    inbox.keyboard.press("q")
    expect(inbox.locator("main").get_by_role("textbox", name="Add a task")).to_be_focused()
    inbox.keyboard.type("jjj s")
    inbox.keyboard.press("Enter")
    expect(row_of(inbox, "jjj s")).to_be_visible()
    inbox.keyboard.press("Escape")

    inbox.keyboard.press("?")
    shortcuts = inbox.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shortcuts).to_be_visible()
    inbox.keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()

    inbox.keyboard.press("g")
    inbox.keyboard.press("t")
    expect(inbox).to_have_url(re.compile(r"/today/$"))
    inbox.keyboard.press("g")
    inbox.keyboard.press("i")
    expect(inbox).to_have_url(re.compile(r"/inbox/$"))


def test_quick_add_opens_over_a_page_that_has_no_line(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, ana.url("reports/"))
    page.keyboard.press("q")
    line = page.get_by_role("dialog", name="Quick add").get_by_role("textbox", name="Add a task")
    expect(line).to_be_focused()
    line.press_sequentially("Send the report today")
    line.press("Enter")
    expect(toast_of(page, "Added to the inbox")).to_be_visible()
    expect(page.get_by_role("dialog", name="Quick add")).to_be_hidden()
    eventually(ana.titles, ["Send the report"])


def test_what_does_not_reach_the_server_is_put_back_and_said(inbox: Page, ana: Person, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED|WebSocket|htmx")
    line = inbox.locator("main").get_by_role("textbox", name="Add a task")
    line.fill("Not lost p1")
    expect(inbox.locator("html[data-ready]")).to_be_attached()
    inbox.context.set_offline(True)
    line.press("Enter")
    # The same words come but once at a time; put away, they come again.
    toast_of(inbox, "cannot be reached").get_by_role("button", name="Close").click()
    expect(toast_of(inbox, "cannot be reached")).to_have_count(0)
    row_of(inbox, "Beta").get_by_role("button", name="Complete").click()
    expect(toast_of(inbox, "cannot be reached")).to_be_visible()
    expect(row_of(inbox, "Beta")).not_to_have_class(re.compile("is-done"))
    expect(line).to_have_value("Not lost p1")

    inbox.context.set_offline(False)
    line.press("Enter")
    expect(row_of(inbox, "Not lost")).to_be_visible()
    eventually(ana.titles, ["Alpha", "Beta", "Gamma", "Not lost"])


def test_overdue_moves_to_today_and_back(open_page: OpenPage, ana: Person) -> None:
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/", title="Late", due_on="2026-01-05")
    page = open_page(ana)
    overdue = page.locator("main section.group").filter(has=page.get_by_role("heading", name="Overdue"))
    expect(overdue).to_contain_text("Late")
    overdue.get_by_role("button", name="Move to today").click()
    expect(overdue).to_have_count(0)
    expect(row_of(page, "Late")).to_be_visible()
    toast_of(page, "1 task moved to today").get_by_role("button", name="Undo").click()
    expect(overdue).to_contain_text("Late")
