from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from workstate.accounts.linked import as_written_by, private
from workstate.core.errors import NotFound
from workstate.notifications.kinds import Kind
from workstate.notifications.mail.stopping import Stop, stop_mails, stop_of


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class MailsView(View):
    """
    The end of mails of some kinds: GET asks, POST ends them.

    Mail programs post by themselves (RFC 8058), without a cookie of ours: the signed address alone says whose mails end. All
    of them end only for the person who is signed in: a mail that was passed on would silence its addressee.
    """

    stop: Stop

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        stop = stop_of(kwargs["mails_token"])
        if stop is None:
            raise NotFound
        self.stop = stop

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self._page(is_all=False)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        is_all = request.POST.get("what") == "all" and request.user == self.stop.user
        stop_mails(self.stop.user, list(Kind) if is_all else self.stop.kinds)
        return self._page(is_all=is_all)

    def _page(self, *, is_all: bool) -> HttpResponse:
        with as_written_by(self.stop.user):
            context = {
                "kinds": [kind.label for kind in self.stop.kinds],
                "is_done": self.stop.is_done,
                "is_all": is_all,
                "is_theirs": self.request.user == self.stop.user,
            }
            page = render(self.request, "notifications/mail/stopping.html", context)
        return private(page, referrer="same-origin")
