"""The filter of a list: typed with completion, corrected where it is wrong, built from rows, and without script."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import PASSWORD, Person
from tests.e2e.test_accessibility import check


@pytest.fixture
def planned(ana: Person) -> Person:
    ana.makes_project("Website")
    ana.makes_project("Spring launch", "red")
    for line in ("Alpha p1 #Website", "Beta p2 #Website @waiting", 'Gamma p1 #"Spring launch"', "Delta"):
        ana.adds(line)
    return ana


def bar(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Filter")


def expect_tasks(page: Page, *titles: str) -> None:
    expect(page.locator("#task-list [data-row] .task-name a")).to_have_text(titles)


def at_filter(text: str) -> re.Pattern[str]:
    return re.compile(rf"filter={re.escape(quote(text, safe='').replace('%20', '+'))}")


def test_a_filter_is_typed_with_completion_by_keyboard_alone(open_page: OpenPage, planned: Person) -> None:
    page = open_page(planned, planned.url("all/"), bypass_csp=True)
    expect_tasks(page, "Alpha", "Gamma", "Beta", "Delta")
    expect(bar(page)).to_be_hidden()
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(bar(page)).to_be_focused()

    options = page.get_by_role("listbox", name="What may stand here").get_by_role("option")
    page.keyboard.type("p1 & #spr")
    expect(options).to_have_count(1)
    expect(options).to_contain_text(["Spring launch"])
    page.keyboard.press("ArrowDown")
    expect(options).to_have_attribute("aria-selected", "true")
    check(page)
    page.keyboard.press("Enter")
    expect(bar(page)).to_have_value('p1 & #"Spring launch" ')
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")

    expect(page).to_have_url(at_filter('p1 & #"Spring launch" '))
    expect_tasks(page, "Gamma")
    page.get_by_role("link", name="Show all").click()
    expect_tasks(page, "Alpha", "Gamma", "Beta", "Delta")


def test_what_is_wrong_is_shown_in_its_place_and_corrected_by_a_click(open_page: OpenPage, planned: Person) -> None:
    page = open_page(planned, planned.url("all/"), bypass_csp=True)
    page.get_by_role("button", name="Filter", exact=True).click()
    bar(page).fill("p2 & #Wesbite")
    page.keyboard.press("Enter")
    expect(bar(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".filter-mirror u")).to_have_text("#Wesbite")
    wrong = page.locator("#filter-wrong")
    expect(wrong).to_contain_text("There is no project “Wesbite”.")
    expect(page).to_have_url(re.compile(r"/all/$"))
    check(page)
    wrong.get_by_role("button", name="Write “#Website”").click()
    expect(page).to_have_url(at_filter("p2 & #Website"))
    expect_tasks(page, "Beta")

    # The same told by the page itself, for an address that came from elsewhere.
    page.goto(f"{planned.url('all/')}?filter=due%3A+fridy")
    expect(page.locator(".filter-mirror u")).to_have_text("fridy")
    expect(page.get_by_role("button", name="Write “friday”")).to_be_visible()


def test_rows_write_the_same_text(open_page: OpenPage, planned: Person) -> None:
    page = open_page(planned, f"{planned.url('all/')}?filter=p1+%26+%23Website", bypass_csp=True)
    page.get_by_role("link", name="Build a filter").click()
    dialog = page.get_by_role("dialog", name="Build a filter")
    expect(dialog.get_by_label("Row 1: what")).to_have_value("priority")
    expect(dialog.get_by_label("Row 2: value")).to_have_value("Website")
    check(page)
    says = dialog.locator("[data-filter-says]")
    dialog.get_by_label("Row 1: how").select_option("<=")
    expect(says).to_have_text("priority <= 1 & #Website")
    dialog.get_by_label("Row 1: value").select_option("2")
    expect(says).to_have_text("priority <= 2 & #Website")
    dialog.get_by_role("button", name="Add a row").click()
    dialog.get_by_label("Row 3: what").select_option("label")
    dialog.get_by_label("Row 3: how").select_option("!:")
    dialog.get_by_label("Row 3: value").fill("waiting")
    expect(says).to_have_text("priority <= 2 & #Website & !@waiting")
    dialog.get_by_role("button", name="Use this filter").click()
    expect(page).to_have_url(at_filter("priority <= 2 & #Website & !@waiting"))
    expect_tasks(page, "Alpha")


def test_a_filter_works_without_script(open_page: OpenPage, planned: Person) -> None:
    page = open_page(path="/accounts/login/", java_script_enabled=False)
    page.get_by_label("E-mail").fill(planned.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(planned.url("all/"))
    bar(page).fill("p1 & #Wesbite")
    page.locator("#filter-bar").get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="Write “#Website”").click()
    expect_tasks(page, "Alpha")
    page.get_by_role("link", name="Build a filter").click()
    page.get_by_label("Row 1: how").select_option(">=")
    page.get_by_role("button", name="Use this filter").click()
    expect(page).to_have_url(at_filter("priority >= 1 & #Website"))
    expect_tasks(page, "Alpha", "Beta")
