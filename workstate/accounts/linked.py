"""
Pages that anybody sees who has a link, without an account.

A link that never was, that has expired, was revoked or may not be given any more is answered alike: there is nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from workstate.accounts.formats import Formats, written_as
from workstate.accounts.models import User
from workstate.accounts.throttles import Lock, Throttle, TooMany, address_of
from workstate.core.errors import NotFound
from workstate.core.links import hash_of

# How long a password opens the page before it is asked again.
OPEN_FOR = 12 * 3600

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


class Linked(Protocol):
    """A row that a link leads to."""

    pk: Any
    token_hash: Any
    password: Any
    created_by: Any


class Gate:
    """
    The limits and the cookie of one kind of link: guesses of one password, by anybody; guesses from one place on the net,
    of any password; and looks, as whoever has a link needs no account.
    """

    def __init__(self, name: str, *, looks: int) -> None:
        self.of_link = Lock(f"{name} link", free=20, delay=30, longest=900, memory=24 * 3600)
        self.of_address = Lock(f"{name} link address", free=10, delay=60, longest=900, memory=6 * 3600)
        self.looks = Throttle(f"{name} link looks", amount=looks, seconds=60)
        self.cookie = ("__Secure-" if settings.SERVED_OVER_HTTPS else "") + f"workstate_{name}"
        self.salt = f"workstate.{name}.links"
        self.signer = TimestampSigner(salt=self.salt)


@method_decorator(login_not_required, name="dispatch")
class LinkedView(View):
    """A view of one link; raises NotFound alike for every link that opens nothing."""

    gate: ClassVar[Gate]
    asking: ClassVar[str]
    """The template that asks for the password; it gets `said` and `asks`, and says nothing of what lies behind."""
    parameter: ClassVar[str] = "share_token"
    """Of the address, that holds the token."""
    token: str
    link: Linked

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.token = kwargs[self.parameter]

    def find(self, token_hash: str) -> Linked | None:
        """What the link opens at this moment, with `created_by`; None for one that opens nothing."""
        raise NotImplementedError

    @property
    def here(self) -> str:
        """The path under which the password holds."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = self.find(hash_of(self.token))
        if link is None:
            raise NotFound
        self.link = link
        with as_written_by(link.created_by):
            try:
                response = super().dispatch(request, *args, **kwargs)
            except TooMany as refusal:
                response = self.ask(refusal.message, status=429)
                response["Retry-After"] = str(refusal.seconds)
        # Without its own address the form could not prove that it was sent from here.
        return private(response, referrer="no-referrer" if self.is_open else "same-origin")

    @cached_property
    def is_open(self) -> bool:
        """Whether no password is asked, or this browser has given the present one."""
        if not self.link.password:
            return True
        try:
            said = self.gate.signer.unsign(self.request.COOKIES.get(self.gate.cookie, ""), max_age=OPEN_FOR)
        except BadSignature:
            return False
        return constant_time_compare(said, self._proof)

    @property
    def _proof(self) -> str:
        """Of the link and its password: another password makes another proof."""
        return salted_hmac(self.gate.salt, f"{self.link.token_hash} {self.link.password}").hexdigest()

    def take_look(self) -> None:
        """Raises TooMany for whoever looks too often."""
        self.gate.looks.take(f"{self.link.pk} {address_of(self.request)}")

    def ask(self, said: str = "", *, status: int = 200) -> HttpResponse:
        """The form for the password; without one, what is `said` alone."""
        return render(self.request, self.asking, {"said": said, "asks": not self.is_open}, status=status)

    def take_password(self) -> HttpResponse:
        """The answer to the form: back to the page with the proof, or the form again."""
        if not self.link.password:
            return HttpResponseRedirect(self.here)
        link, address = str(self.link.pk), address_of(self.request)
        # Counted before it is tried, in one order: a crowd at once is counted as a crowd.
        with transaction.atomic():
            self.gate.of_address.take(address)
            self.gate.of_link.take(link)
        if not check_password(self.request.POST.get("password", "")[:1000], self.link.password):
            return self.ask(_("That is not the password. Ask whoever sent you the link."), status=403)
        self.gate.of_address.give_back(address)
        self.gate.of_link.give_back(link)
        response = HttpResponseRedirect(self.here)
        response.set_cookie(
            self.gate.cookie,
            self.gate.signer.sign(self._proof),
            max_age=OPEN_FOR,
            path=self.here,
            secure=settings.SERVED_OVER_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response


@contextmanager
def as_written_by(user: User) -> Iterator[None]:
    """In the language, the zone and the formats of a person, whoever looks."""
    with override(user.language), written_as(Formats.of(user)):
        yield


def private(response: ResponseT, *, referrer: str) -> ResponseT:
    """Kept nowhere, found by no search, and told to nobody as the page one came from."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response
