from __future__ import annotations

from django.urls import path

from workstate.web import views
from workstate.web.styleguide import StyleguideView

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("healthz", views.HealthView.as_view(), name="healthz"),
    path("readyz", views.ReadyView.as_view(), name="readyz"),
    path("styleguide/", StyleguideView.as_view(), name="styleguide"),
    path("styleguide/<slug:page>/", StyleguideView.as_view(), name="styleguide-page"),
]
