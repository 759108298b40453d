"""Keeps an eye on pages: what the console, the network or a script complains about fails the test."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response


class Watch:
    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def expect(self, pattern: str) -> None:
        """Complaints that match are part of this test."""
        self._expected.append(re.compile(pattern))

    def judge(self) -> None:
        unexpected = [line for line in self.complaints if not any(one.search(line) for one in self._expected)]
        assert not unexpected, "The browser complained:\n" + "\n".join(unexpected)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"network: {response.status} for {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left, and a preview overtaken by the next key, abort what they asked for.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"network: {request.failure} for {request.method} {request.url}")
