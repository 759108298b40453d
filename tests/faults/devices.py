"""People at their devices: programs that talk to the running product as a browser does, and try again when cut off."""

from __future__ import annotations

import http.client
import http.cookies
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# How long a person waits for a server that is being restarted.
PATIENCE = 120.0


@dataclass
class Answer:
    status: int
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Device:
    """One browser: its cookies, and the workspace its person works in."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    workspace: str = ""

    @property
    def csrf(self) -> str:
        return next((value for name, value in self.cookies.items() if name.endswith("csrf")), "")

    def sign_up(self, email: str) -> None:
        """Make an account, and sign in with it."""
        page = self.ask("GET", "/accounts/signup/")
        found = TOKEN.search(page.body)
        assert found, page
        form = {
            "csrfmiddlewaretoken": found.group(1),
            "name": "Ana",
            "email": email,
            "password1": "correct horse battery staple",
            "time_zone": "Europe/Berlin",
        }
        answer = self.ask("POST", "/accounts/signup/", urlencode(form), "application/x-www-form-urlencoded")
        assert answer.status == 302, answer
        self.workspace = self.ask("GET", "/api/v1/me/").json["workspaces"][0]["slug"]

    def another(self) -> Device:
        """A second device of the same person."""
        return Device(self.port, dict(self.cookies), self.workspace)

    def start_timer(self, entry: uuid.UUID) -> None:
        """Start a timer under an id of our own choice; returns when the server has said that it runs or ran."""
        answer = self.insist("POST", {"id": str(entry), "description": f"Work on {entry}"})
        assert answer.status == 201, answer
        assert answer.json["entry"]["id"] == str(entry)

    def stop_timer(self, entry: uuid.UUID) -> None:
        """Stop that timer; returns when the server has said that it does not run."""
        answer = self.insist("DELETE", {"entry": str(entry)})
        assert answer.status == 200, answer
        assert answer.json["entry"]["id"] == str(entry)
        assert answer.json["entry"]["stopped_at"] is not None

    def insist(self, method: str, body: dict[str, str]) -> Answer:
        """Send the same request until the server has answered it; a failure of the server is no answer."""
        deadline = time.monotonic() + PATIENCE
        path = f"/api/v1/workspaces/{self.workspace}/timer/"
        while True:
            try:
                answer = self.ask(method, path, json.dumps(body), "application/json")
                if answer.status < 500:
                    return answer
            except (OSError, http.client.HTTPException):
                pass
            assert time.monotonic() < deadline, f"{method} {path} {body} was not answered"
            time.sleep(0.05)

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.csrf}
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            for header in response.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in http.cookies.SimpleCookie(header).items()}
            return Answer(response.status, response.read().decode())
        finally:
            connection.close()
