"""Projects as a tree, sections, and lists arranged as a person wants them: by mouse, by keyboard, and remembered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import row_of, titles_in, toast_of
from tests.e2e.waiting import eventually


class World:
    """A person with three projects, the first of which has two sections with tasks."""

    def __init__(self, ana: Person) -> None:
        self.ana = ana
        self.shop, self.app, self.book = (ana.makes_project(name)["id"] for name in ("Shop", "App", "Book"))
        self.doing, self.later = (self.section(name)["id"] for name in ("Doing", "Later"))
        for title, section in (("Alpha", self.doing), ("Beta", self.doing), ("Gamma", self.later)):
            self.api("tasks/", title=title, project=self.shop, section=section)

    def api(self, path: str, method: str = "", **body: Any) -> Any:
        return self.ana.asks(f"/api/v1/workspaces/{self.ana.workspace}/{path}", method, **body)

    def section(self, name: str) -> Any:
        return self.api(f"projects/{self.shop}/sections/", name=name)

    def sections(self) -> list[str]:
        return [section["name"] for section in self.api(f"projects/{self.shop}/sections/")["results"]]

    def parents(self) -> dict[str, str | None]:
        return {project["name"]: project["parent"] for project in self.api("projects/")["results"]}

    @property
    def page(self) -> str:
        return self.ana.url(f"projects/{self.shop}/")


@pytest.fixture
def world(ana: Person) -> World:
    return World(ana)


def sidebar(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


def group(page: Page, title: str) -> Locator:
    return page.locator("main section.group").filter(has=page.get_by_role("heading", name=title, exact=True))


def drag(page: Page, what: Locator, onto: Locator, *, dx: float = 20, dy: float = 0) -> None:
    """By the grip, in steps, as a hand does, once the page has heard of what happened before."""
    page.wait_for_load_state("networkidle")
    start, end = what.bounding_box(), onto.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    for step in range(1, 13):
        x, y = end["x"] + dx, end["y"] + end["height"] / 2 + dy
        page.mouse.move(start["x"] + (x - start["x"]) * step / 12, start["y"] + (y - start["y"]) * step / 12, steps=2)
    page.mouse.up()


def test_a_project_is_put_under_another_by_keyboard(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Move to…").press("Enter")
    dialog = page.get_by_role("dialog", name="Move the project")
    expect(dialog.get_by_role("radio", name="At the top, in no folder")).to_be_checked()
    dialog.get_by_role("radio", name="App").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(toast_of(page, "moved")).to_be_visible()
    eventually(world.parents, {"Shop": world.app, "App": None, "Book": None})
    nested = sidebar(page).locator(".branch .branch")
    expect(nested).to_have_text(re.compile("Shop"))


def test_a_project_is_dragged_into_another_and_folded_for_good(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.ana.url("today/"))
    side = sidebar(page)
    book = side.get_by_role("link", name="Book").locator("[data-grip]")
    inside = side.locator(f'li[data-id="{world.app}"] > ul')
    app = side.get_by_role("link", name="App")
    # Onto the right part of its line.
    drag(page, book, app, dx=150)
    eventually(lambda: world.parents()["Book"], world.app)
    expect(inside.get_by_role("link", name="Book")).to_be_visible()

    page.get_by_role("link", name="App").first.hover()
    side.get_by_role("button", name="What is in App").click()
    expect(inside).to_be_hidden()
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(side.get_by_role("button", name="What is in App")).to_have_attribute("aria-expanded", "false")
    expect(inside).to_be_hidden()
    side.get_by_role("button", name="What is in App").click()
    expect(inside).to_be_visible()


def test_projects_are_put_in_order_by_keyboard(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.ana.url("today/"))
    sidebar(page).get_by_role("link", name="Book").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    eventually(lambda: list(world.parents()), ["Book", "Shop", "App"])
    expect(sidebar(page).get_by_role("link", name="Book")).to_be_focused()


def test_a_folder_is_made_renamed_and_its_deletion_undone(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.ana.url("projects/"))
    page.get_by_role("textbox", name="Add a folder").fill("Clients")
    page.keyboard.press("Enter")
    expect(group(page, "Clients")).to_be_visible()
    [folder] = world.api("folders/")["results"]
    world.api(f"projects/{world.app}/place/", folder=folder["id"])
    page.reload()
    expect(group(page, "Clients").get_by_role("link", name="App")).to_be_visible()

    group(page, "Clients").get_by_role("button", name="Folder").click()
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.get_by_role("textbox", name="Name of the folder")).to_be_focused()
    page.keyboard.type("Customers")
    page.keyboard.press("Enter")
    expect(group(page, "Customers")).to_be_visible()

    group(page, "Customers").get_by_role("button", name="Folder").click()
    page.get_by_role("menuitem", name="Delete the folder").click()
    expect(group(page, "Customers")).to_have_count(0)
    expect(page.locator("main").get_by_role("link", name="App")).to_be_visible()
    toast_of(page, "is deleted").get_by_role("button", name="Undo").click()
    expect(group(page, "Customers").get_by_role("link", name="App")).to_be_visible()


def test_a_section_is_renamed_limited_folded_and_moved(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    page.get_by_role("button", name="Section Doing").click()
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("textbox", name="Name of the section").first).to_be_focused()
    page.keyboard.type("Now")
    page.keyboard.press("Enter")
    expect(group(page, "Now")).to_be_visible()

    with page.expect_response("**/sections/*/"):  # The menu still shows what it showed last.
        page.get_by_role("button", name="Section Now").click()
    page.get_by_label("Tasks at work, at most").fill("1")
    page.get_by_role("button", name="Set").click()
    expect(group(page, "Now").locator(".count.over")).to_contain_text("2/1")

    group(page, "Now").locator("summary").focus()
    page.keyboard.press("Alt+ArrowDown")
    eventually(world.sections, ["Later", "Now"])
    expect(group(page, "Now").locator("summary")).to_be_focused()

    group(page, "Now").locator("summary").click()
    expect(row_of(page, "Alpha")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(row_of(page, "Gamma")).to_be_visible()
    expect(row_of(page, "Alpha")).to_be_hidden()


def test_a_section_is_dragged_by_its_head(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    group(page, "Later").locator("summary").hover()
    drag(page, group(page, "Later").locator("> [data-grip]"), group(page, "Doing").locator("summary"), dx=40, dy=-14)
    eventually(world.sections, ["Later", "Doing"])


def test_a_section_that_is_deleted_asks_about_its_tasks_and_comes_back(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    page.get_by_role("button", name="Section Doing").click()
    page.get_by_role("link", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete the section")
    expect(dialog).to_contain_text("holds 2 tasks")
    dialog.get_by_label("Its tasks").select_option("go to “Later”")
    dialog.get_by_role("button", name="Delete the section").click()
    expect(group(page, "Doing")).to_have_count(0)
    expect(group(page, "Later").locator("[data-row]")).to_have_count(3)

    toast_of(page, "is deleted").get_by_role("button", name="Undo").click()
    expect(group(page, "Doing").locator("[data-row]")).to_have_count(2)
    eventually(world.sections, ["Doing", "Later"])


def test_tasks_are_added_at_the_foot_of_a_section_one_after_the_other(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    group(page, "Doing").get_by_role("link", name="Add a task").click()
    line = group(page, "Doing").get_by_role("textbox", name="Add a task")
    expect(line).to_be_focused()
    for title in ("Delta", "Epsilon"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(group(page, "Doing").locator("[data-row]").filter(has_text=title)).to_be_visible()
        expect(line).to_be_focused()
    assert titles_in(group(page, "Doing").locator("[data-row]")) == ["Alpha", "Beta", "Delta", "Epsilon"]


def test_a_list_is_arranged_and_stays_so(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    page.get_by_role("button", name="Group and sort").click()
    page.get_by_label("Group by").select_option("Priority")
    expect(page).to_have_url(re.compile(r"group=priority"))
    expect(group(page, "Priority 4").locator("[data-row]")).to_have_count(3)
    page.goto(world.page)
    expect(group(page, "Priority 4")).to_be_visible()

    page.get_by_role("button", name="Group and sort").click()
    page.get_by_role("button", name="Set as default for everyone").click()
    expect(page).to_have_url(re.compile(r"group=priority"))
    page.get_by_role("button", name="Group and sort").click()
    expect(page.get_by_role("button", name="Everyone sees it like this")).to_be_disabled()


def test_an_icon_is_picked_by_keyboard(open_page: OpenPage, world: World) -> None:
    page = open_page(world.ana, world.page)
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit project")
    dialog.get_by_role("button", name="Icon").press("Enter")
    grid = page.get_by_role("radiogroup", name="Icon")
    expect(grid).to_be_visible()
    grid.get_by_role("radio", name="No icon").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    chosen = grid.locator("input:checked").get_attribute("value")
    page.keyboard.press("Enter")
    expect(grid).to_be_hidden()
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("h1 .project-icon")).to_be_visible()
    [shop] = [project for project in world.api("projects/")["results"] if project["id"] == world.shop]
    assert chosen and shop["icon"] == chosen


def test_more_than_a_hundred_tasks_come_in_steps(open_page: OpenPage, world: World) -> None:
    world.api("quick-add/", text="\n".join(f"Task {number}" for number in range(104)), lines=True, project=world.book)
    page = open_page(world.ana, world.ana.url(f"projects/{world.book}/"))
    expect(page.locator("main [data-row]")).to_have_count(100)
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("main [data-row]")).to_have_count(104)
    expect(page).to_have_url(re.compile(r"rows=200"))
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)


def test_news_asked_for_before_does_not_take_a_longer_list_back(open_page: OpenPage, world: World) -> None:
    world.api("quick-add/", text="\n".join(f"Task {number}" for number in range(104)), lines=True, project=world.book)
    page = open_page(world.ana, world.ana.url(f"projects/{world.book}/"))
    expect(page.locator("main [data-row]")).to_have_count(100)
    held: list[Route] = []

    def asks_by_itself(request: Request) -> bool:
        return bool(request.headers.get("hx-request")) and "rows=" not in request.url

    def hold(route: Route) -> None:
        if asks_by_itself(route.request) and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(rf"projects/{world.book}/"), hold)
    with page.expect_request(asks_by_itself):
        world.api("quick-add/", text="One more", project=world.book)
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("main [data-row]")).to_have_count(105)
    # The page throws the late answer away and asks anew.
    with page.expect_response(lambda response: "rows=200" in response.url):
        held[0].continue_()
    expect(page).to_have_url(re.compile(r"rows=200"))
    expect(page.locator("main [data-row]")).to_have_count(105)
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
