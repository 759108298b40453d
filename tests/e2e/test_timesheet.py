"""The timesheet: typed like a spreadsheet, pasted, taken back; at two devices, without a line, on a phone and without script."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Dialog, Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.late import Late
from tests.e2e.people import PASSWORD, Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

WEEK = "timesheet/2026-03-02/"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
COPY = """() => {
  const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
  return event.clipboardData.getData("text/plain");
}"""
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def sheet(open_page: OpenPage, person: Person, **options: Any) -> Page:
    """A week with two rows: Alpha has 1:00 on Monday, Beta 0:30 on Tuesday."""
    alpha, beta = (person.adds(f"{title} #Storefront") for title in ("Alpha", "Beta"))
    person.writes_down("2026-03-02", 3600, task=alpha["id"])
    person.writes_down("2026-03-03", 1800, task=beta["id"])
    return open_page(person, person.url(WEEK), **options)


def cell(page: Page, title: str, day: int = 0) -> Locator:
    """Days count from Monday, 0; 7 is the total of the row."""
    return page.locator("#timesheet [data-row]").filter(has_text=title).locator("td").nth(day)


def total(page: Page, day: int) -> Locator:
    return page.locator("#timesheet tfoot td").nth(day).locator("[data-total]")


def held(person: Person) -> list[tuple[str, int]]:
    """Day and seconds of all that is stored."""
    return sorted((entry["day"], entry["duration"]) for entry in person.entries())


def test_it_is_typed_in_like_a_spreadsheet(open_page: OpenPage, ana: Person) -> None:
    page = sheet(open_page, ana)
    cell(page, "Alpha").click()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Alpha", 1)).to_be_focused()
    # Totals move with the typing.
    page.keyboard.type("1:3")
    page.keyboard.type("0")
    expect(cell(page, "Alpha", 7)).to_have_text("2:30")
    expect(total(page, 1)).to_have_text("2:00")
    expect(total(page, 7)).to_have_text("3:00")
    page.keyboard.press("Escape")
    expect(total(page, 7)).to_have_text("1:30")
    expect(cell(page, "Alpha", 1)).to_be_focused()

    page.keyboard.type("90m")
    page.keyboard.press("Tab")
    expect(cell(page, "Alpha", 2)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(cell(page, "Beta", 2)).to_be_focused()
    expect(cell(page, "Alpha", 1)).to_have_text("1:30")
    wanted = [("2026-03-02", 3600), ("2026-03-03", 1800), ("2026-03-03", 5400), ("2026-03-04", 5400)]
    eventually(lambda: held(ana), wanted)

    # What cannot be read stays where it was typed, and says why.
    page.keyboard.type("bananas")
    page.keyboard.press("Enter")
    field = cell(page, "Beta", 2).get_by_role("textbox")
    expect(field).to_have_value("bananas")
    expect(page.locator("#grid-wrong")).to_contain_text("That is not a duration")
    field.fill("0:10")
    page.keyboard.press("Enter")
    expect(total(page, 2)).to_have_text("1:40")
    cell(page, "Beta", 2).focus()
    page.keyboard.press("Delete")
    eventually(lambda: held(ana), wanted)
    expect(total(page, 2)).to_have_text("1:30")


def test_a_block_is_pasted_and_taken_back_at_once(open_page: OpenPage, ana: Person) -> None:
    page = sheet(open_page, ana)
    before = held(ana)
    cell(page, "Alpha", 2).click()
    page.evaluate(PASTE, "1:00\t2,5\n0:30:00\t\n")
    expect(toast_of(page, "3 cells filled.")).to_be_visible()
    expect(cell(page, "Alpha", 3)).to_have_text("2:30")
    expect(cell(page, "Beta", 2)).to_have_text("0:30")
    expect(total(page, 7)).to_have_text("5:30")
    expect(cell(page, "Alpha", 2)).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert page.evaluate(COPY) == "1:00\t2:30\n0:30\t"
    page.keyboard.press("Control+z")
    eventually(lambda: held(ana), before)
    expect(cell(page, "Alpha", 3)).to_have_text("")
    expect(total(page, 7)).to_have_text("1:30")


def test_what_two_devices_typed_is_asked_about(open_page: OpenPage, ana: Person) -> None:
    page = sheet(open_page, ana)
    there = open_page(ana, ana.url(WEEK))
    for day, hours in ((0, "1:30"), (1, "0:45")):
        # The field is open, so the page waits with the news of the other device.
        cell(page, "Alpha", day).click()
        page.keyboard.type(hours)
        cell(there, "Alpha", day).click()
        there.keyboard.type("2:00")
        there.keyboard.press("Enter")
        expect(cell(there, "Alpha", day)).to_have_text("2:00")
        eventually(lambda: ("2026-03-02" if day == 0 else "2026-03-03", 7200) in held(ana), True)  # noqa: B023
        page.keyboard.press("Enter")
        asked = page.get_by_role("group", name="This cell was changed on another device meanwhile.")
        expect(asked).to_contain_text("2:00 on another device")
        if day:
            asked.get_by_role("button", name="Take 2:00").click()
        else:
            asked.get_by_role("button", name="Keep mine, 1:30").click()
            eventually(lambda: ("2026-03-02", 5400) in held(ana), True)
        expect(asked).to_have_count(0)
    expect(cell(page, "Alpha", 0)).to_have_text("1:30")
    expect(cell(page, "Alpha", 1)).to_have_text("2:00")
    # The other device hears of it, and so does this one of it in turn.
    expect(cell(there, "Alpha", 0)).to_have_text("1:30")
    expect(total(there, 7)).to_have_text("4:00")


def test_nothing_is_lost_without_a_line(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    watch.expect("htmx:error: Failed to fetch")  # What the page was fetching as the line went.
    page = sheet(open_page, ana)
    expect(page.locator("html[data-ready]")).to_be_attached()
    page.context.set_offline(True)
    cell(page, "Alpha", 2).click()
    page.keyboard.type("2:00")
    page.keyboard.press("Enter")
    page.keyboard.type("0:15")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sheet-state]")).to_contain_text("2 cells are not saved yet")
    expect(cell(page, "Alpha", 2)).to_have_text("2:00")
    expect(total(page, 2)).to_have_text("2:15")
    page.context.set_offline(False)
    eventually(
        lambda: [one for one in held(ana) if one[0] == "2026-03-04"], [("2026-03-04", 900), ("2026-03-04", 7200)]
    )
    expect(page.locator("[data-sheet-state]")).to_have_text("All saved.")
    expect(cell(page, "Beta", 2)).to_have_text("0:15")

    # A page that goes away before the server answers asks first, and leaves what was typed to the next one.
    watch.expect("ERR_FAILED")
    page.route("**/cells/", lambda route: route.abort())
    cell(page, "Alpha", 3).click()
    page.keyboard.type("0:40")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sheet-state]")).to_contain_text("Not saved yet")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]
    expect(cell(page, "Alpha", 3)).to_have_text("0:40")
    page.unroute("**/cells/")
    eventually(lambda: ("2026-03-05", 2400) in held(ana), True)
    expect(page.locator("[data-sheet-state]")).to_have_text("All saved.")


def test_a_script_that_did_not_come_without_a_line_comes_later(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = sheet(open_page, ana)
    late = Late(page, "**/static/sortable.js")
    with page.expect_request("**/static/sortable.js"):
        page.reload()
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        late.let_go()
    with page.expect_response("**/static/sortable.js"):
        page.context.set_offline(False)
    expect(page.locator("html[data-ready]")).to_be_attached()


def test_rows_notes_and_the_week_before(open_page: OpenPage, ana: Person) -> None:
    page = sheet(open_page, ana)
    page.get_by_role("combobox", name="Add a row").fill("Without")
    page.get_by_role("option", name="Without a project").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(cell(page, "Without a project")).to_be_focused()
    page.keyboard.type("0:20")
    page.keyboard.press("Enter")
    expect(cell(page, "Without a project", 7)).to_have_text("0:20")
    cell(page, "Without a project").focus()
    page.keyboard.press("Shift+F2")
    panel = page.get_by_role("dialog", name="Choose")
    expect(panel.get_by_label("Note")).to_be_focused()
    page.keyboard.type("Sorted the mail")
    page.keyboard.press("Enter")
    expect(cell(page, "Without a project")).to_have_attribute("title", "Sorted the mail")

    page.get_by_role("link", name="The week after").click()
    expect(page.get_by_role("heading", name="9–15 Mar")).to_be_visible()
    page.get_by_role("button", name="Copy last week").click()
    page.get_by_role("menuitem", name="Only the rows").click()
    expect(toast_of(page, "3 rows of last week added.")).to_be_visible()
    expect(cell(page, "Beta", 7)).to_have_text("0:00")
    page.get_by_role("button", name="Remove the row Beta").click()
    expect(cell(page, "Beta")).to_have_count(0)
    page.get_by_role("button", name="Copy last week").click()
    page.get_by_role("menuitem", name="Rows and hours").click()
    expect(total(page, 7)).to_have_text("1:50")
    toast_of(page, "3 cells filled as last week.").get_by_role("button", name="Undo").click()
    expect(total(page, 7)).to_have_text("0:00")


def test_with_a_finger_on_a_phone(open_page: OpenPage, ana: Person) -> None:
    page = sheet(open_page, ana, **PHONE)
    cell(page, "Alpha", 1).tap()
    cell(page, "Alpha", 1).tap()
    page.keyboard.type("25m")
    page.keyboard.press("Enter")
    eventually(lambda: ("2026-03-03", 1500) in held(ana), True)
    cell(page, "Alpha", 6).scroll_into_view_if_needed()
    name = page.locator("#timesheet [data-row] th").first.bounding_box()
    assert name and name["x"] < 30, "The names stay in sight."
    cell(page, "Alpha", 6).tap()
    page.get_by_role("button", name="Note and entries").tap()
    expect(page.get_by_role("dialog", name="Choose").get_by_label("Hours")).to_be_visible()


def test_without_script_the_week_is_a_form(open_page: OpenPage, ana: Person) -> None:
    task = ana.adds("Alpha #Storefront")
    ana.writes_down("2026-03-02", 3600, task=task["id"])
    page = open_page(path="/accounts/login/", java_script_enabled=False)
    page.get_by_label("E-mail").fill(ana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(ana.url(WEEK))
    page.get_by_role("link", name="Fill in as a plain form").click()
    page.get_by_role("textbox", name="Alpha, Tue 3 Mar").fill("1.5")
    page.get_by_role("button", name="Save the week").click()
    expect(page.locator("#timesheet tfoot")).to_contain_text("2:30")
    assert held(ana) == [("2026-03-02", 3600), ("2026-03-03", 5400)]


def test_it_is_accessible(open_page: OpenPage, ana: Person) -> None:
    page = sheet(open_page, ana, bypass_csp=True)
    cell(page, "Alpha").click()
    check(page)
    page.goto(ana.url(f"{WEEK}?form"))
    check(page)
