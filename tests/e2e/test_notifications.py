"""Somebody is mentioned: the bell says so on all of their pages at once, and what is done with it in one is done in all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.test_approval import NEWS, joins
from workstate.embedded.testing import Product


def bell_of(page: Page) -> Locator:
    return page.locator("#bell")


@pytest.fixture
def mara(sign_up: Callable[..., Person]) -> Person:
    return sign_up(name="Mara Adler")


def test_a_mention_reaches_every_page_and_is_read_in_all_of_them(
    open_page: OpenPage, ana: Person, mara: Person, product: Product
) -> None:
    joins(ana, mara, product)
    api = f"/api/v1/workspaces/{mara.workspace}"
    project = mara.makes_project("Storefront")
    task = mara.asks(f"{api}/tasks/", title="Choose the paper", project=project["id"])
    elsewhere, centre = open_page(ana), open_page(ana, "/notifications/", bypass_csp=True)
    expect(centre.get_by_text("You have seen everything.")).to_be_visible()

    mara.asks(f"{api}/tasks/{task['id']}/comments/", text="Matt or glossy, @ana?")

    for page in (elsewhere, centre):
        expect(bell_of(page)).to_have_accessible_name("Notifications, 1 unread", timeout=NEWS)
    row = centre.locator(".told")
    expect(row).to_contain_text("Mara mentioned you")
    expect(row).to_contain_text("Matt or glossy, @ana?")
    check(centre)
    centre.set_viewport_size({"width": 1280, "height": 800})

    row.locator("[data-open]").click()
    expect(centre).to_have_url(re.compile(rf"/{mara.workspace}/tasks/\d+/#comment-"))
    expect(centre.get_by_text("Matt or glossy")).to_be_visible()
    for page in (elsewhere, centre):
        expect(bell_of(page)).to_have_accessible_name("Notifications", timeout=NEWS)


def test_the_list_is_gone_through_by_keys_and_given_back_by_undo(
    open_page: OpenPage, ana: Person, mara: Person, product: Product
) -> None:
    joins(ana, mara, product)
    api = f"/api/v1/workspaces/{mara.workspace}"
    project = mara.makes_project("Storefront")
    for title in ("Choose the paper", "Call the printer"):
        task = mara.asks(f"{api}/tasks/", title=title, project=project["id"])
        mara.asks(f"{api}/tasks/{task['id']}/comments/", text="Look, @ana")
    page = open_page(ana, "/notifications/")
    expect(bell_of(page)).to_have_accessible_name("Notifications, 2 unread", timeout=NEWS)
    rows = page.locator(".told")
    expect(rows).to_have_count(2)

    page.keyboard.press("j")
    expect(rows.first).to_be_focused()
    page.keyboard.press("e")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Choose the paper")
    toast_of(page, "Done with.").get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("You have seen everything.")).to_be_visible()
    expect(bell_of(page)).to_have_accessible_name("Notifications")
