"""Rates: set, changed, taken away and brought back where they stand, by mouse and by keyboard."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

# News comes through a worker that may still be on its way when the product has just been started.
NEWS = 30_000


def line_with(place: Locator | Page, amount: str) -> Locator:
    """The rate of that amount, where it stands."""
    return place.locator(".rate-line").filter(has_text=amount)


def test_rates_are_set_changed_deleted_and_brought_back(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    project = ana.makes_project("Storefront")
    rates = f"/api/v1/workspaces/{ana.workspace}/rates/"
    later = (datetime.now(ZoneInfo(ana.zone)).date() + timedelta(days=40)).isoformat()

    def stored() -> list[str]:
        return sorted(one["amount"] for one in ana.asks(rates)["results"])

    page = open_page(ana, ana.url("settings/rates/"), bypass_csp=True)
    card = page.get_by_role("region", name="Workspace", exact=True)
    expect(page.get_by_text("On each day the most particular rate decides")).to_be_visible()
    check(page)

    # What cannot be is said at its field, and what was typed stays.
    card.get_by_role("link", name="Set a rate").click()
    amount = card.get_by_role("textbox", name="Per hour")
    expect(amount).to_be_focused()
    amount.fill("eighty")
    amount.press("Enter")
    expect(card.get_by_text("Write a number, such as 85.50.")).to_be_visible()
    expect(amount).to_have_value("eighty")
    check(page)
    amount.fill("80")
    amount.press("Enter")
    expect(line_with(card, "€80.00")).to_contain_text("holds today")
    expect(toast_of(page, "Set: €80.00 an hour.")).to_be_visible()

    # New rate from a day; the keyboard is where it was.
    another = card.get_by_role("link", name="New rate from a day")
    expect(another).to_be_focused()
    another.press("Enter")
    expect(amount).to_be_focused()
    amount.fill("92,50")
    card.get_by_label("From").fill(later)
    card.get_by_role("button", name="Set rate").click()
    expect(line_with(card, "€92.50")).to_contain_text("upcoming")
    expect(line_with(card, "€80.00")).to_contain_text("holds today")
    eventually(stored, ["80.0000", "92.5000"])

    card.get_by_role("link", name="Change: €80.00").click()
    expect(amount).to_have_value("80.00")
    amount.fill("85")
    card.get_by_role("button", name="Save").click()
    expect(line_with(card, "€85.00")).to_contain_text("holds today")
    expect(card.get_by_role("link", name="Change: €85.00")).to_be_focused()

    card.get_by_role("button", name="Delete: €92.50").click()
    expect(line_with(card, "€92.50")).to_have_count(0)
    expect(another).to_be_focused()
    toast_of(page, "The rate is deleted.").get_by_role("button", name="Undo").click()
    expect(line_with(card, "€92.50")).to_contain_text("upcoming")
    eventually(stored, ["85.0000", "92.5000"])

    # A person on a project is found by typing.
    page.get_by_role("navigation", name="Rates of").get_by_role("link", name="Projects").click()
    holder = page.locator(".rate-holder").filter(has_text="Storefront").first
    holder.get_by_role("link", name="Rate of a person on it").click()
    # Until its script has come it is a plain select.
    person = holder.locator("input[role=combobox]")
    person.fill("ana")
    person.press("Enter")
    expect(person).to_have_value("Ana Keller")
    holder.get_by_role("textbox", name="Per hour").fill("1.250,00")
    check(page)
    holder.get_by_role("button", name="Set rate").click()
    expect(line_with(page, "€1,250.00")).to_contain_text("always")

    # What a program sets appears without a reload.
    ana.asks(rates, amount="110", project=project["id"], currency="CHF")
    expect(line_with(page, "CHF110.00")).to_contain_text("holds today", timeout=NEWS)

    page.get_by_role("checkbox", name="Members see what their own time earns").check()
    page.locator(".billing-settings").get_by_role("button", name="Save").click()
    expect(toast_of(page, "Saved.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Members see what their own time earns")).to_be_checked()
