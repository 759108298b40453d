from __future__ import annotations

from django.urls import URLPattern, path

from workstate.reports.saved import giving_views as giving
from workstate.reports.saved import link_settings
from workstate.reports.saved import views as saved

urlpatterns: list[URLPattern] = [
    path("", saved.SavedListView.as_view(), name="saved"),
    path("new/", saved.NewSavedView.as_view(), name="saved-new"),
    path("mails/", giving.OwnMailsView.as_view(), name="saved-mails"),
    path("mails/<uuid:recipient>/", giving.OwnMailView.as_view(), name="saved-mail"),
    path("<uuid:saved>/", saved.SavedReportView.as_view(), name="saved-report"),
    path("<uuid:saved>/settings/", saved.SavedSettingsView.as_view(), name="saved-settings"),
    path("<uuid:saved>/restoration/", saved.SavedRestorationView.as_view(), name="saved-restoration"),
    path("<uuid:saved>/links/", giving.LinksView.as_view(), name="saved-links"),
    path("<uuid:saved>/links/<uuid:share>/", giving.LinkView.as_view(), name="saved-link"),
    path(
        "<uuid:saved>/links/<uuid:share>/settings/",
        link_settings.LinkSettingsView.as_view(),
        name="saved-link-settings",
    ),
    path("<uuid:saved>/schedules/", giving.SchedulesView.as_view(), name="saved-schedules"),
    path("<uuid:saved>/schedules/<uuid:schedule>/", giving.ScheduleView.as_view(), name="saved-schedule"),
    path(
        "<uuid:saved>/schedules/<uuid:schedule>/restoration/",
        giving.ScheduleRestorationView.as_view(),
        name="saved-schedule-restoration",
    ),
    path(
        "<uuid:saved>/schedules/<uuid:schedule>/pause/", giving.SchedulePauseView.as_view(), name="saved-schedule-pause"
    ),
    path(
        "<uuid:saved>/schedules/<uuid:schedule>/delivery/",
        giving.ScheduleDeliveryView.as_view(),
        name="saved-schedule-delivery",
    ),
    path("<uuid:saved>/schedules/<uuid:schedule>/test/", giving.ScheduleTestView.as_view(), name="saved-schedule-test"),
]
