from __future__ import annotations

from django.urls import path

from workstate.publishing.public_views import PublicLinkView

urlpatterns = [path("tasks/<str:public_token>/", PublicLinkView.as_view(), name="public-link")]
