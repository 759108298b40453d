"""The main flows with JavaScript off: plain forms, plain pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import PASSWORD, Person
from tests.e2e.waiting import eventually


@pytest.fixture
def plain(open_page: OpenPage, ana: Person) -> Page:
    page = open_page(path="/accounts/login/", java_script_enabled=False)
    page.get_by_label("E-mail").fill(ana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/today/$"))
    return page


def add(page: Page, line: str) -> None:
    page.locator("main").get_by_role("textbox", name="Add a task").fill(line)
    page.locator("main").get_by_role("button", name="Add", exact=True).first.click()


def test_a_task_is_added_and_completed(plain: Page, ana: Person) -> None:
    add(plain, "Call Boris today p1")
    row = plain.locator("main [data-row]").filter(has_text="Call Boris")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Complete").click()
    expect(plain).to_have_url(re.compile(r"/today/$"))
    assert ana.tasks() == []


def test_the_timer_starts_and_stops_on_a_task(plain: Page, ana: Person) -> None:
    add(plain, "Call Boris today")
    plain.get_by_role("button", name="Start the timer: Call Boris").click()
    expect(plain.locator("#timer")).to_contain_text("Call Boris")
    plain.locator("#timer").get_by_role("button", name="Stop the timer").click()
    expect(plain.locator("#timer.is-idle")).to_be_attached()
    assert [entry["stopped_at"] is None for entry in ana.entries()] == [False]


def test_a_task_is_edited_on_its_page(plain: Page, ana: Person) -> None:
    add(plain, "Call Boris today")
    plain.locator("main").get_by_role("link", name="Call Boris").click()
    plain.get_by_label("Title", exact=True).fill("Write to Boris")
    plain.locator("main .drawer-title").get_by_role("button", name="Save").click()
    expect(plain.get_by_label("Title", exact=True)).to_have_value("Write to Boris")
    eventually(ana.titles, ["Write to Boris"])


def test_time_is_written_down(plain: Page, ana: Person) -> None:
    plain.goto(ana.url("time/"))
    form = plain.get_by_role("form", name="Write down time")
    form.get_by_label("What").fill("Invoices")
    form.get_by_label("Time", exact=True).fill("1:30")
    form.get_by_role("button", name="Add time").click()
    expect(plain.locator(".day-total")).to_contain_text("1:30:00")


def test_the_report_is_grouped_otherwise(plain: Page, ana: Person) -> None:
    plain.goto(ana.url("reports/?group=day"))
    expect(plain.get_by_role("heading", name="Reports")).to_be_visible()
