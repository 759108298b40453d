"""Copies and templates: made from menus, looked at before use, undone from the toast; what is copied as text."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.furniture import LONG, UNBROKEN
from tests.e2e.people import PASSWORD, Person
from tests.e2e.steps import row_of, titles_in, toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.test_narrow import SIDEWAYS
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

CLIPBOARD = "navigator.clipboard.readText()"
# A page that was not sent by HTTPS has no clipboard; nor has one whose browser refuses.
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
"""


@pytest.fixture
def launch(ana: Person) -> str:
    """A project with two tasks, the first due on Monday 2 March 2026 and with a subtask; answers with its address."""
    project = ana.makes_project("Launch", "teal")
    tasks = f"/api/v1/workspaces/{ana.workspace}/tasks/"
    draft = ana.asks(tasks, title="Draft", project=project["id"], due_on="2026-03-02", labels=["writing"])
    ana.asks(tasks, title="Outline", project=project["id"], parent=draft["id"])
    ana.asks(tasks, title="Publish", project=project["id"], due_on="2026-03-09")
    return ana.url(f"projects/{project['id']}/")


def open_row_menu(page: Page, title: str) -> None:
    row_of(page, title).first.hover()
    row_of(page, title).first.get_by_role("button", name="More").click()


def project_menu(page: Page) -> Locator:
    page.locator("header").get_by_role("button", name="More").click()
    return page.locator("[role=menu]:popover-open")


def is_in_clipboard(page: Page, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(page.evaluate(CLIPBOARD)))


def test_a_task_is_duplicated_behind_itself_and_undone(open_page: OpenPage, ana: Person, launch: str) -> None:
    page = open_page(ana, launch)
    open_row_menu(page, "Draft")
    page.get_by_role("button", name="Duplicate", exact=True).click()
    eventually(lambda: titles_in(page.locator("main [data-row]")), ["Draft", "Draft", "Publish"])
    eventually(lambda: sorted(ana.titles()), ["Draft", "Draft", "Outline", "Outline", "Publish"])

    toast_of(page, "Duplicated").get_by_role("button", name="Undo").click()
    eventually(lambda: titles_in(page.locator("main [data-row]")), ["Draft", "Publish"])
    eventually(lambda: sorted(ana.titles()), ["Draft", "Outline", "Publish"])


def test_a_project_is_duplicated_to_begin_on_another_day_and_undone(
    open_page: OpenPage, ana: Person, launch: str, watch: Watch
) -> None:
    watch.expect("status of 400")
    watch.expect("status of 404")  # The copy's page may ask for news of it just after it was undone.
    page = open_page(ana, launch)
    project_menu(page).get_by_role("menuitem", name="Duplicate").click()
    dialog = page.get_by_role("dialog", name="Duplicate “Launch”")
    expect(dialog.get_by_label("Name")).to_have_value("Launch (copy)")
    dialog.get_by_label("Name").fill("Second launch")
    dialog.get_by_label("First day").fill("sometime")
    dialog.get_by_role("button", name="Duplicate").click()
    expect(dialog.locator(".field-error")).to_contain_text("That is not a date")
    dialog.get_by_label("First day").fill("2027-06-07")
    dialog.get_by_role("button", name="Duplicate").click()

    expect(page.get_by_role("heading", name="Second launch", level=1)).to_be_visible()
    days = {task["title"]: task["due_on"] for task in ana.tasks() if task["due_on"] and task["due_on"] > "2027"}
    assert days == {"Draft": "2027-06-07", "Publish": "2027-06-14"}
    toast_of(page, "This is the copy of").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Second launch")).to_have_count(0)


def test_a_project_is_kept_as_a_template_and_made_again(open_page: OpenPage, ana: Person, launch: str) -> None:
    page = open_page(ana, launch)
    project_menu(page).get_by_role("menuitem", name="Save as a template").click()
    dialog = page.get_by_role("dialog", name="Save the project as a template")
    dialog.get_by_label("Name").fill("Any launch")
    dialog.get_by_role("button", name="Save the template").click()
    expect(toast_of(page, "Kept as the template “Any launch”")).to_be_visible()
    expect(dialog).to_have_count(0)

    page.goto(ana.url("projects/"))
    page.locator("header").get_by_role("link", name="Templates").click()
    page.get_by_role("link", name="Any launch").click()
    expect(page.locator(".tree-line")).to_have_count(3)
    expect(page.locator(".tree-line.depth-1")).to_contain_text("Outline")
    page.get_by_label("Name of the project").fill("Autumn launch")
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", name="Autumn launch", level=1)).to_be_visible()
    expect(row_of(page, "Draft")).to_be_visible()
    assert date.fromisoformat(max(task["due_on"] or "" for task in ana.tasks())).year >= 2026


