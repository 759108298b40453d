"""Talking about a task: people and tasks are named by typing, one chooses what to hear of it, and the activity tells of it at once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.test_two_browsers import WITNESS
from tests.e2e.waiting import eventually

FIRST_POKE = 30_000  # the worker of a product that has just been started may still be on its way


def test_what_is_said_in_one_browser_stands_in_the_activity_of_the_other(open_page: OpenPage, ana: Person) -> None:
    project = ana.makes_project("Website")
    letter, other = ana.adds("Draft the letter #Website"), ana.adds("Call the printer #Website")
    task = f"/api/v1/workspaces/{ana.workspace}/tasks/{letter['id']}/"

    # axe is brought in by the test, which the policy of the page forbids.
    there = open_page(ana, ana.url(f"projects/{project['id']}/activity/"), script=WITNESS, bypass_csp=True)
    expect(there.locator("#feed")).to_contain_text("Draft the letter")
    expect(there.locator("html")).to_have_attribute("data-socket", "open")

    here = open_page(ana, ana.url(f"tasks/{letter['number']}/"))
    box = here.get_by_role("textbox", name="Comment")
    box.click()
    box.press_sequentially("Ask @an")
    expect(here.get_by_role("option", name="Ana Keller")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("Ask @ana ")
    box.press_sequentially("about #call")
    expect(here.get_by_role("option", name="Call the printer")).to_have_attribute("aria-selected", "true")
    box.press("Tab")
    expect(box).to_have_value(f"Ask @ana about #{other['number']} ")
    box.press("Control+Enter")
    expect(here.locator(".comment .mention.is-me")).to_have_text("@ana")
    expect(here.locator(".comment .task-ref")).to_have_text(f"#{other['number']}")
    expect(there.locator("#feed")).to_contain_text("Ana commented on", timeout=FIRST_POKE)

    here.get_by_role("button", name="Following").click()
    here.get_by_role("button", name="Mute").click()
    expect(here.get_by_role("button", name="Muted")).to_be_visible()
    eventually(lambda: ana.asks(f"{task}following/")["state"], "mute")

    there.locator("#main [name=kind]").select_option("comments")
    there.locator("#main").get_by_role("button", name="Filter", exact=True).click()
    expect(there.locator(".feed-line")).to_have_count(1)
    assert violations(there) == []
