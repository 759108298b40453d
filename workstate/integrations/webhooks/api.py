"""Webhooks, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.activity.verbs import Verb
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import require
from workstate.integrations.webhooks import actions
from workstate.integrations.webhooks.models import Webhook, WebhookDelivery, WebhookState
from workstate.integrations.webhooks.policies import can_change_webhook, can_run_webhooks
from workstate.workspaces.api import WorkspaceAPIView


class WebhookBody(StrictSerializer):
    url = serializers.CharField(max_length=2048, help_text="https://… at a public address.")
    verbs = serializers.ListField(
        child=serializers.ChoiceField(choices=[str(verb) for verb in Verb]),
        required=False,
        max_length=len(Verb),
        help_text="Of which it is told; empty or left out: of all.",
    )
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)


class WebhookChangesBody(WebhookBody):
    url = serializers.CharField(max_length=2048, required=False)


class WebhookShape(serializers.Serializer[Webhook]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField(), help_text="Empty: all.")
    created_at = serializers.DateTimeField()
    created_by = serializers.UUIDField(help_text="Whose rights it has.")
    disabled_at = serializers.DateTimeField(allow_null=True)
    disabled_reason = serializers.ChoiceField(
        choices=["", "gone", "dead"],
        help_text="`gone`: it answered 410. `dead`: it took nothing for three days. Empty: by a person's wish.",
    )
    failing_since = serializers.DateTimeField(allow_null=True, help_text="Nothing has been taken since.")
    paused_until = serializers.DateTimeField(allow_null=True)
    former_secret_until = serializers.DateTimeField(allow_null=True, help_text="So long two signatures are sent.")


class NewWebhookShape(WebhookShape):
    secret = serializers.CharField(help_text="`whsec_…`, to verify signatures with. Told this once.")


class WebhookDeliveryTryShape(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    milliseconds = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True, help_text="null: nobody answered.")
    said = serializers.CharField(help_text="The beginning of the answer, or what went wrong.")


class WebhookDeliveryShape(serializers.Serializer[WebhookDelivery]):
    id = serializers.UUIDField()
    message_id = serializers.CharField(help_text="As `webhook-id` says it.")
    event = serializers.IntegerField(allow_null=True, help_text="null: a test.")
    verb = serializers.CharField()
    state = serializers.ChoiceField(choices=WebhookState.choices)
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="When it is tried next, if it waits.")
    settled_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    tries = WebhookDeliveryTryShape(many=True)
    body = serializers.CharField(help_text="As it is sent each time.")


def shown(webhook: Webhook) -> dict[str, Any]:
    names = ("name", "url", "verbs", "created_at", "disabled_at", "disabled_reason", "failing_since", "paused_until")
    return {
        "id": webhook.pk,
        **{name: getattr(webhook, name) for name in names},
        "created_by": webhook.created_by_id,
        "former_secret_until": webhook.former_until,
    }


def shown_delivery(one: WebhookDelivery) -> dict[str, Any]:
    names = ("message_id", "event", "verb", "state", "created_at", "due_at", "settled_at", "attempts", "tries", "body")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}


def _telling_secret(webhook: Webhook, status: int) -> Response:
    response = Response({**shown(webhook), "secret": webhook.secret}, status=status)
    response.tells_secret = True  # type: ignore[attr-defined]
    return response


class WebhooksAPIView(WorkspaceAPIView):
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(can_run_webhooks(self.actor))

    def webhook(self, pk: UUID, *, deleted: bool = False) -> Webhook:
        seen = Webhook.objects.visible_to(self.actor)
        return get_object_or_404(seen if deleted else seen.kept(), pk=pk)


@extend_schema(tags=["webhooks"])
class WebhooksView(WebhooksAPIView):
    @extend_schema(summary="List webhooks", responses=WebhookShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Only whoever runs the workspace sees them."""
        return page_of(Webhook.objects.visible_to(self.actor).kept(), shown, view=self, order=("-id",))

    @extend_schema(
        summary="Make a webhook",
        request=WebhookBody,
        responses={201: NewWebhookShape},
        examples=[
            OpenApiExample(
                "What becomes of tasks",
                value={"url": "https://hooks.example.com/work", "verbs": ["task.created", "task.completed"]},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """It is told of what happens from now on that I may see, by Standard Webhooks."""
        return _telling_secret(actions.create_webhook(by=self.actor, **parsed(WebhookBody, request)), 201)


@extend_schema(tags=["webhooks"])
class WebhookView(WebhooksAPIView):
    http_method_names = ["get", "patch", "delete", "options"]

    @extend_schema(summary="Show a webhook", responses=WebhookShape)
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(self.webhook(pk)))

    @extend_schema(summary="Change a webhook", request=WebhookChangesBody, responses=WebhookShape)
    def patch(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """What is left out stays; its secret too."""
        changes = parsed(WebhookChangesBody, request)
        return Response(shown(actions.change_webhook(self.webhook(pk), by=self.actor, **changes)))

    @extend_schema(summary="Delete a webhook", responses={204: None})
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """It can be brought back; of what happens meanwhile it is not told."""
        actions.delete_webhook(self.webhook(pk), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["webhooks"])
class WebhookRestorationView(WebhooksAPIView):
    @extend_schema(summary="Bring a webhook back", request=None, responses=WebhookShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(actions.restore_webhook(self.webhook(pk, deleted=True), by=self.actor)))


@extend_schema(tags=["webhooks"])
class WebhookSecretView(WebhooksAPIView):
    @extend_schema(summary="Sign with a new secret", request=None, responses=NewWebhookShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """For a day messages carry two signatures, by the former secret too."""
        return _telling_secret(actions.rotate_secret(self.webhook(pk), by=self.actor), 200)


@extend_schema(tags=["webhooks"])
class WebhookActivationView(WebhooksAPIView):
    http_method_names = ["put", "delete", "options"]

    @extend_schema(summary="Switch a webhook on", request=None, responses=WebhookShape)
    def put(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """What still waits for it is sent at once."""
        return Response(shown(actions.enable_webhook(self.webhook(pk), by=self.actor)))

    @extend_schema(summary="Switch a webhook off", responses=WebhookShape)
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """Of what happens until it is switched on again it is not told."""
        return Response(shown(actions.disable_webhook(self.webhook(pk), by=self.actor)))


@extend_schema(tags=["webhooks"])
class WebhookTestView(WebhooksAPIView):
    @extend_schema(summary="Send a test", request=None, responses={202: WebhookDeliveryShape})
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """A message of the type `webhook.test`; what becomes of it stands in the log."""
        return Response(shown_delivery(actions.test_webhook(self.webhook(pk), by=self.actor)), status=202)


@extend_schema(tags=["webhooks"])
class WebhookDeliveriesView(WebhooksAPIView):
    @extend_schema(summary="List what was sent to a webhook", responses=WebhookDeliveryShape(many=True))
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """Newest first; what is settled is kept for thirty days."""
        webhook = self.webhook(pk)
        require(can_change_webhook(self.actor, webhook))
        rows = WebhookDelivery.objects.visible_to(self.actor).filter(webhook=webhook)
        return page_of(rows, shown_delivery, view=self, order=("-id",))


@extend_schema(tags=["webhooks"])
class WebhookReplayView(WebhooksAPIView):
    @extend_schema(summary="Send a message once more", request=None, responses={202: WebhookDeliveryShape})
    def post(self, request: Request, pk: UUID, delivery: UUID, **kwargs: Any) -> Response:
        """With the id that it had, so that whoever took it knows it again."""
        rows = WebhookDelivery.objects.visible_to(self.actor).filter(webhook=self.webhook(pk))
        found = get_object_or_404(rows, pk=delivery)
        return Response(shown_delivery(actions.replay(found, by=self.actor)), status=202)


class ReplayedShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()


@extend_schema(tags=["webhooks"])
class WebhookReplaysView(WebhooksAPIView):
    @extend_schema(summary="Send once more what was given up", request=None, responses={202: ReplayedShape})
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response({"count": actions.replay_failed(self.webhook(pk), by=self.actor)}, status=202)
