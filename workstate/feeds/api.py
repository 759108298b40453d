from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.actor import Via
from workstate.feeds.kinds import Kind
from workstate.feeds.lines import told_words
from workstate.feeds.names import Names
from workstate.feeds.queries import PAGE, Asked, feed_of
from workstate.feeds.views import before_of, kind_of, person_of
from workstate.projects.models import Project
from workstate.workspaces.api import WorkspaceAPIView

MOST = 100


class ActivityShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    verb = serializers.CharField(help_text="Such as task.completed.")
    words = serializers.CharField(help_text="In your language, with what you may see.")
    at = serializers.DateTimeField()
    person = serializers.UUIDField(allow_null=True)
    via = serializers.ChoiceField(choices=Via.choices)
    project = serializers.UUIDField(allow_null=True)
    task = serializers.UUIDField(allow_null=True)
    more = serializers.IntegerField(help_text="To how many more the same act was done.")


class ActivityPage(serializers.Serializer[Any]):
    results = ActivityShape(many=True)
    before = serializers.IntegerField(
        allow_null=True, help_text="Ask with it for the page before this one; null on the last."
    )


_PARAMETERS = [
    OpenApiParameter("person", str, description="Whose acts, by the id of the person."),
    OpenApiParameter("kind", str, enum=Kind.values),
    OpenApiParameter("before", int, description="An id: what happened before it."),
    OpenApiParameter("limit", int, description=f"Rows on a page, at most {MOST}."),
]


@extend_schema(tags=["activity"])
class ActivityView(WorkspaceAPIView):
    @extend_schema(summary="What happened in the workspace", parameters=_PARAMETERS, responses=ActivityPage)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The newest first, as far as you may see what it is about."""
        return self.answer(None)

    def answer(self, project: Project | None) -> Response:
        query = self.request.query_params
        limit = query.get("limit", "")
        most = min(MOST, max(1, int(limit))) if limit.isascii() and limit.isdigit() and len(limit) <= 4 else PAGE
        asked = Asked(project, person_of(query), kind_of(query), before_of(query))
        feed = feed_of(self.actor, asked, most=most)
        names = Names.of([one.event for one in feed.told], self.actor)
        rows = [
            {
                "id": one.event.pk,
                "verb": one.event.verb,
                "words": str(told_words(one, names)),
                "at": one.event.happened_at,
                "person": one.event.user_id,
                "via": one.event.via,
                "project": one.event.project_id,
                "task": one.event.task_id,
                "more": one.more,
            }
            for one in feed.told
        ]
        return Response({"results": rows, "before": feed.next})


@extend_schema(tags=["activity"])
class ProjectActivityView(ActivityView):
    @extend_schema(summary="What happened in a project", parameters=_PARAMETERS, responses=ActivityPage)
    def get(self, request: Request, **kwargs: Any) -> Response:
        projects = Project.objects.visible_to(self.actor).kept()
        return self.answer(get_object_or_404(projects, pk=self.kwargs["pk"]))