def test_a_task_is_kept_from_its_row_and_made_in_the_inbox(open_page: OpenPage, ana: Person, launch: str) -> None:
    page = open_page(ana, launch)
    open_row_menu(page, "Draft")
    page.get_by_role("link", name="Save as a template").click()
    dialog = page.get_by_role("dialog", name="Save the task as a template")
    dialog.get_by_role("button", name="Save the template").click()
    expect(toast_of(page, "Kept as the template “Draft”")).to_be_visible()

    page.goto(ana.url("templates/"))
    page.get_by_role("link", name="Draft").click()
    page.get_by_label("Title").fill("Draft for spring")
    page.get_by_role("button", name="Make the task").click()
    expect(page).to_have_url(re.compile(r"/inbox/$"))
    toast_of(page, "Made from the template").get_by_role("button", name="Undo").click()
    expect(row_of(page, "Draft for spring")).to_have_count(0)


def test_a_template_is_deleted_and_comes_back(open_page: OpenPage, ana: Person, launch: str) -> None:
    [draft] = [task for task in ana.tasks() if task["title"] == "Draft"]
    ana.asks(f"/api/v1/workspaces/{ana.workspace}/templates/", task=draft["id"])
    page = open_page(ana, ana.url("templates/"))
    page.get_by_role("button", name="More: Draft").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("link", name="Draft")).to_have_count(0)
    toast_of(page, "is deleted").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Draft")).to_be_visible()


def test_link_number_title_and_text_are_copied(open_page: OpenPage, ana: Person, launch: str) -> None:
    page = open_page(ana, launch, permissions=["clipboard-read", "clipboard-write"])
    for name, copied in (
        (re.compile("Copy the number"), re.compile(r"^[A-Z]+\d*-1$")),
        (re.compile("Copy the title"), re.compile(r"^Draft$")),
        (re.compile("Copy the link"), re.compile(r"^http://.+/tasks/1/$")),
        (re.compile("Copy as text"), re.compile(r"^- \[ \] Draft\n  - \[ \] Outline$")),
    ):
        open_row_menu(page, "Draft")
        page.locator("#row-menu").get_by_label(name).click()
        expect(page.locator("[data-toast]").filter(has_text="Copied").last).to_be_visible()
        eventually(partial(is_in_clipboard, page, copied), True)


def test_where_the_browser_refuses_the_text_is_shown_to_be_copied_by_hand(
    open_page: OpenPage, ana: Person, launch: str
) -> None:
    page = open_page(ana, launch, script=NO_CLIPBOARD)
    open_row_menu(page, "Draft")
    page.locator("#row-menu").get_by_label("Copy the title").click()
    field = page.get_by_label("The browser does not let pages copy")
    expect(field).to_have_value("Draft")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)


def test_without_script_a_project_is_duplicated_and_kept(open_page: OpenPage, ana: Person, launch: str) -> None:
    page = open_page(path="/accounts/login/", java_script_enabled=False)
    page.get_by_label("E-mail").fill(ana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{launch}duplicate/")
    page.get_by_label("Name").fill("By hand")
    page.locator("main").get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", name="By hand", level=1)).to_be_visible()
    page.goto(f"{launch}template/")
    page.get_by_role("button", name="Save the template").click()
    expect(page.get_by_role("heading", name="Launch", level=1)).to_be_visible()
    page.get_by_label("Name of the project").fill("Made by hand")
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", name="Made by hand", level=1)).to_be_visible()
    expect(row_of(page, "Draft")).to_be_visible()


def test_axe_finds_nothing_and_nothing_is_scrolled_sideways(open_page: OpenPage, ana: Person, launch: str) -> None:
    [draft] = [task for task in ana.tasks() if task["title"] == "Draft"]
    templates = f"/api/v1/workspaces/{ana.workspace}/templates/"
    project = launch.rstrip("/").rpartition("/")[2]
    gone = ana.asks(templates, task=draft["id"], name="Gone")
    ana.asks(f"{templates}{gone['id']}/", method="DELETE")
    made = [
        ana.asks(templates, task=draft["id"], name=UNBROKEN[:120], description=LONG),
        ana.asks(templates, project=project),
    ]
    page = open_page(ana, ana.url("templates/"), bypass_csp=True)
    addresses = [ana.url("templates/"), *(ana.url(f"templates/{one['id']}/") for one in made), f"{launch}duplicate/"]
    for address in addresses:
        page.goto(address)
        check(page)
        page.set_viewport_size({"width": 320, "height": 800})
        seen = page.evaluate(SIDEWAYS)
        assert seen["page"] <= 0 and not seen["wide"], (address, seen)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(launch)
    project_menu(page).get_by_role("menuitem", name="Duplicate").click()
    expect(page.get_by_role("dialog", name="Duplicate “Launch”")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1440, "height": 900})
    row_of(page, "Draft").first.get_by_role("link", name="Draft").click()
    page.locator("#drawer").get_by_role("button", name="More", exact=True).click()
    expect(page.locator("[role=menu]:popover-open")).to_contain_text("Save as a template")
    check(page)
