from __future__ import annotations

from django.urls import path

from workstate.blueprints.views import duplicates, saving, templates

app_name = "blueprints"
urlpatterns = [
    path("tasks/<int:number>/duplicate/", duplicates.TaskDuplicateView.as_view(), name="task-duplicate"),
    path("tasks/<int:number>/outline/", duplicates.TaskOutlineView.as_view(), name="task-outline"),
    path("tasks/<int:number>/template/", saving.TaskTemplateView.as_view(), name="task-template"),
    path("projects/<uuid:project>/duplicate/", duplicates.ProjectDuplicateView.as_view(), name="project-duplicate"),
    path("projects/<uuid:project>/outline/", duplicates.ProjectOutlineView.as_view(), name="project-outline"),
    path("projects/<uuid:project>/template/", saving.ProjectTemplateView.as_view(), name="project-template"),
    path("templates/", templates.TemplatesView.as_view(), name="templates"),
    path("templates/<uuid:template>/", templates.TemplateView.as_view(), name="template"),
    path("templates/<uuid:template>/settings/", templates.SettingsView.as_view(), name="settings"),
    path("templates/<uuid:template>/restoration/", templates.RestorationView.as_view(), name="restoration"),
]
