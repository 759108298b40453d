"""A task in its drawer: everything is edited in place, by mouse and by keys, and taken back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch


@pytest.fixture
def inbox(open_page: OpenPage, ana: Person) -> Page:
    for title in ("Alpha", "Beta", "Gamma"):
        ana.adds(title)
    return open_page(ana, ana.url("inbox/"))


def task_of(ana: Person, number: int) -> dict[str, Any]:
    [found] = [task for task in ana.tasks() if task["number"] == number]
    return found


def opened(page: Page, title: str) -> Locator:
    row_of(page, title).get_by_role("link", name=title).click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_label("Title", exact=True)).to_have_value(title)
    return drawer


def panel(page: Page) -> Locator:
    expect(page.locator("#picker:popover-open")).to_be_visible()
    return page.locator("#picker")


def closed(page: Page) -> None:
    expect(page.locator("#picker:popover-open")).to_have_count(0)


def today(person: Person) -> datetime:
    return datetime.now(ZoneInfo(person.zone))


def test_a_date_is_typed_in_words_and_said_before_it_is_sent(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Beta")
    drawer.get_by_role("link", name="Due").click()
    panel(inbox).get_by_label("Due").fill("in 3 days 14:00")
    day = today(ana) + timedelta(days=3)
    expect(panel(inbox).locator("[data-dates-said]")).to_contain_text("14:00")
    expect(panel(inbox).locator(".is-meant")).to_have_attribute("data-day", day.date().isoformat())
    inbox.keyboard.press("Enter")
    closed(inbox)
    expect(drawer.get_by_role("link", name="Due")).to_contain_text("14:00")
    eventually(lambda: task_of(ana, 2)["due_on"], day.date().isoformat())

    drawer.get_by_role("link", name="Due").click()
    panel(inbox).get_by_role("button", name="Tomorrow").click()
    closed(inbox)
    tomorrow = (today(ana) + timedelta(days=1)).date().isoformat()
    eventually(lambda: (task_of(ana, 2)["due_on"], task_of(ana, 2)["due_time"]), (tomorrow, "14:00:00"))


def test_what_is_no_date_is_said_and_changes_nothing(inbox: Page, ana: Person) -> None:
    opened(inbox, "Beta").get_by_role("link", name="Due").click()
    field = panel(inbox).get_by_label("Due")
    field.fill("the day after never")
    expect(panel(inbox).locator("[data-dates-said]")).to_contain_text("not a date")
    inbox.keyboard.press("Escape")
    closed(inbox)
    assert task_of(ana, 2)["due_on"] is None


def test_a_day_is_picked_by_keyboard_alone(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("d")
    grid = panel(inbox).get_by_role("grid")
    inbox.keyboard.press("ArrowDown")
    now = today(ana).date()
    expect(grid.locator(f'[data-day="{now.isoformat()}"]')).to_be_focused()
    inbox.keyboard.press("ArrowDown")
    inbox.keyboard.press("ArrowRight")
    expect(grid.locator(f'[data-day="{(now + timedelta(days=8)).isoformat()}"]')).to_be_focused()
    inbox.keyboard.press("Home")
    monday = now + timedelta(days=8)
    monday -= timedelta(days=monday.weekday())
    expect(grid.locator(f'[data-day="{monday.isoformat()}"]')).to_be_focused()
    inbox.keyboard.press("PageDown")
    inbox.keyboard.press("PageUp")
    expect(grid.locator(":focus")).to_have_count(1)
    inbox.keyboard.press("Enter")
    closed(inbox)
    eventually(lambda: task_of(ana, 2)["due_on"] is not None, True)


def test_keys_change_the_task_at_the_cursor(inbox: Page, ana: Person) -> None:
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("p")
    panel(inbox)
    inbox.keyboard.press("2")
    closed(inbox)
    expect(row_of(inbox, "Beta")).to_have_class(re.compile(r"\bp2\b"))
    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("t")
    expect(toast_of(inbox, "Due today")).to_be_visible()
    eventually(lambda: task_of(ana, 2)["due_on"], today(ana).date().isoformat())
    toast_of(inbox, "Due today").get_by_role("button", name="Undo").click()
    eventually(lambda: task_of(ana, 2)["due_on"], None)

    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("l")
    panel(inbox).get_by_role("combobox", name="Label").fill("phone")
    inbox.keyboard.press("Enter")
    expect(panel(inbox).get_by_role("option", name="phone")).to_have_attribute("aria-selected", "true")
    inbox.keyboard.press("Escape")
    expect(row_of(inbox, "Beta")).to_contain_text("phone")

    row_of(inbox, "Beta").focus()
    inbox.keyboard.press("#")
    expect(row_of(inbox, "Beta")).to_have_count(0)
    toast_of(inbox, "Deleted").get_by_role("button", name="Undo").click()
    expect(row_of(inbox, "Beta")).to_be_visible()


def test_a_task_repeats_and_one_time_is_skipped(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Gamma")
    drawer.get_by_role("link", name="Repeat").click()
    panel(inbox).get_by_label("How often").fill("every 2 weeks on mon and fri")
    expect(panel(inbox).locator("[data-dates-said]")).to_contain_text("2 weeks")
    expect(panel(inbox).get_by_role("list", name="The next times").get_by_role("listitem")).to_have_count(5)
    inbox.keyboard.press("Enter")
    closed(inbox)
    expect(drawer.get_by_role("link", name="Repeat")).to_contain_text("2 weeks")
    first = task_of(ana, 3)["due_on"]

    drawer.get_by_role("link", name="Repeat").click()
    panel(inbox).get_by_role("button", name="Skip this one").click()
    expect(toast_of(inbox, "Skipped")).to_be_visible()
    eventually(lambda: task_of(ana, 3)["due_on"] > first, True)
    drawer.get_by_role("link", name="Repeat").click()
    panel(inbox).get_by_role("button", name="End the series").click()
    closed(inbox)
    expect(drawer.locator(".facts").get_by_role("link", name="Repeat")).to_have_count(0)


def test_completing_asks_about_open_subtasks(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Beta")
    line = drawer.get_by_label("Add a subtask")
    line.fill("One")
    line.press("Enter")
    expect(drawer.locator(".subtask")).to_have_count(1)
    line.fill("Two")
    line.press("Tab")
    line.press("Enter")
    expect(drawer.locator(".subtask .subtask")).to_have_text(re.compile("Two"))

    drawer.locator(".drawer-title .check").click()
    dialog = inbox.get_by_role("dialog", name="2 subtasks are open")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(drawer.locator(".drawer-title")).not_to_have_class(re.compile("is-done"))
    drawer.locator(".drawer-title .check").click()
    inbox.get_by_role("dialog").get_by_role("button", name="Complete all").click()
    expect(drawer.locator(".drawer-title")).to_have_class(re.compile("is-done"))
    eventually(ana.titles, ["Alpha", "Gamma"])
    toast_of(inbox, "Completed").get_by_role("button", name="Undo").click()
    eventually(lambda: sorted(ana.titles()), ["Alpha", "Beta", "Gamma", "One", "Two"])


def test_subtasks_are_moved_in_and_out_by_keyboard(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Beta")
    line = drawer.get_by_label("Add a subtask")
    for title in ("One", "Two"):
        line.fill(title)
        line.press("Enter")
        expect(drawer.get_by_role("link", name=title, exact=True)).to_be_visible()
    drawer.get_by_role("link", name="Two", exact=True).focus()
    inbox.keyboard.press("Alt+ArrowRight")
    expect(drawer.locator(".subtask .subtask")).to_contain_text("Two")
    drawer.get_by_role("link", name="Two", exact=True).focus()
    inbox.keyboard.press("Alt+ArrowLeft")
    expect(drawer.locator(".subtask .subtask")).to_have_count(0)
    drawer.get_by_role("link", name="Two", exact=True).focus()
    inbox.keyboard.press("Alt+ArrowLeft")
    expect(row_of(inbox, "Two")).to_be_visible()


def test_one_step_leads_back_to_the_list_however_many_tasks_were_opened(inbox: Page, ana: Person) -> None:
    opened(inbox, "Alpha")
    opened(inbox, "Beta")
    inbox.keyboard.press("Escape")
    expect(inbox).to_have_url(re.compile(r"/inbox/$"))
    expect(inbox.locator("#drawer .drawer-head")).to_have_count(0)
    expect(row_of(inbox, "Beta")).to_be_focused()


def test_the_next_subtask_stands_on_the_level_of_the_last(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Alpha")
    line = drawer.get_by_label("Add a subtask")
    for title, key in (("One", ""), ("Two", "Tab"), ("Three", ""), ("Four", "Shift+Tab")):
        line.fill(title)
        if key:
            line.press(key)
        line.press("Enter")
        expect(drawer.get_by_role("link", name=title, exact=True)).to_be_visible()
        expect(line).to_have_value("")
        expect(line).to_be_focused()
    found = {task["title"]: task for task in ana.tasks()}
    assert found["Three"]["parent"] == found["Two"]["parent"] == found["One"]["id"]
    assert found["Four"]["parent"] == found["One"]["parent"]


def test_a_link_says_that_the_task_is_blocked(inbox: Page, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    drawer = opened(inbox, "Beta")
    drawer.get_by_role("link", name="Link", exact=True).click()
    panel(inbox).get_by_label("Number or title").fill("alph")
    option = panel(inbox).get_by_role("option", name="Alpha")
    expect(option).to_have_class(re.compile("is-active"))
    inbox.keyboard.press("Enter")
    closed(inbox)
    expect(drawer.locator(".drawer-head")).to_contain_text("Blocked")
    expect(row_of(inbox, "Beta")).to_contain_text(re.compile("blocked", re.IGNORECASE))

    drawer.get_by_role("link", name="Link", exact=True).click()
    panel(inbox).get_by_text("Blocks", exact=True).click()
    panel(inbox).get_by_label("Number or title").fill("alpha")
    expect(panel(inbox).get_by_role("option", name="Alpha")).to_have_class(re.compile("is-active"))
    inbox.keyboard.press("Enter")
    expect(panel(inbox).get_by_role("alert")).to_contain_text("circle")
    inbox.keyboard.press("Escape")
    drawer.get_by_role("button", name=re.compile("Remove the link")).click()
    expect(drawer.locator(".drawer-head")).not_to_contain_text("Blocked")


def test_a_change_is_put_back_from_the_history(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Beta")
    drawer.get_by_label("Title", exact=True).fill("Beta, renamed")
    drawer.get_by_label("Title", exact=True).press("Enter")
    item = drawer.locator(".stream-item").filter(has_text="renamed this")
    item.get_by_role("button", name="Put back").click()
    expect(drawer.get_by_label("Title", exact=True)).to_have_value("Beta")
    toast_of(inbox, "Put back").get_by_role("button", name="Undo").click()
    expect(drawer.get_by_label("Title", exact=True)).to_have_value("Beta, renamed")


def test_both_texts_are_kept_when_somebody_else_was_faster(inbox: Page, ana: Person) -> None:
    drawer = opened(inbox, "Beta")
    title = drawer.get_by_label("Title", exact=True)
    title.fill("Mine")
    task = task_of(ana, 2)
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{task['id']}/", method="PATCH", title="Theirs")
    expect(row_of(inbox, "Theirs")).to_be_visible()
    expect(title).to_have_value("Mine")
    title.press("Enter")
    dialog = inbox.get_by_role("dialog", name="somebody changed it meanwhile")
    expect(dialog.get_by_label("Yours")).to_have_value("Mine")
    dialog.get_by_role("button", name="Keep what is there").click()
    expect(title).to_have_value("Theirs")
    title.fill("Mine")
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/tasks/{task['id']}/", method="PATCH", title="Theirs again")
    expect(row_of(inbox, "Theirs again")).to_be_visible()
    title.press("Enter")
    expect(dialog).to_contain_text("Theirs")
    expect(dialog.get_by_label("Yours")).to_have_value("Mine")
    dialog.get_by_role("button", name="Use mine").click()
    eventually(lambda: task_of(ana, 2)["title"], "Mine")


def test_the_drawer_and_its_panels_are_accessible(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Beta tomorrow 14:00 @phone p2")
    inbox = open_page(ana, ana.url("inbox/"), bypass_csp=True)
    drawer = opened(inbox, "Beta")
    assert violations(inbox) == []
    for name in ("Due", "Priority", "Add a label", "Assigned to", "Repeat", "Link", "Remind me"):
        drawer.get_by_role("link", name=name).first.click()
        panel(inbox)
        assert violations(inbox) == [], name
        inbox.keyboard.press("Escape")
        closed(inbox)


def test_everything_can_be_chosen_without_script(open_page: OpenPage, ana: Person) -> None:
    ana.adds("Beta tomorrow")
    page = open_page(ana, ana.url("tasks/1/"), java_script_enabled=False)
    page.get_by_role("link", name="Priority").click()
    page.get_by_role("option", name="Priority 1").click()
    expect(page).to_have_url(re.compile(r"/tasks/1/$"))
    page.get_by_role("link", name="Due").click()
    page.get_by_label("Due").fill("today 14:00")
    page.get_by_role("button", name="Set").click()
    page.get_by_role("link", name="Labels").or_(page.get_by_role("link", name="Add a label")).click()
    page.get_by_role("combobox", name="Label").fill("phone")
    page.get_by_role("button", name="Create").click()
    task = task_of(ana, 1)
    assert (task["priority"], task["due_time"], task["labels"]) == (1, "14:00:00", ["phone"])
    page.goto(ana.url("tasks/1/"))
    page.get_by_label("Add a subtask").fill("Part")
    page.get_by_label("Add a subtask").press("Enter")
    page.get_by_role("button", name="Complete: Beta").click()
    expect(page.get_by_role("heading", name="1 subtask is open")).to_be_visible()
    page.get_by_role("button", name="Only this one").click()
    eventually(ana.titles, ["Part"])
