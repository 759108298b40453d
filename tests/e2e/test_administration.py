"""Who did what is read and taken away as a file; sessions are ended from elsewhere; everything of one's own is handed out."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import PASSWORD, Person
from tests.e2e.test_accessibility import check
from tests.e2e.test_approval import NEWS
from tests.e2e.watch import Watch


def test_the_audit_log_is_filtered_and_taken_away(open_page: OpenPage, ana: Person) -> None:
    ana.makes_project("Storefront")
    ana.adds("Choose the paper #Storefront")
    page = open_page(ana, ana.url("settings/log/"), bypass_csp=True)
    lines = page.locator(".log-line")
    expect(lines.filter(has_text="Storefront").first).to_be_visible()
    check(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    search = page.get_by_role("search", name="Filter the log")
    search.locator("[name=via]").select_option("command")
    search.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Nothing of the kind happened.")).to_be_visible()
    page.get_by_role("link", name="Show everything").first.click()
    expect(lines.first).to_be_visible()
    with page.expect_download(timeout=NEWS) as taken:
        page.get_by_role("button", name="CSV").click()
    assert "Storefront" in taken.value.path().read_text(encoding="utf-8-sig")


def test_a_session_that_is_ended_elsewhere_opens_nothing_more(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("status of 40[13]")  # what the other page still asked for
    watch.expect("WebSocket")
    there = open_page(None, "/accounts/login/")
    there.get_by_label("E-mail").fill(ana.email)
    there.get_by_label("Password", exact=True).fill(PASSWORD)
    there.get_by_role("button", name="Sign in", exact=True).click()
    expect(there).to_have_url(re.compile("/today/$"))

    here = open_page(ana, "/accounts/sessions/", bypass_csp=True)
    expect(here.get_by_role("button", name=re.compile("^Sign out: "))).to_have_count(2)
    check(here)
    here.set_viewport_size({"width": 1440, "height": 900})
    here.get_by_role("button", name="Sign out all other devices").click()
    expect(here.get_by_role("button", name=re.compile("^Sign out: "))).to_have_count(1)
    there.goto(ana.url("inbox/"))
    expect(there).to_have_url(re.compile("/accounts/login/"))
    here.goto(ana.url("inbox/"))
    expect(here.get_by_role("heading", level=1)).to_have_text("Inbox")


def test_everything_of_ones_own_is_made_into_a_file(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")  # the wrong password
    page = open_page(ana, "/settings/data/", bypass_csp=True)
    page.get_by_label("Your password").fill("not my password")
    page.get_by_role("button", name="Make an export").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make an export").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=NEWS)
    check(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_download(timeout=NEWS) as taken:
        page.get_by_role("link", name="Download").click()
    assert taken.value.suggested_filename.endswith(".zip")
    page.goto("/settings/data/deletion/")
    expect(page.get_by_role("heading", name="What stays, and why")).to_be_visible()
    check(page)
