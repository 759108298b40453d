"""“Still working?” on all devices, the forgotten timer that was stopped, and the time somebody was away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import expect_idle, expect_running, timer_of, toast_of
from tests.e2e.test_two_browsers import WITNESS
from tests.e2e.waiting import eventually
from workstate.embedded.testing import Product

# A job comes by twice a minute, and the worker of a product that has just been started may still be on its way.
NEXT_JOB = 75_000


class Clockwork:
    """What nobody can do on a page: let hours pass for one person's clock, given in minutes ago."""

    def __init__(self, product: Product, person: Person) -> None:
        self._url = product.values.get("DATABASE_URL") or product.addresses["DATABASE_URL"]
        self._email = person.email

    def turn(self, **minutes: int | None) -> None:
        columns = ", ".join(f"{name} = now() - make_interval(mins => %s)" for name in minutes)
        owner = "(SELECT id FROM accounts_user WHERE email = %s)"
        with psycopg.connect(self._url) as connection:
            connection.execute(
                f"UPDATE timetracking_clock SET {columns} WHERE user_id = {owner}",
                [*minutes.values(), self._email],
            )


@pytest.fixture
def clockwork(product: Product, ana: Person) -> Clockwork:
    return Clockwork(product, ana)


def begins(person: Person, what: str, *, minutes: int) -> None:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    person.asks(f"/api/v1/workspaces/{person.workspace}/timer/", description=what, at=at.isoformat())


def lengths(person: Person) -> list[int | None]:
    """Of the entries, in minutes, the earliest first; None for what runs."""
    entries: list[dict[str, Any]] = sorted(person.entries(), key=lambda entry: str(entry["started_at"]))
    return [entry["duration"] and round(entry["duration"] / 60) for entry in entries]


def question_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Still working?")


def gap_of(page: Page) -> Locator:
    return page.locator("#gap")


def look_by_axe(page: Page) -> None:
    found = []
    page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    for theme in ("light", "dark"):
        page.evaluate("theme => void (document.documentElement.dataset.theme = theme)", theme)
        found += [f"{theme}: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


def test_a_forgotten_timer_asks_everywhere_and_is_stopped_and_brought_back(
    open_page: OpenPage, ana: Person, clockwork: Clockwork
) -> None:
    begins(ana, "Fix checkout totals", minutes=300)
    pages = [open_page(ana, script=WITNESS, bypass_csp=True), open_page(ana, ana.url("time/"), script=WITNESS)]
    for page in pages:
        expect(page.locator("html")).to_have_attribute("data-socket", "open")
        expect_running(page, "Fix checkout totals")
    here, there = pages

    clockwork.turn(answered_at=300, seen_at=60)
    for page in pages:
        expect(question_of(page)).to_be_visible(timeout=NEXT_JOB)
        expect(question_of(page)).to_contain_text("Fix checkout totals")
    look_by_axe(here)
    question_of(here).get_by_role("button", name="Yes, still working").click()
    for page in pages:
        expect(question_of(page)).to_have_count(0)
    expect_running(there, "Fix checkout totals")

    clockwork.turn(answered_at=300, seen_at=60, asked_at=40)
    for page in pages:
        notice = page.locator("#notices").get_by_text("We stopped your timer")
        expect(notice).to_be_visible(timeout=NEXT_JOB)
        expect_idle(page)
    eventually(lambda: [minutes in range(239, 250) for minutes in lengths(ana)], [True])
    there.locator("#notices").get_by_role("button", name="Undo").click()
    for page in pages:
        expect_running(page, "Fix checkout totals")
        expect(page.locator("#notices")).not_to_contain_text("We stopped your timer")
    eventually(lambda: lengths(ana), [None])


def comes_back(page: Page) -> None:
    """Let 47 minutes pass for the page, in which nothing is touched, and then the mouse be moved."""
    page.clock.fast_forward(47 * 60 * 1000)
    page.mouse.move(300, 300)
    page.mouse.move(320, 310)


def test_time_away_is_asked_about_on_return_and_split(open_page: OpenPage, ana: Person, clockwork: Clockwork) -> None:
    begins(ana, "Fix checkout totals", minutes=180)
    clockwork.turn(answered_at=180)
    here, there = (open_page(path="about:blank", bypass_csp=True) for _ in range(2))
    for page in (here, there):
        page.context.add_cookies(ana.cookies)  # type: ignore[arg-type]
        page.clock.install()
        page.goto(ana.url())
        # What listens for the hand has been loaded when it has brought its looks.
        expect(page.locator("link[href$='presence.css']")).to_be_attached()
        clockwork.turn(seen_at=60)
        comes_back(page)
        expect(gap_of(page)).to_be_visible()
        expect(gap_of(page)).to_contain_text("You were away for 47 m")
        expect(gap_of(page)).to_contain_text(re.compile(r"2:1[34]:\d\d"))
    expect(gap_of(here).get_by_role("button", name=re.compile("^Keep"))).to_be_focused()

    gap_of(here).get_by_role("button", name="Split A bit of both").click()
    parts = gap_of(here).get_by_role("listitem")
    parts.nth(0).get_by_label("How long").fill("20")
    parts.nth(0).get_by_label("What").fill("Lunch talk")
    expect(gap_of(here).locator("[data-left]")).to_have_text(re.compile(r"^0:2[78]:"))
    parts.nth(1).get_by_label("How long").fill("1:00")
    expect(gap_of(here).locator(".gap-left")).to_have_class("gap-left is-over")
    parts.nth(1).get_by_label("How long").fill("7m")
    parts.nth(1).get_by_label("What").fill("A call")
    expect(gap_of(here).locator("[data-left]")).to_have_text(re.compile(r"^0:2[01]:"))
    look_by_axe(here)
    gap_of(here).get_by_role("button", name="Split", exact=True).click()

    for page in (here, there):
        expect(gap_of(page)).to_have_count(0)
        expect_running(page, "Fix checkout totals")
    eventually(lambda: lengths(ana)[1:], [20, 7, None])
    assert lengths(ana)[0] in range(152, 158)
    toast_of(here, "were split").get_by_role("button", name="Undo").click()
    eventually(lambda: lengths(ana), [None])
    expect(timer_of(here)).to_contain_text("Fix checkout totals")
