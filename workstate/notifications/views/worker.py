from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View

from workstate.core.errors import NotFound


@method_decorator(login_not_required, name="dispatch")
class ServiceWorkerView(View):
    """The script that the browser runs beside our pages. It stands at the root, as it is good for what lies below it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        script = _read() if settings.DEBUG else _kept()
        # The browser asks again each time it starts the script, so that a new one is not weeks late.
        return HttpResponse(
            script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
        )


def _read() -> bytes:
    found = finders.find("service-worker.js")
    if not isinstance(found, str):
        raise NotFound
    return Path(found).read_bytes()


@lru_cache(maxsize=1)
def _kept() -> bytes:
    return _read()
