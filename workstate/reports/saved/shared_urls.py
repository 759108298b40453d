from __future__ import annotations

from django.urls import URLPattern, path

from workstate.reports.saved import shared_views as views

urlpatterns: list[URLPattern] = [
    path("reports/<str:share_token>/", views.SharedReportView.as_view(), name="shared-report"),
    path("reports/<str:share_token>/report.<slug:format>", views.SharedFileView.as_view(), name="shared-file"),
    path("mails/<str:stop_token>/", views.MailsView.as_view(), name="shared-mails"),
]
