"""The pages of webhooks, for whoever runs the workspace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.throttles import TooMany
from workstate.core.errors import Conflict, Invalid, require
from workstate.integrations.webhooks import actions
from workstate.integrations.webhooks.forms import ALL, SOME, WebhookForm, grouped
from workstate.integrations.webhooks.models import OPEN, Webhook, WebhookDelivery, WebhookState
from workstate.integrations.webhooks.policies import can_change_webhook, can_run_webhooks
from workstate.workspaces.acts import ActingView

LOG = 50
"""Messages on the page; the API lists all."""


class WebhooksPage(ActingView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_run_webhooks(self.actor), _("Only administrators of the workspace see this page."))

    def draw(self, form: WebhookForm | None, webhook: Webhook | None = None, *, status: int = 200) -> HttpResponse:
        if form is None:
            verbs = webhook.verbs if webhook else []
            given = {"name": webhook.name, "url": webhook.url} if webhook else {}
            form = WebhookForm(initial={**given, "which": SOME if verbs else ALL, "verbs": verbs})
        context: dict[str, Any] = {
            "form": form,
            "groups": grouped(form["verbs"].value() or []),
            "some": form["which"].value() == SOME,
            "webhook": webhook,
            "address": self.request.path,
        }
        if webhook is None:
            context["webhooks"] = Webhook.objects.visible_to(self.actor).kept().order_by("-id")
            return render(self.request, "webhooks/webhooks.html", context, status=status)
        rows = WebhookDelivery.objects.visible_to(self.actor).filter(webhook=webhook)
        context |= {
            "deliveries": rows.order_by("-id")[:LOG],
            "waiting": rows.filter(state__in=OPEN).count(),
            "failed": rows.filter(state=WebhookState.FAILED).count(),
            "is_mine": can_change_webhook(self.actor, webhook),
            "is_paused": bool(webhook.paused_until and webhook.paused_until > timezone.now()),
            "has_two": bool(webhook.former_until and webhook.former_until > timezone.now()),
        }
        return render(self.request, "webhooks/webhook.html", context, status=status)


class WebhooksView(WebhooksPage):
    """GET lists the webhooks, POST makes one and goes to its page."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(None)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=400)
        try:
            made = actions.create_webhook(by=self.actor, **form.values())
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, status=400)
        return self.go(self.url("webhooks:webhook", made.pk), _("The webhook is made. Send it a test."))


class WebhookPage(WebhooksPage):
    webhook: Webhook

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.webhook = get_object_or_404(self.among(), pk=kwargs["pk"])

    def among(self) -> Any:
        return Webhook.objects.visible_to(self.actor).kept()

    def back(self, said: str) -> HttpResponse:
        return self.go(self.url("webhooks:webhook", self.webhook.pk), said)


class WebhookView(WebhookPage):
    """GET shows a webhook with its log, POST changes it, DELETE takes it away."""

    http_method_names = ["get", "post", "delete", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.draw(None, self.webhook)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self.draw(form, self.webhook, status=400)
        try:
            actions.change_webhook(self.webhook, by=self.actor, **form.values())
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw(form, self.webhook, status=400)
        return self.back(_("The webhook is changed."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_webhook(self.webhook, by=self.actor)
        undo = self.url("webhooks:webhook-restoration", self.webhook.pk)
        return self.go(self.url("webhooks:webhooks"), _("The webhook is deleted."), undo=undo)


class RestorationView(WebhookPage):
    http_method_names = ["post", "options"]

    def among(self) -> Any:
        return Webhook.objects.visible_to(self.actor)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_webhook(self.webhook, by=self.actor)
        return self.back(_("The webhook is back."))


class SecretView(WebhookPage):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.rotate_secret(self.webhook, by=self.actor)
        return self.back(_("There is a new secret. For a day messages are signed with both."))


class ActivationView(WebhookPage):
    http_method_names = ["post", "delete", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.enable_webhook(self.webhook, by=self.actor)
        return self.back(_("The webhook is on."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.disable_webhook(self.webhook, by=self.actor)
        return self.back(_("The webhook is off. It is told of nothing."))


class TestView(WebhookPage):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            actions.test_webhook(self.webhook, by=self.actor)
        except TooMany as error:
            raise Conflict(error.message) from error
        return self.back(_("A test is on its way. Reload the page to see what became of it."))


class ReplayView(WebhookPage):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, delivery: UUID, **kwargs: object) -> HttpResponse:
        rows = WebhookDelivery.objects.visible_to(self.actor).filter(webhook=self.webhook)
        found = get_object_or_404(rows, pk=delivery)
        actions.replay(found, by=self.actor)
        return self.back(_("The message is sent once more."))


class ReplaysView(WebhookPage):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        count = actions.replay_failed(self.webhook, by=self.actor)
        words = ngettext("%(count)s message is sent once more.", "%(count)s messages are sent once more.", count) % {
            "count": count
        }
        return self.back(words)
