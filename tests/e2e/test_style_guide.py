"""The style guide in a real browser: nothing for axe to find in either theme, nothing wider than the screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Page, expect

import workstate
from tests.e2e.conftest import wait_for_script
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

AXE = Path(workstate.__file__).parent / "theme" / "static_src" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def style_guide(settings: Any) -> Iterator[str]:
    """The pages alone, served with DEBUG on; they need no database."""
    settings.DEBUG = True
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/styleguide/"
    server.shutdown()
    thread.join()
    server.server_close()


def _open(browser: Browser, watch: Watch, address: str, theme: Any, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
    watch.over(context)
    watch.expect("WebSocket")  # nobody answers the socket here
    page = context.new_page()
    wait_for_script(page)
    page.goto(address, wait_until="load")
    return page


# The components show both themes on one page already.
PLACES = [("", "light", 1440), ("", "light", 390), ("today/?open=1", "light", 1440), ("today/?open=1", "dark", 390)]
PLACES += [("time/", "dark", 390), ("report/", "light", 390), ("report/", "dark", 1440), ("plain/", "dark", 1440)]


@pytest.mark.parametrize(("path", "theme", "width"), PLACES)
def test_every_page_is_accessible_and_fits(
    style_guide: str, browser: Browser, watch: Watch, path: str, theme: str, width: int
) -> None:
    page = _open(browser, watch, style_guide + path, theme, width)
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def test_a_menu_is_walked_with_the_keyboard_and_gives_the_focus_back(
    style_guide: str, browser: Browser, watch: Watch
) -> None:
    page = _open(browser, watch, style_guide, "light", 1440)
    opener = page.locator("[popovertarget=light-menu]")
    opener.focus()
    page.keyboard.press("Enter")
    eventually(lambda: page.evaluate("document.activeElement.textContent"), "Copy link")
    page.keyboard.press("ArrowUp")
    eventually(lambda: page.evaluate("document.activeElement.textContent"), "Delete")
    page.keyboard.press("Escape")
    eventually(lambda: opener.evaluate("it => it === document.activeElement"), True)
    page.context.close()


def test_a_combobox_finds_by_typing_and_keeps_the_select_in_step(
    style_guide: str, browser: Browser, watch: Watch
) -> None:
    page = _open(browser, watch, style_guide, "light", 1440)
    field = page.locator("#light-combo-typed, [role=combobox]").first
    field.fill("sky")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Enter")
    expect(field).to_have_value("Sky project")
    expect(page.locator("select").first).to_have_value("sky")
    page.context.close()
