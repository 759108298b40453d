from __future__ import annotations

from django.urls import path

from workstate.tasks.views import acts, deleted, history, links, lists, planning, project, quick_add, repeat, task

app_name = "tasks"
urlpatterns = [
    path("today/", lists.TodayView.as_view(), name="today"),
    path("today/overdue/", acts.OverdueView.as_view(), name="overdue"),
    path("inbox/", lists.InboxView.as_view(), name="inbox"),
    path("upcoming/", lists.UpcomingView.as_view(), name="upcoming"),
    path("assigned/", lists.AssignedView.as_view(), name="assigned"),
    path("completed/", lists.CompletedView.as_view(), name="completed"),
    path("archive/", lists.ArchiveView.as_view(), name="archived"),
    path("bin/", deleted.BinView.as_view(), name="bin"),
    path("labels/<uuid:label>/", lists.LabelView.as_view(), name="label"),
    path("projects/<uuid:project>/", project.ProjectView.as_view(), name="project"),
    path("projects/<uuid:project>/line/", project.ProjectLineView.as_view(), name="project-line"),
    path("sections/<uuid:section>/removal/", project.SectionRemovalView.as_view(), name="section-removal"),
    path("sections/<uuid:section>/restoration/", project.SectionRestorationView.as_view(), name="section-restoration"),
    path("sections/<uuid:section>/project/", project.SectionProjectView.as_view(), name="section-project"),
    path("tasks/", quick_add.TaskListView.as_view(), name="list"),
    path("tasks/preview/", quick_add.PreviewView.as_view(), name="quick-add-preview"),
    path("tasks/changes/<uuid:batch>/undo/", acts.UndoView.as_view(), name="undo"),
    path("tasks/line-names/", quick_add.LineNamesView.as_view(), name="line-names"),
    path("tasks/<int:number>/", task.DetailView.as_view(), name="detail"),
    path("tasks/<int:number>/completion/", acts.CompletionView.as_view(), name="completion"),
    path("tasks/search/", links.SearchView.as_view(), name="search"),
    path("tasks/dates/", planning.DatesView.as_view(), name="dates"),
    path("tasks/<int:number>/cancellation/", acts.CancellationView.as_view(), name="cancellation"),
    path("tasks/<int:number>/archival/", acts.ArchivalView.as_view(), name="archival"),
    path("tasks/<int:number>/parent/", acts.ParentView.as_view(), name="parent"),
    path("tasks/<int:number>/choices/<slug:what>/", planning.ChoicesView.as_view(), name="choices"),
    path("tasks/<int:number>/reminders/", planning.RemindersView.as_view(), name="reminders"),
    path("tasks/<int:number>/repeat/", repeat.RepeatView.as_view(), name="repeat"),
    path("tasks/<int:number>/skip/", repeat.SkipView.as_view(), name="skip"),
    path("tasks/<int:number>/links/", links.LinksView.as_view(), name="links"),
    path("tasks/<int:number>/links/<uuid:link>/", links.LinkView.as_view(), name="link"),
    path("tasks/<int:number>/history/<int:event>/", history.PutBackView.as_view(), name="put-back"),
    path("tasks/<int:number>/place/", acts.PlaceView.as_view(), name="place"),
    path("tasks/<int:number>/menu/", task.MenuView.as_view(), name="menu"),
    path("tasks/<int:number>/subtasks/", task.SubtaskListView.as_view(), name="subtasks"),
    path("tasks/<int:number>/restoration/", acts.RestorationView.as_view(), name="restoration"),
]
