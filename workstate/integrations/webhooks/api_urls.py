from __future__ import annotations

from django.urls import path

from workstate.integrations.webhooks import api

urlpatterns = [
    path("", api.WebhooksView.as_view(), name="webhooks"),
    path("<uuid:pk>/", api.WebhookView.as_view(), name="webhook"),
    path("<uuid:pk>/restoration/", api.WebhookRestorationView.as_view(), name="webhook-restoration"),
    path("<uuid:pk>/secret/", api.WebhookSecretView.as_view(), name="webhook-secret"),
    path("<uuid:pk>/activation/", api.WebhookActivationView.as_view(), name="webhook-activation"),
    path("<uuid:pk>/test/", api.WebhookTestView.as_view(), name="webhook-test"),
    path("<uuid:pk>/deliveries/", api.WebhookDeliveriesView.as_view(), name="webhook-deliveries"),
    path("<uuid:pk>/deliveries/<uuid:delivery>/replay/", api.WebhookReplayView.as_view(), name="webhook-replay"),
    path("<uuid:pk>/replays/", api.WebhookReplaysView.as_view(), name="webhook-replays"),
]
