"""The settings of a workspace: one frame around their pages, and groups made, filled, deleted and brought back in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.test_approval import joins
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch
from workstate.embedded.testing import Product


@pytest.fixture
def mara(sign_up: Callable[..., Person]) -> Person:
    return sign_up(name="Mara Adler")


def groups_of(person: Person) -> dict[str, int]:
    """How many people belong to each group, by its name."""
    found = person.asks(f"/api/v1/workspaces/{person.workspace}/groups/")["results"]
    return {group["name"]: len(group["people"]) for group in found}


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Workspace settings").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_group_is_made_filled_deleted_and_brought_back(
    open_page: OpenPage, ana: Person, mara: Person, product: Product, watch: Watch
) -> None:
    watch.expect("status of 400")  # a group without a name
    joins(ana, mara, product)
    page = open_page(mara, bypass_csp=True)
    page.locator("button.workspace").click()
    page.get_by_role("menuitem", name="Workspace settings").click()
    page.get_by_label("Name").fill("Adler & Keller")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("button.workspace")).to_contain_text("Adler & Keller")
    check(page)

    tab(page, "People")
    expect(page.locator(".people-row")).to_contain_text(["Mara Adler", "Ana Keller"])
    check(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    tab(page, "Groups")
    page.get_by_role("link", name="New group").click()
    dialog = page.get_by_role("dialog", name="New group")
    dialog.get_by_role("button", name="Make the group").click()
    expect(dialog.get_by_role("textbox", name="Name")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_role("textbox", name="Name").fill("Design")
    dialog.get_by_role("checkbox", name="Ana Keller").check()
    check(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    dialog.get_by_role("button", name="Make the group").click()
    expect(page.locator(".group-line")).to_contain_text(["Design"])
    expect(page.locator(".group-line")).to_contain_text(["1 person"])
    expect(dialog).to_have_count(0)
    eventually(lambda: groups_of(mara), {"Design": 1})
    check(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    page.locator("#groups").get_by_role("link", name="Design").click()
    dialog = page.get_by_role("dialog", name="Edit group")
    expect(dialog.get_by_role("checkbox", name="Ana Keller")).to_be_checked()
    dialog.get_by_role("checkbox", name="Mara Adler").check()
    dialog.get_by_role("textbox", name="Name").press("Enter")
    expect(page.locator(".group-line")).to_contain_text(["2 people"])

    page.get_by_role("button", name="More: Design").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator(".group-line")).to_have_count(0)
    toast_of(page, "is deleted").get_by_role("button", name="Undo").click()
    expect(page.locator(".group-line")).to_contain_text(["2 people"])
    eventually(lambda: groups_of(mara), {"Design": 2})


def test_on_a_phone_the_pages_are_tabs_and_the_one_that_is_open_is_in_sight(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, ana.url("settings/"), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tabs = page.get_by_role("navigation", name="Workspace settings").get_by_role("link")
    expect(tabs.first).to_be_in_viewport()
    last = tabs.last.inner_text().strip()
    tabs.last.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(last)
    expect(tabs.last).to_have_attribute("aria-current", "page")
    expect(tabs.last).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
