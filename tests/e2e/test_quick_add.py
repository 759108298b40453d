"""The quick add line: tints and chips, completion of names, what is new, pasted lists, adding and starting."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import chips_of, expect_running, line_of, row_of, titles_in, toast_of
from tests.e2e.waiting import eventually


@pytest.fixture
def inbox(open_page: OpenPage, ana: Person) -> Page:
    """An inbox beside the project Website with the section Launch, and the project Web shop."""
    ana.makes_project("Website", "teal")
    ana.makes_project("Web shop")
    ana.adds("Draft #Website /Launch @phone")
    return open_page(ana, ana.url("inbox/"))


def names_of(page: Page) -> Locator:
    return page.get_by_role("option").locator(".qa-name")


def paste(page: Page, text: str) -> None:
    """As from another program."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    line_of(page).click()
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def test_every_kind_is_tinted_and_listed_while_typing(inbox: Page) -> None:
    line_of(inbox).click()
    inbox.keyboard.type(
        "Call Tom tomorrow 2pm p1 #Website /Launch @phone +me {5 dec} 30m/2h !30m every friday // the draft"
    )
    expect(chips_of(inbox)).to_have_count(11)
    for kind in ("date", "priority", "project", "section", "label", "assignee", "deadline", "spent", "reminder", "repeat", "description"):  # fmt: skip
        expect(inbox.locator(f"main .qa-mirror .k-{kind}")).to_have_count(1)
        expect(inbox.locator(f"main [data-quick-add-chips] .k-{kind}")).to_have_count(1)


def test_a_name_is_completed_by_keyboard(inbox: Page, ana: Person) -> None:
    line_of(inbox).click()
    inbox.keyboard.type("Fix the header #we")
    expect(names_of(inbox)).to_have_text(["Website", "Web shop", "New project “we”"])
    inbox.keyboard.press("ArrowDown")
    marked = line_of(inbox).get_attribute("aria-activedescendant")
    expect(inbox.locator(f"#{marked} .qa-name")).to_have_text("Web shop")
    inbox.keyboard.press("ArrowUp")
    inbox.keyboard.press("Enter")
    expect(line_of(inbox)).to_have_value("Fix the header #Website ")
    expect(names_of(inbox)).to_have_count(0)
    expect(chips_of(inbox)).to_have_text(["Website"])

    inbox.keyboard.type("/la")
    expect(names_of(inbox).first).to_have_text("Launch")
    inbox.keyboard.press("Tab")
    expect(line_of(inbox)).to_have_value("Fix the header #Website /Launch ")

    inbox.keyboard.type("@p")
    expect(names_of(inbox).first).to_have_text("phone")
    inbox.keyboard.press("Escape")
    expect(names_of(inbox)).to_have_count(0)
    expect(line_of(inbox)).to_be_focused()
    # What is selected is deleted, also where Backspace alone would drop a meaning.
    inbox.keyboard.press("Shift+ArrowLeft")
    inbox.keyboard.press("Shift+ArrowLeft")
    inbox.keyboard.press("Backspace")
    inbox.keyboard.press("Enter")
    eventually(ana.titles, ["Draft", "Fix the header"])


def test_a_name_is_taken_by_the_mouse(inbox: Page) -> None:
    line_of(inbox).click()
    inbox.keyboard.type("Fix #we")
    names_of(inbox).filter(has_text="Web shop").click()
    expect(line_of(inbox)).to_have_value("Fix #Web shop ")
    expect(line_of(inbox)).to_be_focused()


def test_dropping_a_meaning_keeps_its_words(inbox: Page, ana: Person) -> None:
    line_of(inbox).click()
    inbox.keyboard.type("Plan p2 {5 dec} +me")
    expect(chips_of(inbox)).to_have_count(3)
    chips_of(inbox).filter(has_text="deadline").get_by_role("button", name="Remove").click()
    expect(chips_of(inbox)).to_have_count(2)
    inbox.keyboard.press("Backspace")
    expect(inbox.locator("main .k-assignee.is-armed")).to_have_count(1)
    inbox.keyboard.press("Backspace")
    expect(chips_of(inbox)).to_have_count(1)
    inbox.keyboard.press("Enter")
    eventually(ana.titles, ["Draft", "Plan {5 dec} +me"])


def test_what_would_be_made_is_said_before_enter(inbox: Page, ana: Person) -> None:
    line_of(inbox).click()
    inbox.keyboard.type("Copy #Website /Review @fresh")
    expect(names_of(inbox)).to_have_text(["New label “fresh”"])
    inbox.keyboard.press("Escape")
    expect(chips_of(inbox).filter(has_text="new section")).to_contain_text("Review")
    expect(chips_of(inbox).filter(has_text="new label")).to_contain_text("fresh")
    inbox.keyboard.press("Enter")
    expect(toast_of(inbox, "Website")).to_be_visible()
    eventually(ana.titles, ["Draft", "Copy"])


def test_a_pasted_list_becomes_tasks_with_subtasks_and_is_undone_at_once(inbox: Page, ana: Person) -> None:
    paste(inbox, "- Party friday\n  - Cake p1\n    - [ ] Eggs\n- Rest")
    offer = inbox.locator("main [data-quick-add-paste]")
    expect(offer.get_by_role("heading", name="Add 4 tasks?")).to_be_visible()
    expect(offer.locator(".qa-tree .d2")).to_contain_text("Eggs")
    expect(offer.get_by_role("button", name="Add 4 tasks")).to_be_focused()
    inbox.keyboard.press("Enter")
    expect(offer).to_have_count(0)
    expect(line_of(inbox)).to_be_focused()
    eventually(lambda: titles_in(inbox.locator("main [data-row]")), ["Party", "Rest"])
    eventually(ana.titles, ["Draft", "Party", "Cake", "Eggs", "Rest"])

    toast_of(inbox, "4 tasks added").get_by_role("button", name="Undo").click()
    expect(row_of(inbox, "Party")).to_have_count(0)
    eventually(ana.titles, ["Draft"])


def test_a_pasted_list_may_stay_one_line(inbox: Page) -> None:
    paste(inbox, "- Milk\n- Bread")
    inbox.get_by_role("button", name="Keep as one line").click()
    expect(line_of(inbox)).to_have_value("Milk Bread")
    inbox.keyboard.press("Control+a")
    paste(inbox, "- Milk\n- Bread")
    expect(inbox.get_by_role("button", name="Add 2 tasks")).to_be_focused()
    inbox.keyboard.press("Escape")
    expect(inbox.locator("main [data-quick-add-paste]")).to_have_count(0)
    expect(line_of(inbox)).to_have_value("Milk Bread")


def test_ctrl_enter_adds_and_starts_the_timer(inbox: Page, ana: Person) -> None:
    line_of(inbox).click()
    inbox.keyboard.type("Write the offer ~2h")
    inbox.keyboard.press("Control+Enter")
    expect_running(inbox, "Write the offer")
    eventually(ana.titles, ["Draft", "Write the offer"])
    # Its id was chosen here, and yet is the later one.
    first, second = (UUID(task["id"]) for task in ana.tasks())
    assert (first.version, second.version) == (7, 7)
    assert first < second
