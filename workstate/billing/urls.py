from __future__ import annotations

from django.urls import path

from workstate.billing.letterheads import views as letterheads
from workstate.billing.views import defaults, rates

app_name = "billing"

RATE = "settings/rates/<uuid:rate>/"
urlpatterns = [
    path("settings/letterhead/", letterheads.LetterheadView.as_view(), name="letterhead"),
    path("settings/letterhead/logo/", letterheads.LogoView.as_view(), name="logo"),
    path("settings/rates/", rates.RatesView.as_view(), name="rates"),
    path("settings/rates/new/", rates.NewRateView.as_view(), name="new-rate"),
    path("settings/rates/settings/", rates.BillingSettingsView.as_view(), name="settings"),
    path(RATE, rates.RateView.as_view(), name="rate"),
    path(f"{RATE}restoration/", rates.RateRestorationView.as_view(), name="rate-restoration"),
    path("projects/<uuid:project>/billable/", defaults.ProjectBillableView.as_view(), name="project-billable"),
    path("tasks/<int:number>/billable/", defaults.TaskBillableView.as_view(), name="task-billable"),
]
