from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from workstate.accounts.keys.authentication import bearer, note_use, person_of_key


class KeyMiddleware:
    """
    Whoever comes to the API with a key is the person of the key, and no cookie says otherwise.

    Here rather than in the API's shell, so that all that is asked of people who are signed in is asked of programs too: the
    formats they write in, and whether their account is about to go.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            text = bearer(request.headers.get("Authorization", ""))
            if text is not None:
                self._recognise(request, text)
        return self.get_response(request)

    def _recognise(self, request: HttpRequest, text: str) -> None:
        key = person_of_key(text)
        request.api_key = key  # type: ignore[attr-defined]
        request.key_is_refused = key is None  # type: ignore[attr-defined]
        request.user = key.user if key else AnonymousUser()
        if key:
            note_use(key, get_adapter().get_client_ip(request))
