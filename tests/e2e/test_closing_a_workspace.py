"""A workspace is handed over, left, archived, taken out again, deleted and restored: two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch


def test_it_is_handed_over_left_archived_deleted_and_restored(
    open_page: OpenPage, sign_up: Callable[..., Person], watch: Watch
) -> None:
    watch.expect("status of 40[034]")  # the wrong name; once somebody has left, and where nothing is any more
    mara, jo = sign_up(name="Mara Adler"), sign_up(name="Jo Newman")
    team = mara.asks("/api/v1/workspaces/", name="Old Mill")["slug"]
    [invited] = mara.asks(f"/api/v1/workspaces/{team}/invitations/", role="member")
    jo.asks("/api/v1/invitations/acceptance/", token=invited["link"].rstrip("/").rpartition("/")[2])
    mara.asks(f"/api/v1/workspaces/{team}/tasks/", title="Sweep the yard")

    # The only owner cannot leave, and is told what to do.
    page = open_page(mara, f"/{team}/settings/people/")
    page.get_by_role("link", name="Leave the workspace").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("You are its only owner")
    expect(dialog.get_by_role("button", name="Leave", exact=True)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    # By keyboard alone it becomes Jo's.
    page.get_by_role("button", name="More: Jo Newman").focus()
    page.keyboard.press("Enter")
    hand_over = page.get_by_role("menuitem", name="Hand the workspace over")
    expect(hand_over).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Hand over")).to_be_focused()
    page.keyboard.press("Enter")
    row = page.locator("li[id^=member-]")
    expect(row.filter(has_text="Jo Newman")).to_contain_text("Owner")
    expect(row.filter(has_text="Mara Adler")).to_contain_text("Administrator")

    page.get_by_role("link", name="Leave the workspace").click()
    dialog.get_by_role("button", name="Leave", exact=True).click()
    expect(page).not_to_have_url(re.compile(f"/{team}/"))
    eventually(lambda: (page.goto(f"/{team}/today/") or page).status, 404)  # type: ignore[union-attr]

    theirs = open_page(jo, f"/{team}/settings/")
    theirs.get_by_role("button", name="Archive the workspace").click()
    expect(theirs.get_by_text("you can read everything and change nothing")).to_be_visible()
    theirs.keyboard.press("W")
    expect(theirs.get_by_role("heading", name="Archived")).to_be_visible()
    theirs.goto(f"/{team}/today/")
    theirs.locator("main").get_by_role("button", name="Take it out").click()
    expect(theirs.get_by_text("you can read everything and change nothing")).to_have_count(0)

    theirs.goto(f"/{team}/settings/")
    theirs.get_by_role("link", name="Delete the workspace").click()
    field = theirs.get_by_role("textbox", name=re.compile("Type its name"))
    field.fill("Old Mil")
    theirs.get_by_role("button", name="Delete", exact=True).click()
    expect(theirs.get_by_role("alert")).to_be_visible()
    field.fill("Old Mill")
    theirs.get_by_role("button", name="Delete", exact=True).click()
    gone = theirs.locator(".workspace-row").filter(has_text="Removed for good on")
    expect(gone).to_contain_text("Old Mill")
    eventually(lambda: (theirs.goto(f"/{team}/today/") or theirs).status, 404)  # type: ignore[union-attr]
    theirs.goto("/workspaces/")
    gone.get_by_role("button", name="Restore").click()
    expect(gone).to_have_count(0)
    theirs.goto(f"/{team}/today/")
    expect(theirs.locator("button.workspace")).to_contain_text("Old Mill")
