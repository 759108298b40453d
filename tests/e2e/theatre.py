"""One Chromium for all tests of a process."""

from __future__ import annotations

import asyncio
import os
import shutil

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of a Chromium; with CI set, its absence fails the tests instead of skipping them."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("There is no Chromium. Set CHROMIUM to the path of one.")
    return str(path)


class Theatre:
    """
    Playwright keeps an event loop running in the thread of the tests, and Django refuses its database to such a thread.

    So the loop is announced as running only while a test of ours is on; tests of others may come in between.
    """

    def __init__(self) -> None:
        self._manager = sync_playwright()
        self._playwright: Playwright = self._manager.start()
        self._loop = asyncio.get_running_loop()
        self.browser: Browser = self._playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)

    def open(self) -> None:
        asyncio._set_running_loop(self._loop)

    @staticmethod
    def leave() -> None:
        asyncio._set_running_loop(None)

    def close(self) -> None:
        self.open()
        self.browser.close()
        self._manager.__exit__()
        self.leave()
