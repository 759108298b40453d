"""In and out: signing in and out, a forgotten password, and what a person chooses for themselves."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import PASSWORD, Person
from tests.e2e.watch import Watch


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_signing_out_and_in_again_leads_where_one_wanted_to_be(page: Page, ana: Person, watch: Watch) -> None:
    watch.expect("status of 40[01]")  # a wrong password; a page that was just asking for news
    page.get_by_role("button", name="Ana Keller").last.click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))

    page.goto(ana.url("time/"))
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
    sign_in(page, ana.email, "not the password")
    expect(page.get_by_role("alert").first).to_contain_text(re.compile(r"\w"))
    expect(page.get_by_label("E-mail")).to_have_value(ana.email)
    sign_in(page, ana.email, PASSWORD)
    expect(page).to_have_url(re.compile(r"/time/$"))


def test_an_open_page_leaves_when_one_is_signed_out_elsewhere(open_page: OpenPage, ana: Person, watch: Watch) -> None:
    watch.expect("status of 401")
    here, there = open_page(ana, ana.url("inbox/")), open_page(ana, "/settings/")
    expect(here.locator("main").get_by_role("textbox", name="Add a task")).to_be_visible()
    there.locator("main").get_by_role("button", name="Sign out").click()
    expect(there).to_have_url(re.compile("/accounts/login/"))
    # What stood there is nobody's to see any more; signing in leads back to it.
    expect(here).to_have_url(re.compile(r"/accounts/login/\?next=/.*/inbox/"))
    sign_in(here, ana.email, PASSWORD)
    expect(here).to_have_url(re.compile(r"/inbox/$"))


def test_a_forgotten_password_is_answered_on_a_server_without_mail(open_page: OpenPage) -> None:
    page = open_page(path="/accounts/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.locator("main, .card").first).to_contain_text("sends no mail")


def test_the_chosen_theme_stays(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, "/settings/")
    with page.expect_response("**/settings/appearance/"):
        page.get_by_text("Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(ana.url())
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", dark)[:3])) < 60


def test_a_session_is_ended_from_the_list_of_devices(open_page: OpenPage, ana: Person) -> None:
    page = open_page(path="/accounts/login/")
    sign_in(page, ana.email, PASSWORD)
    expect(page).to_have_url(re.compile(r"/today/$"))

    other = open_page(ana, "/accounts/sessions/")
    strange = other.locator("main li:has(form)").filter(has_text="Chrom")
    strange.get_by_role("button", name="Sign out").click()
    expect(strange).to_have_count(0)
    page.goto(ana.url())
    expect(page).to_have_url(re.compile("/accounts/login/"))
