"""Answers that come late, as they do on a slow line: what a page asks is held back until the test lets it go."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route


class Late:
    def __init__(self, page: Page, address: str | re.Pattern[str]) -> None:
        self._held: list[Route] = []
        self._on_time = False
        page.route(address, self._arrives)

    def _arrives(self, route: Route) -> None:
        if self._on_time:
            route.continue_()
        else:
            self._held.append(route)

    def let_go(self) -> None:
        """Send on what was held back; from now on nothing is."""
        self._on_time = True
        while self._held:
            self._held.pop(0).continue_()
