from __future__ import annotations

from django.urls import path

from workstate.budgets import views

app_name = "budgets"
urlpatterns = [
    path("projects/<uuid:project>/budgets/", views.BudgetsView.as_view(), name="project"),
    path("projects/<uuid:project>/budgets/<uuid:budget>/", views.BudgetView.as_view(), name="budget"),
    path(
        "projects/<uuid:project>/budgets/<uuid:budget>/restoration/",
        views.BudgetRestorationView.as_view(),
        name="restoration",
    ),
]
