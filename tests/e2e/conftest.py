from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.furniture import furnish
from tests.e2e.people import Person
from tests.e2e.servers import running_product
from tests.e2e.theatre import Theatre
from tests.e2e.watch import Watch
from workstate.embedded.testing import Product

expect.set_options(timeout=20_000)  # What comes at once is not waited for; a busy machine may take its time.
_STAGED = pytest.StashKey[Theatre]()
_RUNNING = pytest.StashKey[Product]()
OpenPage = Callable[..., Page]
# A message with its Undo stays for eight seconds, which is long for a person and short for a busy machine.
UNHURRIED = """(() => {
  const later = window.setTimeout;
  window.setTimeout = (act, wait, ...more) => later(act, wait === 8000 ? 20000 : wait, ...more);
})()"""
LISTENS = """() => "ready" in document.documentElement.dataset
  || (document.readyState === "complete" && !document.querySelector('script[src*="app.js"]'))"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if theatre := item.config.stash.get(_STAGED, None):
        theatre.open()
    try:
        return (yield)
    finally:
        Theatre.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows what the product said last."""
    report = yield
    if report.failed and (product := item.config.stash.get(_RUNNING, None)):
        report.sections.append(("workstate up", "".join(product.lines[-40:])))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, worker_id: str, pytestconfig: pytest.Config) -> Iterator[Product]:
    number = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    with running_product(tmp_path_factory.mktemp("product"), worker=number) as running:
        pytestconfig.stash[_RUNNING] = running
        yield running


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    theatre = pytestconfig.stash[_STAGED] = Theatre()
    yield theatre.browser
    del pytestconfig.stash[_STAGED]
    theatre.close()


@pytest.fixture(scope="session")
def sign_up(product: Product) -> Callable[..., Person]:
    """Makes one more person."""
    numbers = itertools.count()
    return lambda **more: Person(product.url, number=next(numbers), **more)


@pytest.fixture
def ana(sign_up: Callable[..., Person]) -> Person:
    return sign_up()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Judges, at the end of the test, every page that was opened."""
    watch = Watch()
    yield watch
    watch.judge()


@pytest.fixture
def open_page(product: Product, browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """Opens a browser of its own for a person, or for nobody, at an address."""
    contexts = []

    def open_one(person: Person | None = None, path: str | None = None, *, script: str = "", **options: Any) -> Page:
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
        zone = person.zone if person else "Europe/Berlin"
        context = browser.new_context(base_url=product.url, locale="en-GB", timezone_id=zone, **options)
        contexts.append(context)
        watch.over(context)
        if person:
            context.add_cookies(person.cookies)  # type: ignore[arg-type]
        context.add_init_script(UNHURRIED)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        slow_down(page)
        if options.get("java_script_enabled", True):
            wait_for_script(page)
        page.goto(path or (person.url() if person else "/"))
        return page

    yield open_one
    for context in contexts:
        context.close()


def slow_down(page: Page) -> None:
    """With SLOW_BROWSER=6 the page runs six times slower: what a test does too early on a busy machine it does here."""
    if rate := os.environ.get("SLOW_BROWSER"):
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": float(rate)})


def wait_for_script(page: Page) -> None:
    """Let every act and every expectation wait until the page that was gone to listens, as a person waits to see it."""
    deaf = page.locator('html:not([data-ready]):has(script[src*="app.js"])')
    page.add_locator_handler(deaf, lambda: None)
    _let_keys_wait(page)


def _let_keys_wait(page: Page) -> None:
    """Keys go to whatever has the focus, so no locator waits for them: the first one on a new page does."""
    arrived = [True]
    page.on("framenavigated", lambda frame: arrived.append(True) if frame == page.main_frame else None)

    def patient(send: Callable[..., None]) -> Callable[..., None]:
        def sent(*keys: Any, **options: Any) -> None:
            if arrived:
                arrived.clear()
                page.wait_for_function(LISTENS)
            send(*keys, **options)

        return sent

    keyboard = page.keyboard
    keyboard.press, keyboard.type = patient(keyboard.press), patient(keyboard.type)  # type: ignore[method-assign]


@pytest.fixture
def page(open_page: OpenPage, ana: Person) -> Page:
    """Ana's browser, at Today."""
    return open_page(ana)


@pytest.fixture(scope="session")
def furnished(sign_up: Callable[..., Person]) -> Person:
    """Somebody with a full workspace, for tests that only look."""
    person = sign_up()
    furnish(person)
    return person


@pytest.fixture(scope="session")
def newcomer(sign_up: Callable[..., Person]) -> Person:
    """Somebody with nothing yet, for tests that only look."""
    return sign_up()
