"""All addresses. The first part of a path names a workspace unless it is one of the reserved words above it."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from workstate.notifications.views.worker import ServiceWorkerView

handler400 = "workstate.web.errors.bad_request"
handler403 = "workstate.web.errors.permission_denied"
handler404 = "workstate.web.errors.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("workstate.web.urls")),
    path("accounts/", include("workstate.accounts.entrance_urls")),
    path("settings/", include("workstate.accounts.urls")),
    path("settings/", include("workstate.timetracking.settings_urls")),
    path("settings/data/", include("workstate.administration.own_urls")),
    path("settings/focus/", include("workstate.focus.settings_urls")),
    path("settings/notifications/", include("workstate.notifications.settings_urls")),
    path("notifications/", include("workstate.notifications.urls")),
    path("service-worker.js", ServiceWorkerView.as_view(), name="service-worker"),
    path("workspaces/", include("workstate.workspaces.places")),
    path("administration/", include("workstate.administration.urls")),
    path("invitations/", include("workstate.workspaces.joining_views")),
    path("", include("workstate.demo.urls")),
    path("api/v1/", include("workstate.api.urls")),
    path("shared/", include("workstate.reports.saved.shared_urls")),
    path("shared/", include("workstate.publishing.public_urls")),
    path(
        "<slug:workspace>/",
        include(
            [
                path("", include("workstate.workspaces.urls")),
                path("", include("workstate.projects.urls")),
                path("", include("workstate.tasks.urls")),
                path("", include("workstate.savedviews.urls")),
                path("filters/", include("workstate.savedviews.filters.urls")),
                path("", include("workstate.discussions.urls")),
                path("", include("workstate.attachments.urls")),
                path("", include("workstate.customfields.urls")),
                path("", include("workstate.blueprints.urls")),
                path("", include("workstate.timetracking.urls")),
                path("", include("workstate.billing.urls")),
                path("", include("workstate.budgets.urls")),
                path("", include("workstate.reports.urls")),
                path("", include("workstate.publishing.urls")),
                path("", include("workstate.integrations.webhooks.urls")),
                path("", include("workstate.timesheets.urls")),
                path("", include("workstate.focus.urls")),
                path("", include("workstate.feeds.urls")),
                path("", include("workstate.live.urls")),
                path("", include("workstate.search.urls")),
                path("import/", include("workstate.transfer.urls")),
                path("", include("workstate.audit.urls")),
            ]
        ),
    ),
]

if settings.DEBUG_TOOLBAR:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns = [*debug_toolbar_urls(), *urlpatterns]
