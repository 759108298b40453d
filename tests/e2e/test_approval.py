"""A week on its way: submitted, returned with a comment, mended, approved; and then nothing of it can be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.error import HTTPError
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import toast_of
from tests.e2e.test_accessibility import check
from tests.e2e.watch import Watch
from workstate.embedded.testing import Product

# News comes through a worker that may still be on its way when the product has just been started.
NEWS = 30_000


def joins(person: Person, place: Person, product: Product) -> None:
    """Make the person a member of the other's workspace."""
    url = product.values.get("DATABASE_URL") or product.addresses["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO workspaces_membership (id, workspace_id, user_id, role)"
            " SELECT gen_random_uuid(), w.id, u.id, 'member' FROM workspaces_workspace w, accounts_user u"
            " WHERE w.slug = %s AND u.email = %s",
            [place.workspace, person.email],
        )


def standing(page: Page) -> Locator:
    """How the week stands, in the head of the timesheet."""
    return page.get_by_role("region", name="Approval of this week")


@pytest.fixture
def mara(sign_up: Callable[..., Person]) -> Person:
    return sign_up(name="Mara Adler")


def test_a_week_is_submitted_returned_mended_and_approved(
    open_page: OpenPage, ana: Person, mara: Person, product: Product, watch: Watch
) -> None:
    joins(ana, mara, product)
    api = f"/api/v1/workspaces/{mara.workspace}"
    mara.asks(f"{api}/time-rules/", method="PATCH", approves_weeks=True)
    project = mara.makes_project("Storefront")
    today = datetime.now(ZoneInfo(ana.zone)).date()
    monday = today - timedelta(days=today.weekday() + 7)
    tuesday = monday + timedelta(days=1)
    work = {"project": project["id"], "duration": 3600}
    entry = ana.asks(f"{api}/entries/", day=str(monday), description="Fix checkout", **work)

    sheet = open_page(ana, f"/{mara.workspace}/timesheet/{monday}/", bypass_csp=True)
    standing(sheet).get_by_role("textbox", name="Note to who approves").fill("Short week")
    standing(sheet).get_by_role("button", name="Submit the week").click()
    expect(standing(sheet)).to_contain_text("Waits for approval")
    expect(sheet.locator("#task-table").get_by_label("Locked").first).to_be_visible()

    approvals = open_page(mara, f"/{mara.workspace}/timesheet/approvals/", bypass_csp=True)
    row = approvals.locator("#approvals form [data-row]").filter(has_text="Ana Keller")
    expect(row).to_contain_text("Short week")
    expect(row).to_contain_text("1:00")
    check(approvals)
    row.get_by_role("link", name="Ana Keller").click()
    expect(approvals.get_by_role("region", name="Hours by task and day")).to_contain_text("Storefront")
    check(approvals)
    approvals.get_by_role("textbox", name="What is to be mended").fill("Tuesday is missing")
    approvals.get_by_role("button", name="Return").click()
    expect(approvals.get_by_role("heading", name="Approvals")).to_be_visible()
    expect(approvals.locator("#approvals")).to_contain_text("Tuesday is missing")

    # Nothing was reloaded: the word has come to where she works.
    expect(standing(sheet)).to_contain_text("Tuesday is missing", timeout=NEWS)
    expect(standing(sheet)).to_contain_text("Returned by Mara Adler")
    check(sheet)
    ana.asks(f"{api}/entries/", day=str(tuesday), description="Call", **work)
    standing(sheet).get_by_role("button", name="Submit again").click()
    expect(standing(sheet)).to_contain_text("Waits for approval")
    expect(standing(sheet)).to_contain_text("2:00")

    expect(row).to_contain_text("2:00", timeout=NEWS)
    row.get_by_role("button", name="Approve").click()
    expect(toast_of(approvals, "Approved: Ana Keller.")).to_be_visible()
    expect(standing(sheet)).to_contain_text("Approved by Mara Adler", timeout=NEWS)

    cell = sheet.locator("#task-table td:not([data-total])").filter(has_text="1:00").first
    expect(cell).to_have_attribute("aria-readonly", "true")
    cell.click()
    sheet.keyboard.press("5")
    sheet.keyboard.press("Enter")
    with pytest.raises(HTTPError, match="409"):
        ana.asks(f"{api}/entries/{entry['id']}/", method="PATCH", description="Other")
    seconds = [one["duration"] for one in ana.asks(f"{api}/entries/?first={monday}&last={tuesday}")["results"]]
    assert seconds == [3600, 3600]

    rules = open_page(mara, f"/{mara.workspace}/settings/time/", bypass_csp=True)
    rules.get_by_label("To", exact=True).last.fill(str(monday - timedelta(days=1)))
    rules.get_by_role("textbox", name="Note").fill("Billed")
    rules.get_by_role("button", name="Lock these days").click()
    expect(rules.locator(".period-row")).to_contain_text("Billed")
    check(rules)
    rules.locator(".period-row").get_by_role("button", name="Unlock").click()
    expect(rules.locator(".period-row")).to_have_count(0)
    toast_of(rules, "Unlocked.").get_by_role("button", name="Undo").click()
    expect(rules.locator(".period-row")).to_contain_text("Billed")
    # The dialog of a refusal is no mistake of the page.
    watch.expect("409")
