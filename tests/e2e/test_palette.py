"""The command palette and the keys: going, doing, switching, without a mouse; on a phone by touch."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually

CURSOR = re.compile(r"\bis-cursor\b")


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Commands")


def opened(page: Page) -> Locator:
    """The line of the palette, opened by its key."""
    page.keyboard.press("ControlOrMeta+k")
    line = palette(page).get_by_role("combobox")
    expect(line).to_be_focused()
    return line


def left(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()


def offered(page: Page, name: str) -> Locator:
    return palette(page).get_by_role("option", name=name, exact=True)


def marked(page: Page) -> Locator:
    return palette(page).locator("[role=option][aria-selected=true]")


def does(page: Page, words: str, expected: str) -> None:
    """Type into the palette until the first line is what is meant, and choose it."""
    opened(page).fill(words)
    expect(marked(page)).to_contain_text(expected)
    page.keyboard.press("Enter")


def test_one_goes_anywhere_by_typing(open_page: OpenPage, ana: Person) -> None:
    ana.makes_project("Café Lumière")
    ana.adds("Buy paint @shopping")
    page = open_page(ana)
    does(page, "inb", "Inbox")
    page.wait_for_url("**/inbox/")
    does(page, "cafe lum", "Café Lumière")  # Without its accents.
    page.wait_for_url("**/projects/*/")
    does(page, "shopp", "shopping")
    page.wait_for_url("**/labels/*/")
    does(page, "atm", "Assigned to me")  # By initials.
    page.wait_for_url("**/assigned/")
    opened(page)
    expect(palette(page).get_by_role("group", name="Recent").get_by_role("option").first).to_contain_text("shopping")
    left(page)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/today/")


def test_what_a_button_does_to_a_task_the_palette_does_too(open_page: OpenPage, ana: Person) -> None:
    for title in ("Alpha", "Beta", "Gamma"):
        ana.adds(f"{title} today")
    page = open_page(ana)
    opened(page)
    expect(offered(page, "Delete")).to_have_count(0)  # No task is meant yet.
    left(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(row_of(page, "Beta")).to_have_class(CURSOR)
    ana.adds("Delta today")  # The list is drawn again under the cursor.
    expect(row_of(page, "Delta")).to_be_visible()
    expect(row_of(page, "Beta")).to_have_class(CURSOR)

    opened(page)
    expect(palette(page).get_by_role("group", name="On “Beta”")).to_be_visible()
    left(page)
    expect(row_of(page, "Beta")).to_be_focused()

    opened(page).fill("priority")
    page.keyboard.press("Enter")
    expect(palette(page).get_by_role("option")).to_have_count(4)  # A second page, and back from it.
    page.keyboard.press("Backspace")
    expect(palette(page).get_by_role("group", name="On “Beta”")).to_be_visible()
    palette(page).get_by_role("combobox").fill("priority 2")
    page.keyboard.press("Enter")
    eventually(lambda: {task["title"]: task["priority"] for task in ana.tasks()}["Beta"], 2)

    opened(page).fill("date")
    page.keyboard.press("Enter")
    palette(page).get_by_role("combobox").fill("in 3 days 14:00")
    expect(marked(page)).to_contain_text("14:00")
    expect(marked(page).locator("small")).not_to_be_empty()  # What the words mean, before they are sent.
    page.keyboard.press("Enter")
    expect(row_of(page, "Beta")).to_have_count(0)

    page.keyboard.press("Home")
    row_of(page, "Alpha").focus()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    opened(page)
    expect(palette(page).get_by_role("group", name="On 2 selected")).to_be_visible()
    expect(offered(page, "Duplicate y")).to_have_count(0)  # Means one task.
    palette(page).get_by_role("combobox").fill("complete")
    expect(marked(page)).to_contain_text("Complete")
    page.keyboard.press("Enter")
    expect(toast_of(page, "2 tasks completed.")).to_be_visible()
    assert ana.titles() == ["Beta", "Delta"]


def test_words_that_mean_no_command_become_a_task(page: Page, ana: Person) -> None:
    opened(page).fill("Zwölf Boxkämpfer jagen tomorrow")
    expect(marked(page)).to_contain_text("“Zwölf Boxkämpfer jagen tomorrow”")
    offered(page, "Add the task “Zwölf Boxkämpfer jagen tomorrow”").click()
    line = page.get_by_role("textbox", name="Add a task").first
    expect(line).to_be_focused()
    expect(line).to_have_value("Zwölf Boxkämpfer jagen tomorrow")
    page.keyboard.press("Enter")
    eventually(ana.titles, ["Zwölf Boxkämpfer jagen"])


def test_one_key_leads_to_the_other_workspaces(page: Page) -> None:
    page.goto("/workspaces/new/")
    page.get_by_label("Name").fill("Side job")
    page.keyboard.press("Enter")
    page.wait_for_url("**/today/")
    there = page.url
    page.keyboard.press("w")
    expect(palette(page).get_by_role("option")).to_have_count(2)
    palette(page).get_by_role("option").filter(has_not_text="Side job").click()
    page.wait_for_url(lambda url: url.endswith("/today/") and url != there)
    page.keyboard.press("w")
    palette(page).get_by_role("combobox").fill("side")
    expect(marked(page)).to_contain_text("Side job")
    page.keyboard.press("Enter")
    page.wait_for_url(there)


def test_the_sheet_tells_what_the_keys_do(page: Page) -> None:
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    told = {line.get_attribute("data-shortcut") for line in sheet.locator("[data-shortcut]").all()}
    known = json.loads(page.locator("#commands").text_content() or "")["commands"]
    assert {one["name"] for one in known if "keys" in one} <= told
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    for one in known:
        if one["name"] in {"go.upcoming", "go.completed", "go.bin", "go.time"}:
            for key in one["keys"][0].split():
                page.keyboard.press(key)
            page.wait_for_url(f"**{one['url']}")


def test_keys_of_one_letter_can_be_turned_off(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Alpha today")
    page = open_page(ana)
    does(page, "letter off", "Turn keys of one letter off")
    expect(page.locator("html")).to_have_attribute("data-hotkeys", "off")
    eventually(lambda: page.request.get("/settings/").text().count('data-hotkeys="off"'), 1)
    page.reload()
    for key in ("j", "?", "q", "g", "i"):
        page.keyboard.press(key)
    expect(page.locator(".is-cursor, dialog[open]")).to_have_count(0)
    row_of(page, "Alpha").focus()
    page.keyboard.press("Enter")  # Not a letter: it does what it says.
    expect(page.get_by_label("Title", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer > *")).to_have_count(0)
    does(page, "letter on", "Turn keys of one letter on")
    expect(page.locator("html")).to_have_attribute("data-hotkeys", "on")
    page.keyboard.press("j")
    expect(row_of(page, "Alpha")).to_have_class(CURSOR)


def test_on_a_phone_the_palette_and_the_workspace_are_under_more(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for name, path in (("Bin", "bin/"), ("Import", "import/"), ("Workspace settings", "settings/")):
        page.get_by_role("button", name="More").last.tap()
        page.get_by_role("dialog", name="More").get_by_role("link", name=name, exact=True).tap()
        page.wait_for_url(f"**/{path}")
    page.get_by_role("button", name="More").last.tap()
    page.get_by_role("dialog", name="More").get_by_role("button", name="Commands").tap()
    expect(palette(page).get_by_role("combobox")).to_be_focused()
    palette(page).get_by_role("combobox").fill("today")
    offered(page, "Today").tap()
    page.wait_for_url("**/today/")


def test_axe_finds_nothing_in_the_palette_and_the_sheet(open_page: OpenPage, furnished: Person) -> None:
    page = open_page(furnished, bypass_csp=True)
    page.keyboard.press("j")
    opened(page)
    check(page)
    palette(page).get_by_role("combobox").fill("date")
    page.keyboard.press("Enter")
    expect(palette(page).get_by_role("option")).to_have_count(4)
    check(page)
    page.keyboard.press("Escape")
    expect(palette(page).get_by_role("group").first).to_be_visible()  # The first page again.
    left(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    check(page)
