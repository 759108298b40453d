"""What is said about a task, and its description: written, named, ticked, answered, taken back, and never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

TEXT = "Totals differ by **a cent**.\n\n- [ ] Reproduce\n- [ ] Tell support"


@pytest.fixture
def task(ana: Person) -> dict[str, object]:
    made = ana.adds("Fix totals")
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{made['id']}/", method="PATCH", description=TEXT)
    return made


@pytest.fixture
def beside(open_page: OpenPage, ana: Person, task: dict[str, object]) -> Page:
    """The inbox, with the task open in the drawer."""
    page = open_page(ana, ana.url("inbox/"))
    row_of(page, "Fix totals").get_by_role("link", name="Fix totals").click()
    expect(box_of(page)).to_be_visible()
    return page


def box_of(page: Page) -> Locator:
    return page.locator("[data-composer]").get_by_role("textbox", name="Comment")


def say(page: Page, text: str) -> None:
    box = box_of(page)
    box.click()
    box.press_sequentially(text)
    box.press("Control+Enter")
    expect(box).to_have_value("")


def first(page: Page) -> Locator:
    return page.locator(".comment .said").first


def choose(page: Page, name: str) -> None:
    """From the menu of the first comment."""
    first(page).hover()
    first(page).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=name).locator("visible=true").click()


def text_of(ana: Person) -> str:
    return str(next(one["description"] for one in ana.tasks() if one["title"] == "Fix totals"))


def test_a_comment_is_written_by_keyboard_and_counted_in_its_row(beside: Page) -> None:
    box_of(beside).click()
    box_of(beside).press_sequentially("Look, @an")
    expect(beside.get_by_role("option", name="Ana Keller")).to_be_visible()
    box_of(beside).press("Enter")
    expect(box_of(beside)).to_have_value("Look, @ana ")
    box_of(beside).press_sequentially("at ")
    box_of(beside).press("Control+b")
    box_of(beside).press_sequentially("this")
    expect(box_of(beside)).to_have_value("Look, @ana at **this**")
    box_of(beside).press("Control+Enter")

    expect(first(beside).locator(".mention")).to_have_text("@ana")
    expect(first(beside).locator("strong")).to_have_text("this")
    expect(box_of(beside)).to_have_value("")
    expect(row_of(beside, "Fix totals").get_by_title("Comments")).to_have_text("1")


def test_answers_stand_under_what_they_answer(beside: Page) -> None:
    say(beside, "Who can look?")
    first(beside).hover()
    first(beside).get_by_role("button", name="Reply").click()
    expect(beside.locator("[data-reply-shown]")).to_contain_text("Replying to Ana Keller")
    say(beside, "I can")
    expect(beside.locator(".replies .comment")).to_contain_text("I can")
    expect(beside.locator("[data-reply-shown]")).to_be_hidden()


def test_a_comment_is_answered_without_words(beside: Page) -> None:
    say(beside, "Done at last")
    first(beside).hover()
    first(beside).get_by_role("button", name="React").click()
    beside.get_by_role("button", name="Party").locator("visible=true").click()
    chip = first(beside).locator(".reaction")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(chip).to_have_count(0)


def test_a_comment_is_changed_in_place_deleted_and_brought_back(beside: Page) -> None:
    say(beside, "Wrnog")
    choose(beside, "Edit")
    field = beside.locator("[data-comment-edit] textarea")
    expect(field).to_be_focused()
    field.fill("Wrong")
    field.press("Control+Enter")
    expect(first(beside)).to_contain_text("Wrong")
    expect(first(beside)).to_contain_text("edited")

    choose(beside, "Delete")
    expect(beside.locator(".comment")).to_have_count(0)
    toast_of(beside, "Comment deleted").get_by_role("button", name="Undo").click()
    expect(first(beside)).to_contain_text("Wrong")


def test_boxes_are_ticked_in_the_text_one_after_the_other(beside: Page, ana: Person) -> None:
    for name in ("Reproduce", "Tell support"):
        beside.get_by_label(name).check()
    expect(beside.locator(".described-progress")).to_contain_text("2 of 2")
    eventually(lambda: text_of(ana), TEXT.replace("[ ]", "[x]"))
    beside.get_by_label("Tell support").uncheck()
    expect(beside.locator(".described-progress")).to_contain_text("1 of 2")
    expect(row_of(beside, "Fix totals").get_by_title("Boxes ticked")).to_have_text("1/2")


def test_what_is_done_in_haste_is_not_lost(beside: Page, ana: Person) -> None:
    held: list[Route] = []
    beside.route("**/comments/", lambda route: held.append(route), times=1)
    box = box_of(beside)
    box.fill("One")
    with beside.expect_request("**/comments/"):
        box.press("Control+Enter")
    box.press_sequentially("Two")
    box.press("Control+Enter")
    held[0].continue_()
    expect(beside.locator(".comment .prose")).to_have_text(["Two", "One"])
    expect(box).to_have_value("")

    beside.route("**/checklist/", lambda route: held.append(route), times=1)
    with beside.expect_request("**/checklist/"):
        beside.get_by_label("Reproduce").check()
    beside.get_by_label("Tell support").check()
    beside.locator("#drawer").press("Escape")
    expect(beside.locator("#drawer")).to_be_empty()
    with beside.expect_response(lambda answer: "line=3" in (answer.request.post_data or "")):
        held[-1].continue_()
    eventually(lambda: text_of(ana), TEXT.replace("[ ]", "[x]"))


def test_a_box_that_is_gone_is_not_ticked(beside: Page, ana: Person, task: dict[str, object], watch: Watch) -> None:
    watch.expect("status of 409")
    beside.route(
        "**/stream/**", lambda route: route.fulfill(status=204)
    )  # News that is still on its way changes nothing.
    beside.evaluate("document.querySelector('[data-tick-before]').dataset.tickBefore = 'of another text'")
    beside.get_by_label("Reproduce").click()
    expect(beside.locator("[data-toast]")).to_contain_text("Somebody changed this text")
    expect(beside.get_by_label("Reproduce")).not_to_be_checked()
    assert text_of(ana) == TEXT


def test_a_description_is_written_where_it_is_read(beside: Page, ana: Person) -> None:
    beside.locator("#drawer").press("Shift+D")
    field = beside.get_by_role("textbox", name="Description")
    expect(field).to_be_focused()
    field.press("Control+End")
    field.press("Enter")
    field.press_sequentially("Buy cake")
    field.press("Control+Enter")
    expect(beside.get_by_label("Buy cake")).to_be_visible()
    expect(field).to_be_hidden()
    eventually(lambda: text_of(ana), f"{TEXT}\n- [ ] Buy cake")


def test_escape_keeps_a_draft_that_survives_a_reload(beside: Page, ana: Person) -> None:
    beside.locator("[data-describe-shown] strong").click()
    field = beside.get_by_role("textbox", name="Description")
    field.fill("Half a thought")
    field.press("Escape")
    expect(field).to_be_hidden()
    box_of(beside).fill("Half a comment")
    beside.reload()
    expect(box_of(beside)).to_have_value("Half a comment")
    beside.get_by_role("button", name="Continue").click()
    expect(field).to_have_value("Half a thought")
    assert text_of(ana) == TEXT


def test_of_two_texts_neither_is_lost(beside: Page, ana: Person, task: dict[str, object], watch: Watch) -> None:
    watch.expect("status of 409")
    beside.locator("[data-describe-shown] strong").click()
    field = beside.get_by_role("textbox", name="Description")
    field.fill("Mine")
    theirs = f"/api/v1/workspaces/{ana.workspace}/tasks/{task['id']}/"
    ana.asks(theirs, method="PATCH", description="Theirs")
    field.press("Control+Enter")
    expect(beside.locator(".described [role=alert]")).to_contain_text("Somebody changed this text")
    expect(beside.locator(".theirs")).to_contain_text("Theirs")
    expect(field).to_have_value("Mine")
    assert text_of(ana) == "Theirs"
    field.fill("Mine and theirs")
    field.press("Control+Enter")
    expect(beside.locator(".described [role=alert]")).to_have_count(0)
    expect(beside.locator("[data-describe-shown]")).to_contain_text("Mine and theirs")


def test_what_another_says_appears_and_takes_nothing(beside: Page, open_page: OpenPage, ana: Person) -> None:
    other = open_page(ana, beside.url)
    box_of(beside).click()
    box_of(beside).press_sequentially("I am in the middle of")
    say(other, "News")
    expect(first(beside)).to_contain_text("News", timeout=15_000)
    expect(box_of(beside)).to_be_focused()
    expect(box_of(beside)).to_have_value("I am in the middle of")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_it(open_page: OpenPage, ana: Person, task: dict[str, object], theme: str) -> None:
    page = open_page(ana, ana.url(f"tasks/{task['number']}/"), bypass_csp=True, color_scheme=theme)
    say(page, "One @ana")
    choose(page, "Edit")
    field = page.locator("[data-comment-edit] textarea")
    field.fill("One @ana\n\n- [x] box\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted `code`\n\nhttps://example.org")
    field.press("Control+Enter")
    expect(first(page).get_by_role("table")).to_be_visible()
    first(page).hover()
    assert violations(page) == []
    page.locator("[data-describe-shown] strong").click()
    assert violations(page) == []
