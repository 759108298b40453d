"""A report is saved, shared by link with a password, opened by somebody without an account, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.watch import Watch

PASSWORD = "open sesame"


def test_a_report_goes_out_by_link_and_comes_back(
    open_page: OpenPage, sign_up: Callable[..., Person], watch: Watch
) -> None:
    watch.expect("403")  # the wrong password
    watch.expect("404")  # the link, once it is revoked
    ana = sign_up()
    ana.writes_down("2026-03-02", 7 * 3600, "Work for the client")
    page = open_page(ana, ana.url("reports/?from=2026-03-01&to=2026-03-31"))

    page.locator("#report-save").click()
    dialog = page.locator("#saved-dialog")
    dialog.get_by_label("Name").fill("Client hours")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#report-saved")).to_contain_text("Client hours")
    expect(page.locator("#report-name")).to_be_focused()
    expect(page.locator("#report-saved")).not_to_contain_text("Changed")

    page.locator("[popovertarget=report-keep]").click()
    page.get_by_role("menuitem", name="Share by link").click()
    dialog = page.locator("#links-dialog")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Make a link").click()
    made = dialog.get_by_label("The link", exact=True)
    expect(made).to_have_value(re.compile(r"/shared/reports/[\w-]{43}/$"))
    link = urlsplit(made.input_value()).path

    client = open_page(None, link, bypass_csp=True)
    expect(client.get_by_role("heading", name="Shared report")).to_be_visible()
    expect(client.locator("body")).not_to_contain_text("Client hours")
    client.get_by_label("Password").fill("open says me")
    client.get_by_role("button", name="Open").click()
    expect(client.get_by_role("alert")).to_contain_text("That is not the password.")
    assert violations(client) == []
    client.get_by_label("Password").fill(PASSWORD)
    client.get_by_role("button", name="Open").click()
    expect(client.get_by_role("heading", name="Client hours")).to_be_visible()
    expect(client.locator(".report-table tfoot")).to_contain_text("7:00")
    assert violations(client) == []

    dialog.get_by_role("button", name="Revoke").click()
    expect(dialog).to_contain_text("Revoked")
    client.reload()
    expect(client.locator("body")).to_contain_text("There is nothing here.")
