"""
The one way by which a request leaves for an address that somebody typed.

Only to public addresses, unless the operator allowed more. The name is looked up once, every answer is checked, and the
connection goes to what was checked: a name that means another address a moment later gains nothing. HTTPS alone, unless the
operator allowed plain HTTP; no redirects, no proxies, no cookies, nothing read from the surroundings; so long and no longer,
however slowly the other side speaks.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import requests
from AntiSSRF import AntiSSRFError, AntiSSRFPolicy, PolicyConfigOptions
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

SECONDS: Final = 15.0
"""For everything together: the look-up of the name, the handshake, the answer to its last byte."""
MOST_BYTES: Final = 64 * 1024
LONGEST_ADDRESS: Final = 2048
PORTS: Final = {"http": 80, "https": 443}


class Refused(Exception):
    """The address is not one to which anything may be sent. `message` says why; it will not be otherwise next time."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Unanswered(Exception):
    """Nobody answered, or not in time. `message` says what happened; another time it may be otherwise."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, a redirect as it is. Of a body that is longer than MOST_BYTES the beginning; `is_cut` says so."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False


def check_address(address: str) -> SplitResult:
    """
    The address in its parts, if it is of the form that may be sent to; raises Refused.

    What its name leads to is seen when something is sent. An address in figures is looked at here too.
    """
    parts = _split(address)
    with contextlib.suppress(ValueError):
        _require_allowed([ipaddress.ip_address(parts.hostname or "")])
    return parts


def send(
    method: str, address: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> Answer:
    """Send a request and wait for its answer; raises Refused and Unanswered."""
    parts = check_address(address)
    exchange = _Exchange(method, address, _authority(parts), body, {**(headers or {})}, seconds)
    # A thread, as a look-up of a name cannot be broken off: whoever waits is free when the time is over.
    thread = threading.Thread(target=exchange.run, name="outgoing", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        exchange.give_up()
        raise Unanswered(f"No answer within {seconds:g} seconds.")
    if exchange.error:
        raise exchange.error
    assert exchange.answer is not None
    return exchange.answer


@dataclass(slots=True)
class _Exchange:
    """One request with its answer, in a thread of its own; another thread may end it at any moment."""

    method: str
    address: str
    authority: str
    body: bytes
    headers: dict[str, str]
    seconds: float
    answer: Answer | None = None
    error: Refused | Unanswered | None = None
    _socket: socket.socket | None = None
    _is_over: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        _current.exchange = self
        try:
            self.answer = self._answer()
        except AntiSSRFError as error:
            self.error = Refused(str(error))
        except (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
            requests.exceptions.InvalidHeader,
        ) as e:
            self.error = Refused(f"This address cannot be sent to ({type(e).__name__}).")
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            self.error = Unanswered(f"{type(_innermost(error)).__name__}: {_innermost(error)}"[:300])

    def _answer(self) -> Answer:
        with _policy(tuple(settings.OUTGOING_ALLOWED), settings.OUTGOING_HTTP).get_antissrf_session() as session:
            session.trust_env = False
            for adapter in session.adapters.values():
                adapter.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
            with session.request(
                self.method,
                self.address,
                data=self.body,
                headers={"User-Agent": "Workstate", "Accept-Encoding": "identity", **self.headers},
                stream=True,
                allow_redirects=False,
                timeout=self.seconds,
                verify=settings.OUTGOING_CA_FILE or True,
            ) as response:
                # As it is sent: what is packed small must not grow here.
                body = response.raw.read(MOST_BYTES + 1, decode_content=False)
                return Answer(response.status_code, response.headers, body[:MOST_BYTES], len(body) > MOST_BYTES)

    def watch(self, connected: socket.socket) -> None:
        """Raises OSError if the time is over: nothing is to be sent then."""
        with self._lock:
            if self._is_over:
                connected.close()
                raise TimeoutError("The time is over.")
            self._socket = connected

    def give_up(self) -> None:
        with self._lock:
            self._is_over = True
            if self._socket:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


class _Current(threading.local):
    exchange: _Exchange


_current = _Current()


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        _current.exchange.watch(made)
        return made


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        _current.exchange.watch(made)
        return made

    def connect(self) -> None:
        super().connect()
        # The handshake has put another socket in the place of the first one.
        assert self.sock is not None
        _current.exchange.watch(self.sock)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection

    def urlopen(self, *args: Any, **options: Any) -> Any:
        return super().urlopen(*args, **_named(options))


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection

    def urlopen(self, *args: Any, **options: Any) -> Any:
        return super().urlopen(*args, **_named(options))


def _named(options: dict[str, Any]) -> dict[str, Any]:
    """With the port in the name of the host: the library leaves it out."""
    options["headers"]["Host"] = _current.exchange.authority
    return options


@lru_cache(maxsize=8)
def _policy(allowed: tuple[str, ...], is_plain_allowed: bool) -> AntiSSRFPolicy:
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    policy.add_denied_addresses(_never_public())
    policy.add_xff_header = False
    policy.allow_plain_text_http = is_plain_allowed
    if allowed:
        policy.add_allowed_addresses(list(allowed))
    return policy


def _never_public() -> list[str]:
    """All of IPv6 that is not handed out as global unicast (RFC 4291, 2.4), but for the place where IPv4 is mapped to."""
    mapped = ipaddress.IPv6Network("::ffff:0:0/96")
    outside = ipaddress.IPv6Network("::/3").address_exclude(mapped)
    return [*map(str, outside), "4000::/2", "8000::/1"]


def _require_allowed(addresses: Iterable[ipaddress.IPv4Address | ipaddress.IPv6Address]) -> None:
    policy = _policy(tuple(settings.OUTGOING_ALLOWED), settings.OUTGOING_HTTP)
    if not policy._is_network_connection_allowed([str(one) for one in addresses]):
        raise Refused("Nothing is sent to this address: it is not a public one.")


def _split(address: str) -> SplitResult:
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        raise Refused("This is not an address to which something can be sent.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Refused("This is not an address to which something can be sent.") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.OUTGOING_HTTP):
        raise Refused("The address must begin with https://.")
    if not parts.hostname or port == 0 or "\\" in parts.netloc:
        raise Refused("This is not an address to which something can be sent.")
    if "@" in parts.netloc or "%" in parts.netloc:
        raise Refused("The address must name a server, without a password and without a zone.")
    return parts


def _authority(parts: SplitResult) -> str:
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host
    return named if parts.port in {None, PORTS[parts.scheme]} else f"{named}:{parts.port}"


def _innermost(error: BaseException) -> BaseException:
    """What really happened, beneath what the libraries put around it."""
    for inner in (getattr(error, "reason", None), *error.args):
        if isinstance(inner, Exception):
            return _innermost(inner)
    return error
