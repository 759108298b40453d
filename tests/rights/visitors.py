"""Asking as many things as quickly as can be: requests through all of the middleware, without what Django's client keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.client import ClientHandler

from workstate.accounts.models import User
from workstate.accounts.sessions import SessionStore

# Sessions, the counts of attempts and those of visits are written for whoever comes; the server's key for push by whoever
# asks for it first.
FOR_ANYBODY = {
    "django_session",
    "usersessions_usersession",
    "accounts_attempts",
    "reports_reportsharevisits",
    "publishing_publiclinkvisits",
    "notifications_pushkey",
}
WRITES = re.compile(
    r'(?<!FOR )(?<!KEY )(?<!DO )\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|COPY)\s+(?:ONLY\s+)?"?(\w+)'
)

_handler = ClientHandler(enforce_csrf_checks=False)


@dataclass
class Answer:
    """The status, what was said, and the tables to which something was written meanwhile."""

    status: int
    content: bytes = b""
    place: str = ""
    written: set[str] = field(default_factory=set)


class Visitor(RequestFactory):
    """Somebody with a browser in which they are signed in, or nobody in particular."""

    def __init__(self, user: User | None) -> None:
        super().__init__()
        self.user = user
        self.session = _signed_in(user) if user else None
        if user:
            self.get("/")  # The device is listed with the first page that it opens.

    def __deepcopy__(self, memo: dict[int, Any]) -> Visitor:
        return self  # Tests are given copies of what setUpTestData made; nothing is kept here from one request to the next.

    def ask(self, method: str, address: str, body: Any = None, *, in_json: bool = False) -> Answer:
        """Ask, and take back whatever was written."""
        with transaction.atomic(), watched() as written:
            response = self.send(method, address, body, in_json=in_json)
            content = b"".join(response.streaming_content) if response.streaming else bytes(response.content)
            transaction.set_rollback(True)
        if self.session and written & FOR_ANYBODY:
            self.session._cache.delete(self.session.cache_key)  # What it holds was taken back with the row.
        return Answer(response.status_code, content, response.headers.get("Location", ""), written - FOR_ANYBODY)

    def send(self, method: str, address: str, body: Any = None, *, in_json: bool = False) -> Any:
        if method == "get":
            return self.get(address, body or {})
        if method == "post" and not in_json:
            return self.post(address, body or {})
        content = json.dumps(body or {}) if in_json else urlencode(body or {}, doseq=True)
        kind = "application/json" if in_json else "application/x-www-form-urlencoded"
        return self.generic(method.upper(), address, content, content_type=kind)

    def request(self, **request: Any) -> Any:
        self.cookies.clear()
        if self.session:
            self.cookies[settings.SESSION_COOKIE_NAME] = str(self.session.session_key)
        return _handler(self._base_environ(**request))


def _signed_in(user: User) -> SessionStore:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return request.session  # type: ignore[return-value]


@contextmanager
def watched() -> Iterator[set[str]]:
    """The tables to which statements write meanwhile, whether or not anything comes of it."""
    written: set[str] = set()

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        written.update(WRITES.findall(str(sql)))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield written
