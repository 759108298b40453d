"""A person's own, of all their workspaces: under /notifications/."""

from __future__ import annotations

from django.urls import path, re_path

from workstate.notifications.views import centre, mails, mutes

app_name = "notifications"
SUBJECT = r"^subjects/(?P<subject>[a-z_]+\.[0-9a-f-]{36})"
urlpatterns = [
    path("", centre.CentreView.as_view(), name="centre"),
    path("bell/", centre.BellView.as_view(), name="bell"),
    path("reading/", centre.ReadingView.as_view(), name="reading"),
    path("finishing/", centre.FinishingView.as_view(), name="finishing"),
    path("<uuid:notification>/opening/", centre.OpeningView.as_view(), name="opening"),
    path("reminders/", centre.RemindersView.as_view(), name="reminders"),
    path("<uuid:notification>/finishing/", centre.FinishView.as_view(), name="finish"),
    path("<uuid:notification>/snooze/", centre.SnoozeView.as_view(), name="snooze"),
    path("mails/<str:mails_token>/", mails.MailsView.as_view(), name="mails"),
    re_path(rf"{SUBJECT}/reading/$", centre.SubjectReadingView.as_view(), name="subject-reading"),
    re_path(rf"{SUBJECT}/finishing/$", centre.SubjectFinishingView.as_view(), name="subject-finishing"),
    re_path(rf"{SUBJECT}/snooze/$", centre.SubjectSnoozeView.as_view(), name="subject-snooze"),
    re_path(rf"{SUBJECT}/mute/$", mutes.SubjectMuteView.as_view(), name="subject-mute"),
]
