"""Addresses of the API. The rooms bring the views; this shell says where they are."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from workstate.accounts import sessions_api as sessions
from workstate.accounts.keys import api as keys
from workstate.api.description import DescriptionView
from workstate.attachments import api as attachments
from workstate.audit import api as audit
from workstate.billing import api as billing
from workstate.billing import defaults_api as billable
from workstate.billing.letterheads import api as letterheads
from workstate.blueprints import api as blueprints
from workstate.budgets import api as budgets
from workstate.customfields.api import views as fields
from workstate.discussions import api as discussions
from workstate.feeds import api as feeds
from workstate.focus.api import capacity as focus_capacity
from workstate.focus.api import goals as focus_goals
from workstate.focus.api import intervals as focus
from workstate.focus.api import preferences as focus_preferences
from workstate.notifications import api as notifications
from workstate.notifications import preferences_api as told
from workstate.projects.api import clients, folders, projects, sections, sharing
from workstate.publishing import api as publishing
from workstate.reports import api as reports
from workstate.reports import converters  # noqa: F401  it makes "report" known
from workstate.reports.files import api as report_files
from workstate.savedviews import api as savedviews
from workstate.search import api as search
from workstate.tasks.api import bulk, labels, planning, quick_add
from workstate.tasks.api import sections as task_sections
from workstate.tasks.api import views as tasks
from workstate.timesheets import api as timesheets
from workstate.timetracking.api import acts, approval, signs
from workstate.timetracking.api import views as timetracking
from workstate.timetracking.api.suggestions import SuggestionsView
from workstate.workspaces import api as workspaces
from workstate.workspaces import invitations_api as invitations
from workstate.workspaces import people_api as people
from workstate.workspaces import workspace_api as places

app_name = "api"

in_workspace: list[URLPattern | URLResolver] = [
    path("projects/", projects.ProjectsView.as_view(), name="projects"),
    path("projects/<uuid:pk>/", projects.ProjectDetailView.as_view(), name="project"),
    path("projects/<uuid:pk>/restoration/", projects.ProjectRestorationView.as_view(), name="project-restoration"),
    path("projects/<uuid:pk>/archive/", projects.ProjectArchiveView.as_view(), name="project-archive"),
    path("projects/<uuid:pk>/place/", projects.ProjectPlaceView.as_view(), name="project-place"),
    path("projects/<uuid:pk>/shares/", sharing.ProjectSharesView.as_view(), name="project-shares"),
    path("projects/<uuid:pk>/shares/<uuid:project_share>/", sharing.ProjectShareView.as_view(), name="project-share"),
    path("projects/<uuid:pk>/everyone/", sharing.ProjectEveryoneView.as_view(), name="project-everyone"),
    path("projects/<uuid:pk>/ownership/", sharing.ProjectOwnershipView.as_view(), name="project-ownership"),
    path("projects/<uuid:pk>/departure/", sharing.ProjectDepartureView.as_view(), name="project-departure"),
    path("projects/<uuid:pk>/public-links/", publishing.ProjectPublicLinksView.as_view(), name="project-public-links"),
    path("views/<uuid:pk>/public-links/", publishing.ViewPublicLinksView.as_view(), name="view-public-links"),
    path("public-links/<uuid:public_link>/", publishing.PublicLinkView.as_view(), name="public-link"),
    path("webhooks/", include("workstate.integrations.webhooks.api_urls")),
    path("publishing/", publishing.PublishingRulesView.as_view(), name="publishing"),
    path("projects/<uuid:pk>/budgets/", budgets.ProjectBudgetsView.as_view(), name="project-budgets"),
    path("projects/<uuid:pk>/billable/", billable.ProjectBillableView.as_view(), name="project-billable"),
    path("tasks/<uuid:pk>/billable/", billable.TaskBillableView.as_view(), name="task-billable"),
    path("budgets/<uuid:pk>/", budgets.BudgetView.as_view(), name="budget"),
    path("budgets/<uuid:pk>/restoration/", budgets.BudgetRestorationView.as_view(), name="budget-restoration"),
    path("clients/", clients.ClientsView.as_view(), name="clients"),
    path("clients/<uuid:pk>/", clients.ClientView.as_view(), name="client"),
    path("clients/<uuid:pk>/archive/", clients.ClientArchiveView.as_view(), name="client-archive"),
    path("clients/<uuid:pk>/merger/", clients.ClientMergerView.as_view(), name="client-merger"),
    path("clients/<uuid:pk>/restoration/", clients.ClientRestorationView.as_view(), name="client-restoration"),
    path("projects/<uuid:pk>/progress/", task_sections.ProjectProgressView.as_view(), name="project-progress"),
    path("projects/<uuid:pk>/sections/", sections.SectionsView.as_view(), name="project-sections"),
    path("sections/<uuid:pk>/", task_sections.SectionView.as_view(), name="section"),
    path("sections/<uuid:pk>/place/", sections.SectionPlaceView.as_view(), name="section-place"),
    path("sections/<uuid:pk>/restoration/", task_sections.SectionRestorationView.as_view(), name="section-restoration"),
    path("sections/<uuid:pk>/project/", task_sections.SectionTransferView.as_view(), name="section-project"),
    path("folders/", folders.FoldersView.as_view(), name="folders"),
    path("folders/<uuid:pk>/", folders.FolderView.as_view(), name="folder"),
    path("folders/<uuid:pk>/place/", folders.FolderPlaceView.as_view(), name="folder-place"),
    path("folders/<uuid:pk>/restoration/", folders.FolderRestorationView.as_view(), name="folder-restoration"),
    path("audit/", audit.LogView.as_view(), name="audit"),
    path("", places.WorkspaceView.as_view(), name="workspace"),
    path("archival/", places.WorkspaceArchivalView.as_view(), name="workspace-archival"),
    path("logo/", places.WorkspaceLogoView.as_view(), name="workspace-logo"),
    path("departure/", people.DepartureView.as_view(), name="departure"),
    path("people/", people.PeopleView.as_view(), name="people"),
    path("people/<uuid:person>/", people.PersonView.as_view(), name="person"),
    path("people/<uuid:person>/restoration/", people.PersonRestorationView.as_view(), name="person-restoration"),
    path("people/<uuid:person>/ownership/", people.PersonOwnershipView.as_view(), name="person-ownership"),
    path("invitations/", invitations.InvitationsView.as_view(), name="invitations"),
    path("invitations/<uuid:pk>/", invitations.InvitationView.as_view(), name="invitation"),
    path(
        "invitations/<uuid:pk>/restoration/",
        invitations.InvitationRestorationView.as_view(),
        name="invitation-restoration",
    ),
    path("invitations/<uuid:pk>/sending/", invitations.InvitationSendingView.as_view(), name="invitation-sending"),
    path("groups/", people.GroupsView.as_view(), name="groups"),
    path("groups/<uuid:pk>/", people.GroupView.as_view(), name="group"),
    path("groups/<uuid:pk>/restoration/", people.GroupRestorationView.as_view(), name="group-restoration"),
    path("groups/<uuid:pk>/people/", people.GroupPeopleView.as_view(), name="group-people"),
    path("groups/<uuid:pk>/people/<uuid:person>/", people.GroupPersonView.as_view(), name="group-person"),
    path("views/", savedviews.SavedViewsView.as_view(), name="views"),
    path("views/<uuid:pk>/", savedviews.SavedViewView.as_view(), name="view"),
    path("views/<uuid:pk>/place/", savedviews.SavedViewPlaceView.as_view(), name="view-place"),
    path("views/<uuid:pk>/restoration/", savedviews.SavedViewRestorationView.as_view(), name="view-restoration"),
    path("looks/<str:place>/", savedviews.LookView.as_view(), name="look"),
    path("labels/", labels.LabelsView.as_view(), name="labels"),
    path("labels/<uuid:pk>/", labels.LabelView.as_view(), name="label"),
    path("labels/<uuid:pk>/restoration/", labels.LabelRestorationView.as_view(), name="label-restoration"),
    path("tasks/", tasks.TasksView.as_view(), name="tasks"),
    path("tasks/bulk/", bulk.BulkView.as_view(), name="bulk"),
    path("tasks/<uuid:pk>/", tasks.TaskView.as_view(), name="task"),
    path("tasks/<uuid:pk>/completion/", tasks.TaskCompletionView.as_view(), name="task-completion"),
    path("tasks/<uuid:pk>/cancellation/", planning.TaskCancellationView.as_view(), name="task-cancellation"),
    path("tasks/<uuid:pk>/archival/", planning.TaskArchivalView.as_view(), name="task-archival"),
    path("tasks/<uuid:pk>/skip/", planning.TaskSkipView.as_view(), name="task-skip"),
    path("tasks/<uuid:pk>/links/", planning.TaskLinksView.as_view(), name="task-links"),
    path("tasks/<uuid:pk>/links/<uuid:link>/", planning.TaskLinkView.as_view(), name="task-link"),
    path("tasks/<uuid:pk>/reminders/", planning.TaskRemindersView.as_view(), name="task-reminders"),
    path("tasks/<uuid:pk>/history/", planning.TaskHistoryView.as_view(), name="task-history"),
    path("tasks/<uuid:pk>/history/<int:event>/restoration/", planning.TaskPutBackView.as_view(), name="task-put-back"),
    path("changes/<uuid:batch>/undo/", planning.UndoView.as_view(), name="undo"),
    path("tasks/<uuid:pk>/place/", tasks.TaskPlaceView.as_view(), name="task-place"),
    path("tasks/<uuid:pk>/restoration/", tasks.TaskRestorationView.as_view(), name="task-restoration"),
    path("tasks/<uuid:pk>/attachments/", attachments.TaskAttachmentsView.as_view(), name="task-attachments"),
    path("attachments/<uuid:pk>/", attachments.AttachmentView.as_view(), name="attachment"),
    path("attachments/<uuid:pk>/address/", attachments.AttachmentAddressView.as_view(), name="attachment-address"),
    path(
        "attachments/<uuid:pk>/restoration/",
        attachments.AttachmentRestorationView.as_view(),
        name="attachment-restoration",
    ),
    path("tasks/<uuid:pk>/duplicate/", blueprints.TaskDuplicateView.as_view(), name="task-duplicate"),
    path("projects/<uuid:pk>/duplicate/", blueprints.ProjectDuplicateView.as_view(), name="project-duplicate"),
    path("templates/", blueprints.TemplatesView.as_view(), name="templates"),
    path("templates/<uuid:pk>/", blueprints.TemplateView.as_view(), name="template"),
    path("templates/<uuid:pk>/restoration/", blueprints.TemplateRestorationView.as_view(), name="template-restoration"),
    path("templates/<uuid:pk>/use/", blueprints.TemplateUseView.as_view(), name="template-use"),
    path("tasks/<uuid:pk>/checklist/", discussions.TaskChecklistView.as_view(), name="task-checklist"),
    path("activity/", feeds.ActivityView.as_view(), name="activity"),
    path("projects/<uuid:pk>/activity/", feeds.ProjectActivityView.as_view(), name="project-activity"),
    path("tasks/<uuid:pk>/following/", discussions.TaskFollowingView.as_view(), name="task-following"),
    path("tasks/<uuid:pk>/comments/", discussions.TaskCommentsView.as_view(), name="task-comments"),
    path("comments/<uuid:pk>/", discussions.CommentView.as_view(), name="comment"),
    path("comments/<uuid:pk>/restoration/", discussions.CommentRestorationView.as_view(), name="comment-restoration"),
    path("comments/<uuid:pk>/reactions/", discussions.CommentReactionsView.as_view(), name="comment-reactions"),
    path("tasks/<uuid:pk>/fields/", fields.TaskFieldsView.as_view(), name="task-fields"),
    path("fields/", fields.FieldsView.as_view(), name="fields"),
    path("fields/<uuid:pk>/", fields.FieldView.as_view(), name="field"),
    path("fields/<uuid:pk>/place/", fields.FieldPlaceView.as_view(), name="field-place"),
    path("fields/<uuid:pk>/archive/", fields.FieldArchiveView.as_view(), name="field-archive"),
    path("fields/<uuid:pk>/restoration/", fields.FieldRestorationView.as_view(), name="field-restoration"),
    path("fields/<uuid:pk>/values/", fields.FieldValuesView.as_view(), name="field-values"),
    path("fields/<uuid:pk>/choices/", fields.FieldChoicesView.as_view(), name="field-choices"),
    path("fields/<uuid:pk>/choices/<uuid:choice>/", fields.FieldChoiceView.as_view(), name="field-choice"),
    path(
        "fields/<uuid:pk>/choices/<uuid:choice>/place/",
        fields.FieldChoicePlaceView.as_view(),
        name="field-choice-place",
    ),
    path("quick-add/", quick_add.QuickAddView.as_view(), name="quick-add"),
    path("search/", search.SearchAPIView.as_view(), name="search"),
    path("reports/files/", report_files.ReportFilesView.as_view(), name="report-files"),
    path("reports/files/<uuid:pk>/", report_files.ReportFileView.as_view(), name="file"),
    path("reports/files/<uuid:pk>/content/", report_files.ReportFileContentView.as_view(), name="file-content"),
    path("reports/saved/", include("workstate.reports.saved.api_urls")),
    path("reports/<report:kind>/", reports.ReportAPIView.as_view(), name="report"),
    path("time-rules/", approval.TimeRulesView.as_view(), name="time-rules"),
    path("locked-periods/", approval.LockedPeriodsView.as_view(), name="locked-periods"),
    path("locked-periods/<uuid:pk>/", approval.LockedPeriodView.as_view(), name="locked-period"),
    path("rates/", billing.RatesView.as_view(), name="rates"),
    path("rates/<uuid:pk>/", billing.RateView.as_view(), name="rate"),
    path("rates/<uuid:pk>/restoration/", billing.RateRestorationView.as_view(), name="rate-restoration"),
    path("letterhead/", letterheads.LetterheadView.as_view(), name="letterhead"),
    path("letterhead/logo/", letterheads.LetterheadLogoView.as_view(), name="letterhead-logo"),
    path("billing-settings/", billing.BillingSettingsView.as_view(), name="billing-settings"),
    path("submissions/", approval.SubmissionsAPIView.as_view(), name="submissions"),
    path("submissions/<uuid:pk>/", approval.SubmissionDetailView.as_view(), name="submission"),
    path("submissions/<uuid:pk>/approval/", approval.SubmissionApprovalView.as_view(), name="submission-approval"),
    path("submissions/<uuid:pk>/return/", approval.SubmissionReturnView.as_view(), name="submission-return"),
    path("timer/", timetracking.TimerView.as_view(), name="timer"),
    path("timer/suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("timer/discard/", timetracking.TimerDiscardView.as_view(), name="timer-discard"),
    path("capacity/", focus_capacity.CapacityView.as_view(), name="capacity"),
    path("goals/", focus_goals.GoalsView.as_view(), name="goals"),
    path("goals/<uuid:goal>/", focus_goals.GoalView.as_view(), name="goal"),
    path("goals/<uuid:goal>/place/", focus_goals.GoalPlaceView.as_view(), name="goal-place"),
    path("goals/<uuid:goal>/restoration/", focus_goals.GoalRestorationView.as_view(), name="goal-restoration"),
    path("focus/", focus.FocusView.as_view(), name="focus"),
    path("focus/next/", focus.FocusNextView.as_view(), name="focus-next"),
    path("focus/presence/", focus.FocusPresenceView.as_view(), name="focus-presence"),
    path("focus/counts/", focus.FocusCountsView.as_view(), name="focus-counts"),
    path("timer/heartbeat/", signs.HeartbeatView.as_view(), name="heartbeat"),
    path("timer/question/", signs.QuestionView.as_view(), name="question"),
    path("timer/gap/", signs.GapView.as_view(), name="gap"),
    path("notices/<uuid:pk>/undoing/", signs.NoticeUndoingView.as_view(), name="notice-undoing"),
    path("timesheet/<sheet_day:first>/", timesheets.TimesheetView.as_view(), name="timesheet"),
    path("timesheet/<sheet_day:first>/cells/", timesheets.TimesheetCellsView.as_view(), name="timesheet-cells"),
    path("entries/", acts.ManyEntriesView.as_view(), name="entries"),
    path("entries/merging/", acts.EntriesMergingView.as_view(), name="entries-merging"),
    path("entries/copies/", acts.EntriesCopiesView.as_view(), name="entries-copies"),
    path("entries/gaps/", acts.EntriesGapsView.as_view(), name="entries-gaps"),
    path("entries/mending/", acts.EntriesMendingView.as_view(), name="entries-mending"),
    path("entries/acts/<uuid:batch>/undoing/", acts.EntriesUndoingView.as_view(), name="entries-undoing"),
    path("entries/<uuid:pk>/", timetracking.EntryView.as_view(), name="entry"),
    path("entries/<uuid:pk>/splitting/", acts.EntrySplittingView.as_view(), name="entry-splitting"),
    path("entries/<uuid:pk>/extension/", acts.EntryExtensionView.as_view(), name="entry-extension"),
    path("entries/<uuid:pk>/restoration/", timetracking.EntryRestorationView.as_view(), name="entry-restoration"),
    path("entries/<uuid:pk>/continuation/", timetracking.EntryContinuationView.as_view(), name="entry-continuation"),
]

urlpatterns = [
    path("schema/", DescriptionView.as_view(), name="schema"),
    path("me/", workspaces.MeView.as_view(), name="me"),
    path("me/sessions/", sessions.SessionsView.as_view(), name="sessions"),
    path("me/sessions/<int:session>/", sessions.SessionView.as_view(), name="session"),
    path("me/keys/", keys.KeysView.as_view(), name="keys"),
    path("me/keys/<uuid:api_key>/", keys.KeyView.as_view(), name="key"),
    path("me/key/", keys.OwnKeyView.as_view(), name="own-key"),
    path("device/authorization/", keys.DeviceAuthorizationView.as_view(), name="device-authorization"),
    path("device/token/", keys.DeviceTokenView.as_view(), name="device-token"),
    path("me/time-preferences/", signs.TimePreferencesView.as_view(), name="time-preferences"),
    path("me/notifications/", notifications.NotificationsAPIView.as_view(), name="notifications"),
    path("me/notifications/counts/", notifications.NotificationCountsView.as_view(), name="notification-counts"),
    path("me/notifications/<uuid:notification>/", notifications.NotificationAPIView.as_view(), name="notification"),
    path(
        "me/notification-preferences/",
        told.NotificationPreferencesView.as_view(),
        name="notification-preferences",
    ),
    path("me/mutes/", told.MutesView.as_view(), name="mutes"),
    path("me/mutes/<uuid:mute>/", told.MuteView.as_view(), name="mute"),
    path("me/notices/", signs.NoticesView.as_view(), name="notices"),
    path("me/notices/<uuid:pk>/", signs.NoticeView.as_view(), name="notice"),
    path("me/focus/", focus_preferences.FocusPreferencesView.as_view(), name="me-focus"),
    path("invitations/acceptance/", invitations.AcceptanceView.as_view(), name="invitation-acceptance"),
    path("workspaces/", places.WorkspacesView.as_view(), name="workspaces"),
    path(
        "workspaces/<uuid:gone>/restoration/", places.WorkspaceRestorationView.as_view(), name="workspace-restoration"
    ),
    path("workspaces/<slug:workspace>/", include(in_workspace)),
]
