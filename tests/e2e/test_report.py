"""Reports: the address says what is shown, the page changes in place, bars are drawn, numbers agree, rows lead on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

INK_ON_CANVAS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, at) => at % 4 === 3 && value > 0);
}"""
# The lightest of the ink: on paper nothing is drawn in the light letters of the dark theme.
DARKEST_LETTER = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, 20);
  let darkest = 255;
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200) darkest = Math.min(darkest, data[at]);
  return darkest;
}"""
KINDS = ("Detailed", "Weekly", "Comparison", "Estimates", "Profitability", "Productivity", "Team", "Goals", "Summary")


@pytest.fixture
def report(open_page: OpenPage, furnished: Person) -> Page:
    return open_page(furnished, furnished.url("reports/?period=last-30-days"), bypass_csp=True)


def kinds_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Kinds of report")


def tracked_of(page: Page, rows: str) -> int:
    """Seconds in the column of tracked time."""
    heads = page.locator("#report-table-0 thead th").all_inner_texts()
    at = [head.strip() for head in heads].index("Tracked")
    script = """(rows, at) => rows.reduce((sum, row) => {
      let place = 0;
      const cell = [...row.cells].find((one) => (place += one.colSpan) > at);
      return sum + Number(cell.dataset.sort);
    }, 0)"""
    return int(page.locator(f"#report-table-0 {rows}").evaluate_all(script, at))


def test_every_kind_is_one_click_away_and_keeps_the_days(report: Page) -> None:
    report.evaluate("() => { window.sameDocument = true; }")
    for name in KINDS:
        kinds_of(report).get_by_role("link", name=name, exact=True).click()
        expect(kinds_of(report).get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
        expect(report).to_have_url(re.compile(rf"reports/{name.lower()}/\?(period=last-30-days|from=)"))
        expect(report.locator(".report-title")).to_be_visible()
        report.wait_for_load_state("networkidle")
        report.add_style_tag(content="*, *::before, *::after { transition: none !important }")
        for theme in ("light", "dark"):
            report.evaluate("theme => void (document.documentElement.dataset.theme = theme)", theme)
            assert violations(report, of_colour=theme == "dark") == [], (name, theme)
        wide = report.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name
    assert report.evaluate("() => window.sameDocument")
    report.go_back()
    expect(kinds_of(report).get_by_role("link", name="Goals")).to_have_attribute("aria-current", "page")


def test_numbers_agree_are_drawn_put_in_order_and_lead_on(report: Page) -> None:
    total = tracked_of(report, "tfoot tr")
    assert tracked_of(report, "tbody tr.g") == tracked_of(report, "tbody tr:not(.g)") == total > 0
    canvas = report.locator("[data-chart] > canvas").first
    eventually(lambda: canvas.evaluate(INK_ON_CANVAS), wanted=True)
    # Another question: the same canvas, other numbers.
    canvas.evaluate("(canvas) => { window.canvas = canvas; }")
    report.locator("[popovertarget=report-group]").click()
    report.get_by_role("combobox", name="Group by").select_option("day")
    report.get_by_role("combobox", name="Then by").select_option("project")
    report.get_by_role("button", name="Group", exact=True).click()
    expect(report).to_have_url(re.compile("group=day&then=project"))
    expect(report.get_by_role("columnheader", name="Day", exact=True)).to_be_visible()
    expect(report.locator(".pop:popover-open")).to_have_count(0)
    assert tracked_of(report, "tfoot tr") == total
    assert canvas.evaluate("(canvas) => canvas === window.canvas")

    head = report.get_by_role("columnheader", name="Tracked")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    script = "(cells) => cells.map((cell) => Number(cell.dataset.sort))"
    groups = report.locator("#report-table-0 tr.g td:nth-child(3)").evaluate_all(script)
    assert groups == sorted(groups, reverse=True)
    first = report.locator("#report-table-0 tbody").first
    first.get_by_role("button").first.click()
    expect(first.locator("tr:visible")).to_have_count(1)
    # Fetched again it stays as it was put.
    with report.expect_response(lambda answer: answer.request.headers.get("hx-target") == "div#report"):
        report.evaluate("() => document.dispatchEvent(new CustomEvent('timer:changed'))")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(first.locator("tr:visible")).to_have_count(1)

    first.get_by_role("link").first.click()
    expect(report).to_have_url(re.compile(r"reports/detailed/\?from="))
    expect(kinds_of(report).get_by_role("link", name="Detailed")).to_have_attribute("aria-current", "page")


def test_what_the_address_says_wrongly_is_mended_in_its_place(
    open_page: OpenPage, furnished: Person, watch: Watch
) -> None:
    watch.expect("status of 400")
    watch.expect("does not conform to the required format")
    page = open_page(furnished, furnished.url("reports/?from=20000-01-01&to=2026-01-01&group=label&then="))
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_role("link", name="Show the report without it").click()
    expect(page.locator("#report-group, [popovertarget=report-group]").first).to_contain_text("Group: label")
    expect(page.locator("#report")).to_be_visible()

    field = page.get_by_role("combobox", name="Filter", exact=True)
    field.fill("#Storefron")
    field.press("Escape")
    field.press("Enter")
    told = page.locator("#filter-wrong")
    expect(told).to_contain_text("Storefron")
    told.get_by_role("button").click()
    expect(page).to_have_url(re.compile("filter=%23Storefront"))
    expect(page.locator("#report")).to_be_visible()
    page.get_by_role("link", name="Without a filter").click()
    expect(page).not_to_have_url(re.compile("filter="))


def test_on_paper_it_is_light_without_the_frame(open_page: OpenPage, furnished: Person) -> None:
    page = open_page(furnished, furnished.url("reports/?period=last-30-days"), color_scheme="dark")
    canvas = page.locator("[data-chart] > canvas").first
    eventually(lambda: canvas.evaluate(INK_ON_CANVAS), wanted=True)
    page.emulate_media(media="print")
    expect(page.locator(".report-bar")).to_be_hidden()
    expect(kinds_of(page)).to_be_hidden()
    expect(page.locator(".report-print")).to_be_visible()
    eventually(lambda: canvas.evaluate(DARKEST_LETTER) < 140, wanted=True)
    page.emulate_media(media="screen")
    expect(page.locator(".report-bar")).to_be_visible()
