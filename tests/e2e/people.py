"""People with accounts, and a program's way to their data so that a test begins with what it needs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest

PASSWORD = "correct horse battery staple"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def zone_at_noon() -> str:
    """A zone where it is about noon now, so that no test runs into midnight and this morning is in the past."""
    hours = 12 - datetime.now(UTC).hour
    return "Etc/GMT" if hours == 0 else f"Etc/GMT{-hours:+d}"


class Stays(HTTPRedirectHandler):
    """Is told where to go and does not: the page that follows a sign-up takes longer to draw than all the rest of it."""

    def redirect_request(self, *told: object) -> None:
        return None


class Person:
    """Somebody who has signed up by the form; what they do here, they do through the API."""

    def __init__(self, site: str, *, number: int, name: str = "Ana Keller") -> None:
        self.site = site
        self.name = name
        self.email = f"ana-{number}@example.org"
        self.zone = zone_at_noon()
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar), Stays)
        self._address = f"198.18.{number // 250}.{number % 250 + 1}"
        self._sign_up()
        self.workspace: str = self.asks("/api/v1/me/")["workspaces"][0]["slug"]

    def url(self, path: str = "today/") -> str:
        return f"/{self.workspace}/{path}"

    @property
    def cookies(self) -> list[dict[str, Any]]:
        """For a browser in which this person is signed in."""
        return [{"name": one.name, "value": one.value, "url": self.site} for one in self._jar]

    def adds(self, line: str) -> dict[str, Any]:
        """Add a task by one line."""
        return dict(self.asks(self._api("quick-add/"), text=line))

    def makes_project(self, name: str, colour: str = "indigo") -> dict[str, Any]:
        return dict(self.asks(self._api("projects/"), name=name, colour=colour))

    def starts(self, description: str = "") -> dict[str, Any]:
        return dict(self.asks(self._api("timer/"), description=description)["entry"])

    def stops(self) -> None:
        self.asks(self._api("timer/"), method="DELETE")

    def writes_down(self, day: str, seconds: int, description: str = "", **more: Any) -> dict[str, Any]:
        return dict(self.asks(self._api("entries/"), day=day, duration=seconds, description=description, **more))

    def titles(self) -> list[str]:
        """Of the open tasks, oldest first."""
        return [task["title"] for task in self.tasks()]

    def tasks(self) -> list[dict[str, Any]]:
        return list(self.asks(self._api("tasks/?limit=200"))["results"])

    def entries(self) -> list[dict[str, Any]]:
        return list(self.asks(self._api("entries/?limit=200"))["results"])

    def asks(self, path: str, method: str = "", **body: Any) -> Any:
        """The answer of the API; raises HTTPError for a refusal."""
        token = next((cookie.value for cookie in self._jar if cookie.name.endswith("csrf")), "") or ""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        request = Request(self.site + path, json.dumps(body).encode() if body else None, headers, method=method or None)
        with self._opener.open(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _api(self, path: str) -> str:
        return f"/api/v1/workspaces/{self.workspace}/{path}"

    def _sign_up(self) -> None:
        page = self.site + "/accounts/signup/"
        with self._opener.open(page, timeout=20) as answer:
            found = TOKEN.search(answer.read().decode())
        assert found, "The page has no form."
        form = {
            "csrfmiddlewaretoken": found.group(1),
            "name": self.name,
            "email": self.email,
            "password1": PASSWORD,
            "time_zone": self.zone,
        }
        request = Request(page, urlencode(form).encode(), {"X-Forwarded-For": self._address})
        with pytest.raises(HTTPError, match="302") as told, self._opener.open(request, timeout=20):
            pass
        led = told.value.headers.get("Location", "")
        told.value.close()
        assert "/accounts/" not in led, led
