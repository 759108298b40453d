from __future__ import annotations

from django.urls import path

from workstate.publishing import views

app_name = "publishing"
urlpatterns = [
    path("projects/<uuid:project>/public-links/", views.ProjectLinksView.as_view(), name="project-links"),
    path("views/<uuid:view>/public-links/", views.ViewLinksView.as_view(), name="view-links"),
    path("public-links/<uuid:public_link>/", views.LinkView.as_view(), name="link"),
    path("settings/public-links/", views.RulesView.as_view(), name="rules"),
]
