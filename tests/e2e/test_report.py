"""The report: its address says what it shows, its bars are drawn, its numbers agree."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import seconds_of
from tests.e2e.watch import Watch

INK_ON_CANVAS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, at) => at % 4 === 3 && value > 0);
}"""


@pytest.fixture
def report(open_page: OpenPage, furnished: Person) -> Page:
    return open_page(furnished, furnished.url("reports/"))


def total_of(page: Page) -> int:
    return seconds_of(page.locator(".report-table tfoot td[title]").get_attribute("title") or "")


def rows_of(page: Page, which: str) -> list[int]:
    cells = page.locator(f".report-table tbody tr{which} td.n[title]").all()
    return [seconds_of(cell.get_attribute("title") or "") for cell in cells]


def test_its_rows_add_up_and_its_bars_are_drawn(report: Page) -> None:
    assert sum(rows_of(report, ".g")) == total_of(report) > 0
    assert sum(rows_of(report, ":not(.g)")) == total_of(report)
    canvas = report.locator("canvas[data-chart]")
    expect(canvas).to_be_visible()
    report.wait_for_load_state("networkidle")
    assert canvas.evaluate(INK_ON_CANVAS)


def test_a_named_period_is_in_the_address(report: Page, furnished: Person) -> None:
    report.locator("[popovertarget=report-period]").click()
    report.get_by_role("navigation", name="Named periods").get_by_role("link", name="This month").click()
    expect(report).to_have_url(re.compile(r"reports/\?.+"))
    month = total_of(report)
    address = report.url
    report.goto(furnished.url("reports/"))
    report.goto(address)
    assert total_of(report) == month


def test_days_of_ones_own_are_in_the_address(report: Page) -> None:
    report.locator("[popovertarget=report-period]").click()
    report.get_by_label("From").fill("2020-01-01")
    report.get_by_label("To", exact=True).fill("2020-01-31")
    report.get_by_role("button", name="Show these days").click()
    expect(report).to_have_url(re.compile("from=2020-01-01.*to=2020-01-31"))
    expect(report.locator(".report-table")).to_have_count(0)
    expect(report.locator("main .empty")).to_be_visible()


def test_grouping_is_in_the_address_and_keeps_the_total(report: Page) -> None:
    before = total_of(report)
    report.locator("[popovertarget=report-group]").click()
    report.get_by_role("combobox", name="Group by").select_option("day")
    report.get_by_role("combobox", name="Then by").select_option("project")
    report.get_by_role("button", name="Group", exact=True).click()
    expect(report).to_have_url(re.compile("group=day.*then=project"))
    expect(report.get_by_role("columnheader", name="Day", exact=True)).to_be_visible()
    assert total_of(report) == before == sum(rows_of(report, ".g"))


def test_nonsense_in_the_address_is_told_and_leads_back(open_page: OpenPage, furnished: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    page = open_page(furnished, furnished.url("reports/?from=20000-01-01&to=yesterday"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("link", name="Show this week").click()
    expect(page.locator(".report-table")).to_be_visible()
