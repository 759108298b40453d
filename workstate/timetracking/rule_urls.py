"""Addresses of the rules of time and of weeks that are handed in; part of this room's."""

from __future__ import annotations

from django.urls import URLPattern, path

from workstate.timetracking.views import approval, rules

PERIOD = "settings/time/periods/<uuid:period>/"
SUBMISSION = "timesheet/submissions/<uuid:submission>/"
urlpatterns: list[URLPattern] = [
    path("settings/time/", rules.RulesView.as_view(), name="rules"),
    path("settings/time/periods/", rules.PeriodsView.as_view(), name="periods"),
    path(PERIOD, rules.PeriodView.as_view(), name="period"),
    path(f"{PERIOD}restoration/", rules.PeriodRestorationView.as_view(), name="period-restoration"),
    path("timesheet/submissions/", approval.SubmissionsView.as_view(), name="submissions"),
    path(SUBMISSION, approval.SubmissionView.as_view(), name="submission"),
    path(f"{SUBMISSION}approval/", approval.ApprovalView.as_view(), name="approval"),
    path(f"{SUBMISSION}return/", approval.ReturnView.as_view(), name="return"),
    path("timesheet/approvals/", approval.ApprovalsView.as_view(), name="approvals"),
    path("timesheet/approvals/<uuid:batch>/undoing/", approval.ApprovalsUndoView.as_view(), name="approvals-undoing"),
]
