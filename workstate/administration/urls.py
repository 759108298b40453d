"""Under /administration/: for administrators of the server alone."""

from __future__ import annotations

from django.urls import path

from workstate.administration.views import people, server

app_name = "administration"
PERSON = "people/<uuid:person>/"
urlpatterns = [
    path("", server.OverviewView.as_view(), name="overview"),
    path("people/", people.AccountsView.as_view(), name="people"),
    path(PERSON, people.AccountView.as_view(), name="person"),
    path(f"{PERSON}activation/", people.ActivationView.as_view(), name="activation"),
    path(f"{PERSON}administrator/", people.AdministratorView.as_view(), name="administrator"),
    path(f"{PERSON}password-reset/", people.PasswordResetView.as_view(), name="password-reset"),
    path("workspaces/", people.WorkspacesView.as_view(), name="workspaces"),
    path("jobs/", server.JobsView.as_view(), name="jobs"),
    path("mail/", server.MailView.as_view(), name="mail"),
    path("mail/failed/", server.FailedMailsView.as_view(), name="failed-mails"),
    path("storage/", server.StorageView.as_view(), name="storage"),
    path("storage/orphans/", server.OrphansView.as_view(), name="orphans"),
    path("log/", server.LogView.as_view(), name="log"),
]
