from __future__ import annotations

from django.urls import path

from workstate.discussions.views import comments, descriptions, following, names

app_name = "discussions"
urlpatterns = [
    path("tasks/<int:number>/stream/", comments.StreamView.as_view(), name="stream"),
    path("tasks/<int:number>/following/", following.FollowingView.as_view(), name="following"),
    path("tasks/<int:number>/names/", names.TaskNamesView.as_view(), name="task-names"),
    path("projects/<uuid:project>/names/", names.ProjectNamesView.as_view(), name="project-names"),
    path("tasks/<int:number>/comments/", comments.CommentsView.as_view(), name="comments"),
    path("tasks/<int:number>/comments/<uuid:comment>/", comments.CommentView.as_view(), name="comment"),
    path(
        "tasks/<int:number>/comments/<uuid:comment>/restoration/",
        comments.RestorationView.as_view(),
        name="comment-restoration",
    ),
    path(
        "tasks/<int:number>/comments/<uuid:comment>/reactions/",
        comments.ReactionsView.as_view(),
        name="comment-reactions",
    ),
    path("tasks/<int:number>/description/", descriptions.TaskDescriptionView.as_view(), name="task-description"),
    path("tasks/<int:number>/checklist/", descriptions.TaskChecklistView.as_view(), name="task-checklist"),
    path(
        "projects/<uuid:project>/description/",
        descriptions.ProjectDescriptionView.as_view(),
        name="project-description",
    ),
    path("projects/<uuid:project>/checklist/", descriptions.ProjectChecklistView.as_view(), name="project-checklist"),
]
