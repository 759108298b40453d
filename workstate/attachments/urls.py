from __future__ import annotations

from django.urls import path

from workstate.attachments import views

app_name = "attachments"
urlpatterns = [
    path("tasks/<int:number>/files/", views.FilesView.as_view(), name="list"),
    path("files/<uuid:attachment>/", views.FileView.as_view(), name="file"),
    path("files/<uuid:attachment>/restoration/", views.RestorationView.as_view(), name="restoration"),
    path("files/<uuid:attachment>/thumbnail/", views.ThumbnailView.as_view(), name="thumbnail"),
    path("files/<uuid:attachment>/preview/", views.PreviewView.as_view(), name="preview"),
    path("files/opened/<str:token>/", views.ContentView.as_view(), name="content"),
]
