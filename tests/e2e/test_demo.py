"""Sample data: one click makes it, one click removes it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import Person
from tests.e2e.watch import Watch

PATIENCE = 60_000


def test_sample_data_comes_and_goes_with_one_click(page: Page, ana: Person, watch: Watch) -> None:
    watch.expect("status of 404")  # the page that is left may be asking for news of what has just been removed
    page.get_by_role("button", name="Add sample data").click()
    expect(page.get_by_role("button", name="Remove it")).to_be_visible(timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile(ana.workspace + "/"))
    expect(page.locator("main [data-row]")).not_to_have_count(0)
    sample = page.url

    page.get_by_role("button", name="Remove it").click()
    expect(page).to_have_url(re.compile(f"/{ana.workspace}/"), timeout=PATIENCE)
    answer = page.request.get(sample)
    assert answer.status == 404
    assert len(ana.asks("/api/v1/me/")["workspaces"]) == 1


def test_the_offer_is_declined_for_good(page: Page) -> None:
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_role("button", name="Add sample data")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Add sample data")).to_have_count(0)
