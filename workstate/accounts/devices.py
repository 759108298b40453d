"""Browsers that have signed in before, by a signed cookie; and what to call a browser."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

_SALT = "workstate.device"
_YEAR = 365 * 24 * 3600
_ACCOUNTS = 5  # that one browser is remembered for; the last ones


def known_device(request: HttpRequest, email: str) -> str:
    """The name of this browser if it has signed in to the account before, else ""."""
    name, accounts = _read(request)
    return name if _mark(email) in accounts else ""


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser prove later that the owner of the account has used it. It proves nothing more."""
    name, accounts = _read(request)
    mark = _mark(email)
    kept = [mark, *(account for account in accounts if account != mark)][:_ACCOUNTS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"name": name or secrets.token_urlsafe(12), "accounts": kept}, salt=_SALT),
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        value = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_YEAR)
        return str(value["name"]), [str(account) for account in value["accounts"]]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return "", []


def _mark(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:24]


LONGEST_AGENT = 200
_PROGRAM = "A program"
# The first that is found names it: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    (re.compile(r"Edg(?:e|A|iOS)?/"), "Edge"),
    (re.compile(r"OPR/|Opera"), "Opera"),
    (re.compile(r"SamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrome/|CriOS/|Chromium/"), "Chrome"),
    (re.compile(r"Version/.*Safari/"), "Safari"),
    (re.compile(r"^(curl|python|Wget|Go-http|okhttp|node)", re.IGNORECASE), _PROGRAM),
)
_SYSTEMS = (
    (re.compile(r"iPhone|iPod"), "iPhone"),
    (re.compile(r"iPad"), "iPad"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"CrOS"), "ChromeOS"),
    (re.compile(r"Mac OS X|Macintosh"), "macOS"),
    (re.compile(r"Linux|X11"), "Linux"),
)


@lru_cache(maxsize=256)
def device_code(user_agent: str) -> str:
    """The kind of device as it is stored: "Firefox/Linux", "/Android", "A program/" or ""."""
    browser = next((name for pattern, name in _BROWSERS if pattern.search(user_agent)), "")
    system = next((name for pattern, name in _SYSTEMS if pattern.search(user_agent)), "")
    return f"{browser}/{system}" if browser or system else ""


def words_of_device(code: str) -> str:
    """What a person would call it: "Firefox on Linux"."""
    browser, _slash, system = code.partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    if browser == _PROGRAM:
        return _("A program")
    return browser or system or _("Unknown browser")


def device_words(user_agent: str) -> str:
    return words_of_device(device_code(user_agent[:LONGEST_AGENT]))


def is_handheld(user_agent: str) -> bool:
    return bool(re.search(r"iPhone|iPod|Android.*Mobile", user_agent))
