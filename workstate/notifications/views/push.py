from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from workstate.notifications.models import PushSubscription
from workstate.notifications.push.subscribing import subscribe, unsubscribe
from workstate.notifications.views.base import NotificationsRequest, NotificationsView


class PushView(NotificationsView):
    """Being told in this browser: POST begins it, DELETE ends it. A script asks, as only a script can subscribe."""

    def post(self, request: NotificationsRequest) -> HttpResponse:
        sent = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "key")}
        agent = request.headers.get("User-Agent", "")
        subscribe(request.user, session_key=request.session.session_key or "", agent=agent, **sent)
        return HttpResponse(status=204)

    def delete(self, request: NotificationsRequest) -> HttpResponse:
        here = PushSubscription.objects.of(request.user).filter(session=request.session.session_key)
        for found in here:
            unsubscribe(found, user=request.user)
        return HttpResponse(status=204)


class BrowserView(NotificationsView):
    """One of the browsers in which the person is told: DELETE ends it."""

    def delete(self, request: NotificationsRequest, subscription: UUID) -> HttpResponse:
        found = get_object_or_404(PushSubscription.objects.of(request.user), pk=subscription)
        unsubscribe(found, user=request.user)
        messages.success(request, _("Nothing is sent to that browser any more."))
        return redirect("notification_settings:preferences")
