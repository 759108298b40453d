"""axe finds nothing on any page, in both themes, on a wide screen and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.steps import chips_of, line_of, row_of, timer_of
from tests.e2e.test_import import PATIENCE, confirm, read
from tests.e2e.watch import Watch
from workstate.embedded.testing import Product

SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


@pytest.fixture(scope="module")
def gallery(product: Product, browser: Browser, furnished: Person) -> Iterator[tuple[Page, Watch]]:
    """One browser of the person who has something on every page: to load scripts and styles anew each time costs more."""
    context = browser.new_context(base_url=product.url, timezone_id=furnished.zone, bypass_csp=True)
    context.add_cookies(furnished.cookies)  # type: ignore[arg-type]
    watch = Watch()
    watch.over(context)
    yield context.new_page(), watch
    context.close()


@pytest.fixture
def full(gallery: tuple[Page, Watch]) -> Iterator[Page]:
    """The page of that browser, wide again."""
    page, watch = gallery
    page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]
    yield page
    watch.judge()


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
    devtools.detach()
    assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_entrance(open_page: OpenPage, path: str) -> None:
    check(open_page(path=path, bypass_csp=True))


@pytest.mark.parametrize(
    "path",
    [
        "today/",
        "inbox/",
        "upcoming/",
        "completed/",
        "assigned/",
        "archive/",
        "projects/",
        "projects/new/",
        "tasks/1/",
        "bin/",
    ]
    + ["time/", "timer/", "reports/", "import/", "activity/", "settings/", "settings/people/", "settings/groups/"]
    + ["settings/log/", "settings/deletion/", "settings/webhooks/"],
)
def test_places(full: Page, furnished: Person, path: str) -> None:
    full.goto(furnished.url(path))
    check(full)


def test_a_project(full: Page, furnished: Person) -> None:
    project = furnished.asks(f"/api/v1/workspaces/{furnished.workspace}/projects/")["results"][0]["id"]
    for page in ("", "budgets/", "activity/"):
        full.goto(furnished.url(f"projects/{project}/{page}"))
        check(full)


def test_a_webhook(full: Page, furnished: Person) -> None:
    hooks = f"/api/v1/workspaces/{furnished.workspace}/webhooks/"
    made = furnished.asks(hooks, url="https://hooks.example.com/work", verbs=["task.completed"])["id"]
    furnished.asks(f"{hooks}{made}/activation/", method="DELETE")  # Nothing is to leave for that address.
    full.goto(furnished.url(f"settings/webhooks/{made}/"))
    check(full)


@pytest.mark.parametrize(
    "path",
    ["/settings/", "/settings/data/", "/settings/notifications/", "/notifications/", "/workspaces/"]
    + ["/accounts/sessions/", "/accounts/password/change/", "/settings/keys/", "/settings/device/"],
)
def test_settings(full: Page, path: str) -> None:
    full.goto(path)
    check(full)


@pytest.mark.parametrize("path", ["today/", "time/", "reports/", "inbox/"])
def test_empty_places(open_page: OpenPage, newcomer: Person, path: str) -> None:
    check(open_page(newcomer, newcomer.url(path), bypass_csp=True))


def test_an_address_that_leads_nowhere(open_page: OpenPage, furnished: Person, watch: Watch) -> None:
    watch.expect("status of 404")
    check(open_page(furnished, furnished.url("nowhere/"), bypass_csp=True))


def test_an_open_drawer(full: Page, furnished: Person) -> None:
    full.goto(furnished.url())
    row_of(full, "Fix checkout totals").get_by_role("link", name="Fix checkout totals").click()
    expect(full.get_by_label("Title", exact=True)).to_be_visible()
    check(full)


def test_a_line_being_typed(full: Page, furnished: Person) -> None:
    full.goto(furnished.url())
    line_of(full).press_sequentially("Call Ana tomorrow 2pm p1 #Storefront @phone ~45m")
    expect(chips_of(full)).to_have_count(5)
    check(full)


def test_the_timer_opened_for_editing(full: Page, furnished: Person) -> None:
    full.goto(furnished.url())
    timer_of(full).get_by_role("button", name="Running:").click()
    expect(full.get_by_role("dialog", name="Timer").get_by_label("What")).to_be_visible()
    check(full)


def test_an_import_before_and_after(open_page: OpenPage, ana: Person) -> None:
    page = open_page(ana, ana.url("import/"), bypass_csp=True)
    for sample in ("toggl/detailed-broken.csv", "toggl/detailed-2026.csv"):
        page.goto(ana.url("import/"))
        read(page, sample)
        expect(page.get_by_role("table").first).to_be_visible(timeout=PATIENCE)
        check(page)
    confirm(page)
    check(page)
