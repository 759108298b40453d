from __future__ import annotations

from django.urls import path

from workstate.integrations.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("settings/webhooks/", views.WebhooksView.as_view(), name="webhooks"),
    path("settings/webhooks/<uuid:pk>/", views.WebhookView.as_view(), name="webhook"),
    path("settings/webhooks/<uuid:pk>/restoration/", views.RestorationView.as_view(), name="webhook-restoration"),
    path("settings/webhooks/<uuid:pk>/secret/", views.SecretView.as_view(), name="webhook-secret"),
    path("settings/webhooks/<uuid:pk>/activation/", views.ActivationView.as_view(), name="webhook-activation"),
    path("settings/webhooks/<uuid:pk>/test/", views.TestView.as_view(), name="webhook-test"),
    path("settings/webhooks/<uuid:pk>/replays/", views.ReplaysView.as_view(), name="webhook-replays"),
    path(
        "settings/webhooks/<uuid:pk>/deliveries/<uuid:delivery>/replay/",
        views.ReplayView.as_view(),
        name="webhook-replay",
    ),
]
