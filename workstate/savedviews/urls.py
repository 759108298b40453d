from __future__ import annotations

from django.urls import path

from workstate.savedviews.views import cells, columns, facets, lines, looks, pages, planning, saved, scheduling

app_name = "views"
urlpatterns = [
    path("today/", pages.TodayView.as_view(), name="today"),
    path("inbox/", pages.InboxView.as_view(), name="inbox"),
    path("upcoming/", pages.UpcomingView.as_view(), name="upcoming"),
    path("assigned/", pages.AssignedView.as_view(), name="assigned"),
    path("all/", pages.AllView.as_view(), name="all"),
    path("completed/", pages.CompletedView.as_view(), name="completed"),
    path("priorities/<int:priority>/", pages.PriorityView.as_view(), name="priority"),
    path("labels/<uuid:label>/", pages.LabelView.as_view(), name="label"),
    path("projects/<uuid:project>/", pages.ProjectView.as_view(), name="project"),
    path("views/", saved.SavedViewListView.as_view(), name="views"),
    path("views/new/", saved.NewSavedViewView.as_view(), name="new"),
    path("views/<uuid:view>/", pages.SavedViewView.as_view(), name="view"),
    path("views/<uuid:view>/settings/", saved.SettingsView.as_view(), name="settings"),
    path("views/<uuid:view>/favourite/", saved.FavouriteViewView.as_view(), name="favourite"),
    path("views/<uuid:view>/place/", saved.PlaceView.as_view(), name="place"),
    path("views/<uuid:view>/restoration/", saved.RestorationView.as_view(), name="restoration"),
    path("tasks/<int:number>/facets/<str:facet>/", facets.FacetView.as_view(), name="facet"),
    path("tasks/<int:number>/days/", planning.DaysView.as_view(), name="days"),
    path("tasks/<int:number>/waiting/", planning.WaitingView.as_view(), name="waiting"),
    path("tasks/<int:number>/blocking/<int:other>/", planning.BlockingView.as_view(), name="blocking"),
    path("facets/<str:facet>/", facets.FacetsView.as_view(), name="facets"),
    path("tasks/cells/", cells.CellsView.as_view(), name="cells"),
    path("tasks/<int:number>/cells/<str:cell>/", cells.CellView.as_view(), name="cell"),
    path("looks/<str:place>/columns/", columns.ColumnsView.as_view(), name="columns"),
    path("looks/<str:place>/table.csv", columns.ExportView.as_view(), name="export"),
    path("lines/<str:facet>/", lines.LineView.as_view(), name="line"),
    path("lines/<str:facet>/preview/", lines.LinePreviewView.as_view(), name="line-preview"),
    path("tasks/<int:number>/schedule/", scheduling.ScheduleView.as_view(), name="schedule"),
    path("undated/<str:place>/", scheduling.UndatedView.as_view(), name="undated"),
    path("looks/<str:place>/", looks.LookView.as_view(), name="look"),
]
