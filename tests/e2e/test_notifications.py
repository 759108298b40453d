"""Somebody is mentioned: the bell says so on all of their pages at once, and what is done with it in one is done in all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.test_approval import NEWS, joins
from tests.e2e.waiting import eventually
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


def card_of(page: Page, title: str) -> Locator:
    return page.locator("[data-reminder]").filter(has_text=title)


def stands_beside(menu: Locator, opener: Locator) -> bool:
    one, other = menu.bounding_box(), opener.bounding_box()
    return bool(one and other and abs(one["y"] - other["y"] - other["height"]) < 12 and one["x"] > 40)


def comes_now(person: Person, product: Product, *titles: str) -> None:
    """Let reminders of new tasks come at the next look, rather than in an hour."""
    for title in titles:
        task = person.adds(title)
        at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        person.asks(
            f"/api/v1/workspaces/{person.workspace}/tasks/{task['id']}/reminders/", method="PUT", reminders=[{"at": at}]
        )
    url = product.values.get("DATABASE_URL") or product.addresses["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE notifications_remindermoment SET next_at = now() WHERE reminder_id IN (SELECT r.id"
            " FROM tasks_reminder r JOIN accounts_user u ON u.id = r.user_id WHERE u.email = %s)",
            [person.email],
        )


def test_a_reminder_is_snoozed_by_mouse_and_by_keys_and_goes_from_every_page(
    open_page: OpenPage, ana: Person, product: Product
) -> None:
    page, elsewhere = open_page(ana), open_page(ana, ana.url("upcoming/"))
    comes_now(ana, product, "Call the printer", "Water the plants")
    for one in (page, elsewhere):
        expect(one.locator("[data-reminder]")).to_have_count(2, timeout=60_000)

    card = card_of(page, "Call the printer")
    opener, menu = card.get_by_role("button", name="Snooze"), card.get_by_role("menu", name="Snooze")
    opener.click()
    expect(menu).to_be_visible()
    eventually(lambda: stands_beside(menu, opener), True)
    # What the page draws anew after an act leaves the menu open where it was.
    page.locator("#reminders").evaluate("region => region.toggleAttribute('data-before', true)")
    page.evaluate("document.dispatchEvent(new CustomEvent('notifications:changed'))")
    expect(page.locator("#reminders[data-before]")).to_have_count(0)
    expect(menu).to_be_visible()
    eventually(lambda: stands_beside(menu, opener), True)
    menu.get_by_role("menuitem", name="For an hour").click()
    expect(toast_of(page, "Comes back")).to_be_visible()
    for one in (page, elsewhere):
        expect(card_of(one, "Call the printer")).to_have_count(0, timeout=NEWS)
        expect(card_of(one, "Water the plants")).to_be_visible()

    card = card_of(elsewhere, "Water the plants")
    card.get_by_role("button", name="Snooze").press("Enter")
    items = card.get_by_role("menuitem")
    expect(items.nth(0)).to_be_focused()
    elsewhere.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    elsewhere.keyboard.press("Enter")
    for one in (elsewhere, page):
        expect(one.locator("[data-reminder]")).to_have_count(0, timeout=NEWS)
