"""What the pages of the centre have in common: they are one person's, of all their workspaces."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django_htmx.http import trigger_client_event
from django_htmx.middleware import HtmxDetails

from workstate.accounts.views import PersonRequest, PersonView
from workstate.core.errors import NotFound
from workstate.notifications.models import Notification
from workstate.notifications.models.notification import NotificationQuerySet
from workstate.workspaces.acts import own_address, toast

CHANGED = "notifications:changed"


class NotificationsRequest(PersonRequest):
    htmx: HtmxDetails


class NotificationsView(PersonView):
    request: NotificationsRequest

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and request.POST.get("_method", "").lower() == "delete":
            # A plain form, where JavaScript is broken, can only post: its button says what it means.
            act = getattr(self, "delete", self.http_method_not_allowed)
            return cast("HttpResponseBase", act(request, *args, **kwargs))
        return super().dispatch(request, *args, **kwargs)

    @property
    def wants_fragment(self) -> bool:
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    def mine(self) -> NotificationQuerySet:
        """What the person may see in the centre."""
        return Notification.objects.visible_to(self.request.user).shown()

    def about(self, subject: str) -> NotificationQuerySet:
        """What they were told of the subject; raises NotFound for nothing."""
        found = self.mine().filter(subject=subject)
        if not found.exists():
            raise NotFound
        return found

    def done(self, said: str = "", *, undo: str = "", method: str = "POST") -> HttpResponse:
        """htmx looks again and toasts; a plain form returns to where it stood."""
        if self.request.htmx:
            response = HttpResponse(status=204)
            trigger_client_event(response, CHANGED, {})
            toast(response, said, undo=undo, method=method)
            return response
        if said:
            tags = undo if method == "POST" or not undo else f"{method} {undo}"
            messages.success(self.request, said, extra_tags=tags)
        came_from = own_address(self.request, self.request.headers.get("Referer", ""))
        return HttpResponseRedirect(came_from or reverse("notifications:centre"))

    def instant(self) -> datetime:
        """Of the act that is to be taken back; raises NotFound for what no page has said."""
        try:
            at = parse_datetime(self.request.GET.get("at", ""))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise NotFound
        return at


def undo_address(name: str, at: datetime) -> str:
    return f"{reverse(name)}?at={at.isoformat().replace('+', '%2B')}"
