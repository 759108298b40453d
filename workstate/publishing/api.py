"""Public links, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.clock import now
from workstate.core.errors import require
from workstate.projects.models import Project
from workstate.publishing import actions
from workstate.publishing.models import PublicLayout, PublicLink
from workstate.publishing.policies import can_publish, can_rule_publishing
from workstate.publishing.rows import is_allowed_in, links_to
from workstate.savedviews.models import SavedView
from workstate.workspaces.api import WorkspaceAPIView


class PublicLinkBody(StrictSerializer):
    password = serializers.CharField(
        required=False, allow_blank=True, max_length=128, trim_whitespace=False, help_text="Empty: none is asked."
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, help_text="null: until it is revoked.")
    layout = serializers.ChoiceField(choices=PublicLayout.choices, required=False)
    with_descriptions = serializers.BooleanField(required=False)
    with_done = serializers.BooleanField(required=False, help_text="What is completed or cancelled is shown too.")


class PublicLinkChangesBody(PublicLinkBody):
    password = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=128,
        trim_whitespace=False,
        help_text="Empty: none is asked any more. Another one is asked also of those who gave the old one.",
    )


class PublicLinkShape(serializers.Serializer[PublicLink]):
    id = serializers.UUIDField()
    project = serializers.UUIDField(allow_null=True)
    view = serializers.UUIDField(allow_null=True)
    has_password = serializers.BooleanField()
    layout = serializers.ChoiceField(choices=PublicLayout.choices)
    with_descriptions = serializers.BooleanField()
    with_done = serializers.BooleanField()
    expires_at = serializers.DateTimeField(allow_null=True)
    works = serializers.BooleanField(help_text="Neither expired nor revoked.")
    created_at = serializers.DateTimeField()
    created_by = serializers.UUIDField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    views = serializers.IntegerField()
    last_seen_at = serializers.DateTimeField(allow_null=True)


class NewPublicLinkShape(PublicLinkShape):
    url = serializers.URLField(help_text="Told this once.")


class PublishingRulesShape(StrictSerializer):
    is_allowed = serializers.BooleanField(help_text="Whether public links open.")


def shown(link: PublicLink) -> dict[str, Any]:
    names = ("layout", "with_descriptions", "with_done", "expires_at", "created_at", "revoked_at")
    return {
        "id": link.pk,
        "project": link.project_id,
        "view": link.view_id,
        "has_password": bool(link.password),
        **{name: getattr(link, name) for name in names},
        "works": link.works(now()),
        "created_by": link.created_by_id,
        "views": link.visits.count,
        "last_seen_at": link.visits.last_at,
    }


class PublicLinksAPIView(WorkspaceAPIView):
    http_method_names = ["get", "post", "options"]

    def subject(self) -> Project | SavedView:
        raise NotImplementedError

    def list_links(self) -> Response:
        subject = self.subject()
        require(can_publish(self.actor, subject))
        return page_of(links_to(subject, self.actor).select_related("visits"), shown, view=self, order=("-id",))

    def make_link(self, request: Request) -> Response:
        link, token = actions.create_link(self.subject(), by=self.actor, **parsed(PublicLinkBody, request))
        link.refresh_from_db()
        url = f"{settings.SITE_URL}{reverse('public-link', args=[token])}"
        return Response({**shown(link), "url": url}, status=201)


@extend_schema(tags=["projects"])
class ProjectPublicLinksView(PublicLinksAPIView):
    def subject(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=self.kwargs["pk"])

    @extend_schema(summary="List the public links to a project", responses=PublicLinkShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Links themselves are told only when they are made."""
        return self.list_links()

    @extend_schema(
        summary="Make a public link to a project", request=PublicLinkBody, responses={201: NewPublicLinkShape}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever has it sees the tasks without an account, as long as I administer the project."""
        return self.make_link(request)


@extend_schema(tags=["views"])
class ViewPublicLinksView(PublicLinksAPIView):
    def subject(self) -> SavedView:
        return get_object_or_404(SavedView.objects.visible_to(self.actor).kept(), pk=self.kwargs["pk"])

    @extend_schema(summary="List the public links to a saved view", responses=PublicLinkShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.list_links()

    @extend_schema(
        summary="Make a public link to a saved view", request=PublicLinkBody, responses={201: NewPublicLinkShape}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever has it sees what I see in the view; of private projects only those that I administer."""
        return self.make_link(request)


@extend_schema(tags=["projects"])
class PublicLinkView(WorkspaceAPIView):
    http_method_names = ["get", "patch", "delete", "options"]

    def link(self, pk: UUID) -> PublicLink:
        links = PublicLink.objects.visible_to(self.actor).select_related("project", "view", "visits")
        return get_object_or_404(links, pk=pk)

    @extend_schema(summary="Show a public link", responses=PublicLinkShape)
    def get(self, request: Request, public_link: UUID, **kwargs: Any) -> Response:
        return Response(shown(self.link(public_link)))

    @extend_schema(summary="Change a public link", request=PublicLinkChangesBody, responses=PublicLinkShape)
    def patch(self, request: Request, public_link: UUID, **kwargs: Any) -> Response:
        """What is left out stays. Its address stays too; what no longer opens cannot be changed."""
        values = parsed(PublicLinkChangesBody, request)
        never = "expires_at" in values and values["expires_at"] is None
        actions.change_link(self.link(public_link), by=self.actor, never_expires=never, **values)
        return Response(shown(self.link(public_link)))

    @extend_schema(summary="Revoke a public link", responses={204: None})
    def delete(self, request: Request, public_link: UUID, **kwargs: Any) -> Response:
        """It opens nothing from then on."""
        actions.revoke_link(self.link(public_link), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["workspaces"])
class PublishingRulesView(WorkspaceAPIView):
    http_method_names = ["get", "put", "options"]

    @extend_schema(summary="Show whether public links are allowed", responses=PublishingRulesShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        require(can_rule_publishing(self.actor))
        return Response({"is_allowed": is_allowed_in(self.actor)})

    @extend_schema(
        summary="Allow public links or close them all", request=PublishingRulesShape, responses=PublishingRulesShape
    )
    def put(self, request: Request, **kwargs: Any) -> Response:
        is_allowed = parsed(PublishingRulesShape, request)["is_allowed"]
        return Response({"is_allowed": actions.set_publishing(is_allowed, by=self.actor).is_allowed})
