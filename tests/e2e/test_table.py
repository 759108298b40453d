"""The table: cells typed in, chosen, pasted and taken back; columns; by mouse, keyboard and finger, and at two browsers at once."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.test_custom_fields import makes_field
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOOK = "inbox/?layout=table&group=none&sort=hand&columns=estimate,priority,due"
TITLES = ("Alpha", "Beta", "Gamma")


def table(open_page: OpenPage, person: Person, **options: Any) -> Page:
    """A table of three tasks, whose script is there."""
    for title in TITLES:
        person.adds(title)
    return opened(open_page(person, person.url(LOOK), **options))


def opened(page: Page) -> Page:
    expect(page.get_by_role("grid")).to_be_visible()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => /table.*[.]js/.test(name))"
    )
    page.wait_for_load_state("networkidle")
    return page


def cell(page: Page, title: str, column: int = 0) -> Locator:
    return row_of(page, title).locator("td").nth(column)


def estimates(person: Person) -> dict[str, int | None]:
    return {task["title"]: task["estimate"] for task in person.tasks()}


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_cells_are_typed_in_by_keyboard_alone(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("400")
    page = table(open_page, ana)
    cell(page, "Alpha").click()
    page.keyboard.type("1:30")
    page.keyboard.press("Enter")
    expect(cell(page, "Beta")).to_be_focused()
    page.keyboard.type("2h")
    page.keyboard.press("Tab")
    expect(cell(page, "Beta", 1)).to_be_focused()
    eventually(lambda: estimates(ana), {"Alpha": 5400, "Beta": 7200, "Gamma": None})
    expect(cell(page, "Beta")).to_have_text("2:00")

    # What is refused stays as it was typed, and says why beside it.
    cell(page, "Gamma").focus()
    page.keyboard.type("bananas")
    page.keyboard.press("Enter")
    field = cell(page, "Gamma").get_by_role("textbox")
    expect(field).to_have_value("bananas")
    expect(field).to_be_focused()
    expect(page.locator("#grid-wrong")).to_contain_text("That is not a duration")
    field.fill("45m")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-wrong")).to_have_count(0)
    eventually(lambda: estimates(ana)["Gamma"], 2700)

    # Esc takes back; the title is edited with F2, and Ctrl+Z undoes what was put into a cell.
    expect(cell(page, "Gamma")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("9:00")
    page.keyboard.press("Escape")
    expect(cell(page, "Gamma")).to_have_text("0:45")
    page.keyboard.press("Home")
    page.keyboard.press("F2")
    page.keyboard.type("Delta")
    page.keyboard.press("Enter")
    expect(row_of(page, "Delta")).to_be_visible()
    eventually(lambda: sorted(ana.titles()), ["Alpha", "Beta", "Delta"])
    page.keyboard.press("Control+z")
    expect(row_of(page, "Gamma")).to_be_visible()
    # The keys of lists mean the row.
    row_of(page, "Gamma").focus()
    page.keyboard.press("x")
    expect(row_of(page, "Gamma").get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Details").get_by_role("textbox", name="Title")).to_have_value(
        "Gamma"
    )


def test_a_block_is_pasted_emptied_and_taken_back(open_page: OpenPage, ana: Person) -> None:
    page = table(open_page, ana)
    cell(page, "Alpha").click()
    paste(page, "0:10\tPriority 1\n0:20\tp2\n0:30\t3\n")
    expect(toast_of(page, "6 cells filled.")).to_be_visible()
    eventually(lambda: estimates(ana), {"Alpha": 600, "Beta": 1200, "Gamma": 1800})
    eventually(lambda: [task["priority"] for task in ana.tasks()], [1, 2, 3])
    expect(cell(page, "Gamma")).to_have_text("0:30")
    page.keyboard.press("Control+Shift+ArrowDown")
    page.keyboard.press("Control+Shift+ArrowDown")
    copied = page.evaluate(
        """() => {
          const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
          return event.clipboardData.getData("text/plain");
        }"""
    )
    assert copied == "0:10\n0:20\n0:30"
    page.keyboard.press("Delete")
    expect(toast_of(page, "3 cells filled.")).to_be_visible()
    eventually(lambda: estimates(ana), dict.fromkeys(TITLES))
    toast_of(page, "3 cells filled.").get_by_role("button", name="Undo").click()
    eventually(lambda: estimates(ana), {"Alpha": 600, "Beta": 1200, "Gamma": 1800})


def test_columns_and_choices_by_mouse(open_page: OpenPage, ana: Person) -> None:
    makes_field(ana, "Stage", "choice", choices=["Draft", "Final"])
    page = table(open_page, ana)
    cell(page, "Beta", 1).click()
    page.get_by_role("option", name=re.compile("Priority 1")).click()
    expect(cell(page, "Beta", 1)).to_have_text("P1")

    page.get_by_role("button", name="Add a column").click()
    page.get_by_role("dialog", name="Add a column").get_by_role("button", name="Stage").click()
    expect(page.get_by_role("columnheader", name=re.compile("Stage"))).to_be_visible()
    opened(page)
    cell(page, "Alpha", 3).click()
    page.get_by_role("option", name="Final").click()
    expect(cell(page, "Alpha", 3)).to_have_text("Final")

    head = page.get_by_role("columnheader", name=re.compile("Priority"))
    head.get_by_role("button", name="Priority", exact=True).click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("[data-row]").first).to_contain_text("Beta")
    opened(page)
    edge = page.locator("#head-estimate [data-edge]").bounding_box()
    assert edge
    page.mouse.move(edge["x"] + 4, edge["y"] + 10)
    page.mouse.down()
    page.mouse.move(edge["x"] + 64, edge["y"] + 10, steps=4)
    with page.expect_response(lambda answer: "/columns/" in answer.url):
        page.mouse.up()
    page.reload()
    expect(page.locator("#col-estimate")).to_have_attribute("width", "152")

    opened(page)
    head.get_by_role("button", name="Priority", exact=True).focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.get_by_role("columnheader").nth(1)).to_contain_text("Priority")
    expect(head.get_by_role("button", name="Priority", exact=True)).to_be_focused()
    opened(page)
    page.locator("#head-due").hover()
    page.get_by_role("button", name="Column Due").click()
    page.get_by_role("menuitem", name="Hide the column").click()
    expect(page.get_by_role("columnheader", name=re.compile("Due"))).to_have_count(0)


def test_news_take_nothing_from_the_cell_that_is_typed_in(open_page: OpenPage, ana: Person) -> None:
    page = table(open_page, ana)
    other = opened(open_page(ana, ana.url(LOOK)))
    cell(page, "Alpha").click()
    page.keyboard.type("1:")
    cell(other, "Beta").click()
    other.keyboard.type("3:00")
    other.keyboard.press("Enter")
    eventually(lambda: estimates(ana)["Beta"], 10800)
    ana.adds("Delta")
    expect(row_of(other, "Delta")).to_be_visible()
    expect(cell(page, "Alpha").get_by_role("textbox")).to_have_value("1:")
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    expect(cell(page, "Beta")).to_have_text("3:00")
    expect(cell(page, "Beta")).to_be_focused()
    expect(row_of(page, "Delta")).to_be_visible()
    expect(cell(other, "Alpha")).to_have_text("1:45")


def test_with_a_finger_on_a_phone(open_page: OpenPage, ana: Person) -> None:
    page = table(open_page, ana, **PHONE)
    cell(page, "Beta").tap()
    cell(page, "Beta").tap()
    page.keyboard.type("25m")
    page.keyboard.press("Enter")
    eventually(lambda: estimates(ana)["Beta"], 1500)
    cell(page, "Gamma", 2).scroll_into_view_if_needed()
    cell(page, "Gamma", 2).tap()
    page.get_by_role("dialog", name="Choose").get_by_role("button", name="Tomorrow").tap()
    expect(cell(page, "Gamma", 2)).to_have_text("tomorrow")
    # The titles stay in sight.
    title = row_of(page, "Gamma").locator("th").bounding_box()
    assert title and title["x"] < 30


def test_it_is_accessible(open_page: OpenPage, ana: Person) -> None:
    page = table(open_page, ana, bypass_csp=True)
    cell(page, "Alpha").click()
    check(page)


def test_in_a_list_values_are_changed_where_they_stand(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Alpha tomorrow ~30m @phone #Website")
    page = open_page(ana, ana.url("all/?layout=list"))
    row = row_of(page, "Alpha")
    for part, title in (
        (".task-due", "Due"),
        (".task-labels", "Labels"),
        (".task-project", "Move to"),
        (".task-time", "Estimate"),
    ):
        row.locator(part).click()
        expect(page.get_by_role("dialog", name="Choose")).to_contain_text(title)
        page.keyboard.press("Escape")
    row.locator(".task-time").click()
    page.get_by_role("dialog", name="Choose").get_by_role("button", name="2 h").click()
    expect(row.locator(".task-time")).to_contain_text("2:00")
