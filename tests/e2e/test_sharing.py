"""A guest sees what is shared with them and nothing else; what is taken back is gone from the open page; a public link."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import line_of, row_of
from tests.e2e.test_accessibility import check
from tests.e2e.test_approval import NEWS, joins
from tests.e2e.watch import Watch
from workstate.embedded.testing import Product


def test_a_guest_sees_what_is_shared_until_it_is_taken_back(
    open_page: OpenPage, ana: Person, sign_up: Callable[..., Person], product: Product, watch: Watch
) -> None:
    watch.expect("status of 40[34]")  # what is not shared, and what is no longer
    mara = sign_up(name="Mara Adler")
    mara.workspace = mara.asks("/api/v1/workspaces/", name="Northwind Studio")["slug"]
    joins(ana, mara, product)
    api = f"/api/v1/workspaces/{mara.workspace}"
    [guest] = [one for one in mara.asks(f"{api}/people/")["results"] if one["name"] == ana.name]
    mara.asks(f"{api}/people/{guest['id']}/", method="PATCH", role="guest")
    open_one, secret = mara.makes_project("Storefront"), mara.makes_project("Secret")
    for project, title in ((open_one, "Choose the paper"), (secret, "Sell the company")):
        mara.asks(f"{api}/tasks/", title=title, project=project["id"])
    share = mara.asks(f"{api}/projects/{open_one['id']}/shares/", member=guest["membership"], level="view")

    page = open_page(ana, f"/{mara.workspace}/projects/{open_one['id']}/")
    places = page.get_by_role("navigation", name="Main")
    expect(row_of(page, "Choose the paper")).to_be_visible()
    expect(places.get_by_role("link", name="Storefront")).to_be_visible()
    expect(places.get_by_role("link", name="Secret")).to_have_count(0)
    expect(line_of(page)).to_have_count(0)
    expect(row_of(page, "Choose the paper").get_by_role("button", name="Start the timer")).to_have_count(0)
    hidden = open_page(ana, f"/{mara.workspace}/projects/{secret['id']}/")
    expect(hidden.locator("body")).not_to_contain_text("Sell the company")
    expect(hidden.get_by_role("heading", level=1)).not_to_contain_text("Secret")

    dialog = open_page(mara, f"/{mara.workspace}/projects/{open_one['id']}/", bypass_csp=True)
    expect(row_of(dialog, "Choose the paper")).to_be_visible()
    dialog.keyboard.press("P")
    expect(dialog.get_by_role("dialog", name="Share “Storefront”")).to_contain_text(ana.name)
    check(dialog)

    mara.asks(f"{api}/projects/{open_one['id']}/shares/{share['id']}/", method="DELETE")
    expect(row_of(page, "Choose the paper")).to_have_count(0, timeout=NEWS)
    page.goto(f"/{mara.workspace}/today/")
    expect(places.get_by_role("link", name="Storefront")).to_have_count(0)


def test_a_public_link_asks_its_password_and_opens_nothing_once_it_is_revoked(
    open_page: OpenPage, ana: Person, watch: Watch
) -> None:
    watch.expect("status of 40[034]")  # the wrong password, and the link that was revoked
    project = ana.makes_project("Storefront")
    ana.adds("Choose the paper #Storefront")
    api = f"/api/v1/workspaces/{ana.workspace}"
    made = ana.asks(f"{api}/projects/{project['id']}/public-links/", password="open sesame", layout="list")
    address = made["url"].partition("/shared/")[2]

    page = open_page(None, f"/shared/{address}", bypass_csp=True)
    expect(page.locator("body")).not_to_contain_text("Choose the paper")
    page.get_by_label("Password").fill("wrong words")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Choose the paper")
    page.get_by_label("Password").fill("open sesame")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Storefront")
    expect(page.locator("main")).to_contain_text("Choose the paper")
    expect(page.locator("body")).not_to_contain_text(ana.email)
    check(page)

    ana.asks(f"{api}/public-links/{made['id']}/", method="DELETE")
    page.reload()
    expect(page.locator("body")).not_to_contain_text("Choose the paper")
