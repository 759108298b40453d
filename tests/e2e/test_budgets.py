"""A budget is set where it stands, shown where the project is shown, said when it is exceeded, and taken back."""

from __future__ import annotations

from playwright.sync_api import ViewportSize, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of, today_of
from tests.e2e.test_accessibility import check
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

WIDE: ViewportSize = {"width": 1440, "height": 900}


def test_a_time_budget_is_set_exceeded_changed_and_taken_back(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    project = ana.makes_project("Storefront")["id"]
    budgets = f"/api/v1/workspaces/{ana.workspace}/projects/{project}/budgets/"
    ana.writes_down(today_of(ana).isoformat(), 12 * 3600, project=project)

    page = open_page(ana, ana.url(f"projects/{project}/budgets/"), bypass_csp=True)
    page.get_by_role("link", name="Set a time budget").click()
    dialog = page.get_by_role("dialog")
    hours = dialog.get_by_role("textbox", name="Hours")
    expect(hours).to_be_focused()
    hours.fill("soon")
    hours.press("Enter")
    expect(dialog.locator(".field-error").first).to_be_visible()
    expect(hours).to_have_value("soon")
    check(page)
    page.set_viewport_size(WIDE)
    hours.fill("10")
    hours.press("Enter")

    card = page.locator("#budget-time")
    expect(card).to_contain_text("120 % · 2 h over")
    expect(card.get_by_role("img", name="Time budget: 12 h of 10 h used, 2 h over")).to_be_visible()
    card.get_by_text("Numbers").click()
    expect(card.get_by_role("cell", name="12 h", exact=True)).to_be_visible()
    check(page)
    page.set_viewport_size(WIDE)

    # Raised, it is in order again, on the project's page too.
    card.get_by_role("link", name="Edit: Time budget").click()
    expect(hours).to_have_value("10 h")
    hours.fill("24")
    hours.press("Enter")
    expect(card).to_contain_text("50 % · 12 h left")
    page.goto(ana.url(f"projects/{project}/"))
    expect(page.locator("#project-budgets")).to_contain_text("12 h left")
    page.locator("#project-budgets").get_by_role("link").click()

    card.get_by_role("button", name="Delete: Time budget").click()
    expect(page.get_by_role("link", name="Set a time budget")).to_be_visible()
    eventually(lambda: ana.asks(budgets), [])
    toast_of(page, "The budget is deleted.").get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("12 h left")
