from __future__ import annotations

from django.urls import path

from workstate.demo import views

app_name = "demo"
urlpatterns = [
    path("workspaces/sample/", views.NewDemoView.as_view(), name="new"),
    path("workspaces/sample/offer/", views.OfferView.as_view(), name="offer"),
    path("<slug:workspace>/demo/", views.DemoView.as_view(), name="workspace"),
]
