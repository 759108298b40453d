from __future__ import annotations

from django.urls import path

from workstate.tasks.views import (
    acts,
    deleted,
    history,
    labels,
    links,
    lists,
    planning,
    project,
    quick_add,
    repeat,
    selection,
    task,
)

app_name = "tasks"
urlpatterns = [
    path("today/overdue/", acts.OverdueView.as_view(), name="overdue"),
    path("archive/", lists.ArchiveView.as_view(), name="archived"),
    path("bin/", deleted.BinView.as_view(), name="bin"),
    path("labels/<uuid:label>/settings/", labels.LabelSettingsView.as_view(), name="label-settings"),
    path("labels/<uuid:label>/restoration/", labels.LabelRestorationView.as_view(), name="label-restoration"),
    path("projects/<uuid:project>/line/", project.ProjectLineView.as_view(), name="project-line"),
    path("sections/<uuid:section>/removal/", project.SectionRemovalView.as_view(), name="section-removal"),
    path("sections/<uuid:section>/restoration/", project.SectionRestorationView.as_view(), name="section-restoration"),
    path("sections/<uuid:section>/project/", project.SectionProjectView.as_view(), name="section-project"),
    path("tasks/", quick_add.TaskListView.as_view(), name="list"),
    path("tasks/preview/", quick_add.PreviewView.as_view(), name="quick-add-preview"),
    path("tasks/changes/<uuid:batch>/undo/", acts.UndoView.as_view(), name="undo"),
    path("tasks/line-names/", quick_add.LineNamesView.as_view(), name="line-names"),
    path("tasks/selection/", selection.SelectionView.as_view(), name="selection"),
    path(
        "tasks/selection/choices/<slug:what>/",
        selection.SelectionChoicesView.as_view(),
        name="selection-choices",
    ),
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
