"""Time written down, edited, continued, deleted; and the running timer edited where it runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import expect_idle, expect_running, row_of, seconds_of, timer_of, toast_of
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch


@pytest.fixture
def time_page(open_page: OpenPage, ana: Person) -> Page:
    return open_page(ana, ana.url("time/"))


def write_down(page: Page, what: str, worked: str) -> None:
    form = page.get_by_role("form", name="Write down time")
    form.get_by_label("What").fill(what)
    form.get_by_label("Time", exact=True).fill(worked)
    form.get_by_role("button", name="Add time").click()


@pytest.mark.parametrize(
    ("typed", "length", "span"),
    [("1:30", 5400, ""), ("9-10:30", 5400, "9:00 – 10:30"), ("90m", 5400, "")],
)
def test_time_is_written_down_as_people_say_it(time_page: Page, typed: str, length: int, span: str) -> None:
    write_down(time_page, "Invoices", typed)
    entry = row_of(time_page, "Invoices")
    assert seconds_of(entry.locator(".entry-length").inner_text()) == length
    if span:
        expect(entry.locator(".entry-span")).to_contain_text(re.compile(r"0?9:00 – 10:30"))
    assert seconds_of(time_page.locator(".day-total").inner_text()) == length
    expect(time_page.get_by_role("form", name="Write down time").get_by_label("What")).to_have_value("")


def test_what_cannot_be_meant_is_refused_at_its_field(time_page: Page, ana: Person, watch: Watch) -> None:
    watch.expect("status of 400")
    write_down(time_page, "Invoices", "yesterday-ish")
    field = time_page.get_by_role("form", name="Write down time").get_by_label("Time", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("yesterday-ish")
    expect(field).to_be_focused()
    eventually(ana.entries, [])


def test_an_entry_is_edited_where_it_stands(time_page: Page, ana: Person) -> None:
    write_down(time_page, "Invoices", "9-10:30")
    row_of(time_page, "Invoices").focus()
    time_page.keyboard.press("e")
    editor = time_page.locator("#days .entry-editor")
    editor.get_by_label("What").fill("Invoices for November")
    editor.get_by_label("Time", exact=True).fill("9-11")
    editor.get_by_role("button", name="Save").click()

    entry = row_of(time_page, "Invoices for November")
    assert seconds_of(entry.locator(".entry-length").inner_text()) == 7200
    expect(time_page.locator(".day-total")).to_contain_text("2:00:00")
    eventually(
        lambda: [(one["description"], one["duration"]) for one in ana.entries()], [("Invoices for November", 7200)]
    )


def test_an_entry_is_continued(time_page: Page) -> None:
    write_down(time_page, "Invoices", "9-10:30")
    row_of(time_page, "Invoices").get_by_role("button", name="Continue").click()
    expect_running(time_page, "Invoices")
    expect(row_of(time_page, "Invoices")).to_have_count(2)
    timer_of(time_page).get_by_role("button", name="Stop the timer").click()
    expect_idle(time_page)


def test_a_deleted_entry_comes_back_by_undo(time_page: Page, ana: Person) -> None:
    write_down(time_page, "Invoices", "1:30")
    row_of(time_page, "Invoices").hover()
    row_of(time_page, "Invoices").get_by_role("button", name="More").click()
    time_page.get_by_role("menuitem", name="Delete").click()
    expect(row_of(time_page, "Invoices")).to_have_count(0)
    eventually(ana.entries, [])

    toast_of(time_page, "deleted").get_by_role("button", name="Undo").click()
    expect(row_of(time_page, "Invoices")).to_be_visible()
    expect(time_page.locator(".day-total")).to_contain_text("1:30:00")


def test_the_running_timer_is_edited_in_the_header(open_page: OpenPage, ana: Person) -> None:
    ana.starts("Call")
    page = open_page(ana)
    timer_of(page).get_by_role("button", name="Running:").click()
    panel = page.get_by_role("dialog", name="Timer")
    panel.get_by_label("What").fill("Call with Boris")
    panel.get_by_label("Started").fill("-1h")
    panel.get_by_role("button", name="Save").click()
    expect_running(page, "Call with Boris")
    expect(timer_of(page).locator("time")).to_have_text(re.compile(r"1:00:\d\d"))
    expect(page).to_have_title(re.compile(r"^1:00:\d\d · Call with Boris"))


def test_a_discarded_timer_comes_back_by_undo(open_page: OpenPage, ana: Person) -> None:
    ana.starts("Call")
    page = open_page(ana)
    timer_of(page).get_by_role("button", name="Running:").click()
    page.get_by_role("dialog", name="Timer").get_by_role("button", name="Discard").click()
    expect_idle(page)
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect_running(page, "Call")


def test_the_timer_starts_from_the_header_with_words(page: Page) -> None:
    timer_of(page).get_by_role("button", name="Start").click()
    panel = page.get_by_role("dialog", name="Timer")
    panel.get_by_label("What").fill("Mail")
    panel.get_by_label("What").press("Enter")
    expect_running(page, "Mail")
    expect(panel).to_be_hidden()
