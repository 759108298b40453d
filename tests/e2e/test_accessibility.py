"""axe finds nothing on any page, in both themes, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import chips_of, line_of, row_of, timer_of
from tests.e2e.watch import Watch

SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


def check(page: Page) -> None:
    """Everything in light, and in dark what colours can break."""
    found: list[str] = []
    # A colour on its way from one theme to the other is neither.
    page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    devtools = page.context.new_cdp_session(page)
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": size is SIZES[-1]})
        for theme in ("light", "dark"):
            page.evaluate("theme => void (document.documentElement.dataset.theme = theme)", theme)
            of_colour = theme == "dark"
            found += [f"{size['width']} px, {theme}: {line}" for line in violations(page, of_colour=of_colour)]
    assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_entrance(open_page: OpenPage, path: str) -> None:
    check(open_page(path=path, bypass_csp=True))


@pytest.mark.parametrize(
    "path",
    ["today/", "inbox/", "upcoming/", "completed/", "projects/", "projects/new/", "tasks/1/", "bin/"]
    + ["time/", "timer/", "reports/", "import/"],
)
def test_places(open_page: OpenPage, furnished: Person, path: str) -> None:
    check(open_page(furnished, furnished.url(path), bypass_csp=True))


def test_a_project(open_page: OpenPage, furnished: Person) -> None:
    project = furnished.asks(f"/api/v1/workspaces/{furnished.workspace}/projects/")["results"][0]["id"]
    check(open_page(furnished, furnished.url(f"projects/{project}/"), bypass_csp=True))


@pytest.mark.parametrize("path", ["/settings/", "/accounts/sessions/", "/accounts/password/change/"])
def test_settings(open_page: OpenPage, furnished: Person, path: str) -> None:
    check(open_page(furnished, path, bypass_csp=True))


@pytest.mark.parametrize("path", ["today/", "time/", "reports/", "inbox/"])
def test_empty_places(open_page: OpenPage, newcomer: Person, path: str) -> None:
    check(open_page(newcomer, newcomer.url(path), bypass_csp=True))


def test_an_address_that_leads_nowhere(open_page: OpenPage, furnished: Person, watch: Watch) -> None:
    watch.expect("status of 404")
    check(open_page(furnished, furnished.url("nowhere/"), bypass_csp=True))


def test_an_open_drawer(open_page: OpenPage, furnished: Person) -> None:
    page = open_page(furnished, bypass_csp=True)
    row_of(page, "Fix checkout totals").get_by_role("link", name="Fix checkout totals").click()
    expect(page.get_by_label("Title")).to_be_visible()
    check(page)


def test_a_line_being_typed(open_page: OpenPage, furnished: Person) -> None:
    page = open_page(furnished, bypass_csp=True)
    line_of(page).press_sequentially("Call Ana tomorrow 2pm p1 #Storefront @phone ~45m")
    expect(chips_of(page)).to_have_count(5)
    check(page)


def test_the_timer_opened_for_editing(open_page: OpenPage, furnished: Person) -> None:
    page = open_page(furnished, bypass_csp=True)
    timer_of(page).get_by_role("button", name="Running:").click()
    expect(page.get_by_role("dialog", name="Timer").get_by_label("What")).to_be_visible()
    check(page)
