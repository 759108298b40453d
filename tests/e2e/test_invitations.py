"""Somebody is invited, makes an account from the link, works along, and is removed: two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import ViewportSize, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import PASSWORD, Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

WIDE: ViewportSize = {"width": 1440, "height": 900}


def test_somebody_is_invited_joins_and_is_removed(
    open_page: OpenPage, sign_up: Callable[..., Person], watch: Watch
) -> None:
    watch.expect("status of 40[034]")  # what is no address; the other address; after the removal
    mara = sign_up(name="Mara Adler")
    team = mara.asks("/api/v1/workspaces/", name="Northwind Studio")["slug"]
    page = open_page(mara, f"/{team}/settings/people/", bypass_csp=True)

    page.get_by_role("link", name="Invite people").click()
    dialog = page.get_by_role("dialog", name="Invite people")
    dialog.get_by_label("E-mail addresses").fill("Jo Newman <jo-invited@example.org>, nobody")
    dialog.get_by_role("button", name="Make invitations").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("Not an e-mail address: nobody")
    dialog.get_by_label("E-mail addresses").fill("Jo Newman <jo-invited@example.org>")
    dialog.get_by_role("button", name="Make invitations").click()
    shown = dialog.get_by_label("The link for jo-invited@example.org")
    expect(shown).to_have_value(re.compile(r"/invitations/[\w-]{43}/$"))
    expect(dialog.get_by_label("E-mail addresses")).to_have_count(0)  # nothing is sent twice by mistake
    expect(dialog.get_by_role("button", name="Copy")).to_be_in_viewport()
    link = re.sub(r"^https?://[^/]+", "", shown.input_value())
    check(page)
    page.set_viewport_size(WIDE)
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.locator(".invitation-row")).to_contain_text(["jo-invited@example.org"])
    check(page)
    page.set_viewport_size(WIDE)

    other = open_page(sign_up(name="Boris Orlov"), link)
    expect(other.locator("main")).to_contain_text("sent to another address than yours")

    theirs = open_page(None, link, bypass_csp=True)
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Join Northwind Studio")
    expect(theirs.locator("main")).not_to_contain_text("jo-invited@example.org")
    check(theirs)
    theirs.set_viewport_size(WIDE)
    theirs.get_by_label("Your name").fill("Jo Newman")
    theirs.get_by_label("E-mail").fill("jo-invited@example.org")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Create an account and join").click()
    expect(theirs).to_have_url(re.compile(f"/{team}/today/$"))
    expect(theirs.locator("button.workspace")).to_contain_text("Northwind Studio")

    page.reload()
    expect(page.locator(".people-list .people-row")).to_have_count(2)
    page.get_by_role("button", name="Role of Jo Newman: Member").click()
    page.get_by_role("menuitemradio", name=re.compile("^Guest")).click()
    expect(page.get_by_role("button", name="Role of Jo Newman: Guest")).to_be_visible()

    page.get_by_role("button", name="More: Jo Newman").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog", name="Remove Jo Newman?").get_by_role("button", name="Remove").click()
    expect(page.locator(".people-list .people-row")).to_have_count(1)
    eventually(lambda: (theirs.goto(f"/{team}/today/") or theirs).status, 404)  # type: ignore[union-attr]

    toast_of(page, "was removed").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Role of Jo Newman: Guest")).to_be_visible()
    theirs.goto(f"/{team}/today/")
    expect(theirs.locator("button.workspace")).to_contain_text("Northwind Studio")

    theirs.keyboard.press("W")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Your workspaces")
    expect(theirs.locator(".workspace-row")).to_have_count(2)
