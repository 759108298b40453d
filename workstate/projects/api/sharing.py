"""Who may do what in a project, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import require
from workstate.projects import actions
from workstate.projects.api.among import among
from workstate.projects.models import LEVELS_OF_EVERYONE, Level, Project, ProjectShare
from workstate.projects.policies import can_administer_project
from workstate.projects.sharing import shares_of
from workstate.workspaces.api import WorkspaceAPIView
from workstate.workspaces.models import Group, Membership


class ShareBody(StrictSerializer):
    """A person or a group, by the id of the membership or of the group."""

    member = serializers.UUIDField(required=False, allow_null=True)
    group = serializers.UUIDField(required=False, allow_null=True)
    level = serializers.ChoiceField(choices=Level.choices)


class ShareChange(StrictSerializer):
    level = serializers.ChoiceField(choices=Level.choices)


class EveryoneBody(StrictSerializer):
    level = serializers.ChoiceField(
        choices=[level.value for level in LEVELS_OF_EVERYONE],
        allow_blank=True,
        help_text="What every full member of the workspace may do; empty: the project is private.",
    )


class OwnershipBody(StrictSerializer):
    member = serializers.UUIDField(help_text="The membership of who is to administer the project.")


class ProjectShareShape(serializers.Serializer[ProjectShare]):
    id = serializers.UUIDField()
    member = serializers.UUIDField(allow_null=True)
    group = serializers.UUIDField(allow_null=True)
    user = serializers.UUIDField(allow_null=True, help_text="The person whose membership it is.")
    level = serializers.ChoiceField(choices=Level.choices)
    created_at = serializers.DateTimeField()


def shown(share: ProjectShare) -> dict[str, Any]:
    return {
        "id": share.pk,
        "member": share.member_id,
        "group": share.group_id,
        "user": share.member.user_id if share.member else None,
        "level": share.level,
        "created_at": share.created_at,
    }


class ProjectSharingAPIView(WorkspaceAPIView):
    def project(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=self.kwargs["pk"])

    def shares(self) -> QuerySet[ProjectShare]:
        return shares_of(self.project(), self.actor)

    def administered(self) -> Project:
        """Refused before any id of a body is looked at: whoever may not share learns nothing of who is there."""
        project = self.project()
        require(can_administer_project(self.actor, project))
        return project


@extend_schema(tags=["projects"])
class ProjectSharesView(ProjectSharingAPIView):
    http_method_names = ["get", "post", "options"]

    @extend_schema(summary="List what a project is shared with", responses=ProjectShareShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Beside these, owners and administrators of the workspace administer every project."""
        return page_of(self.shares(), shown, view=self, order=("created_at", "id"))

    @extend_schema(summary="Share a project", request=ShareBody, responses={201: ProjectShareShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever has it already is given the level."""
        project, values = self.administered(), parsed(ShareBody, request)
        people = Membership.objects.filter(workspace=self.actor.workspace)
        member = among(people, values.get("member"), field="member")
        group = among(Group.objects.visible_to(self.actor), values.get("group"), field="group")
        share = actions.share_project(project, by=self.actor, level=values["level"], member=member, group=group)
        share.refresh_from_db()
        return Response(shown(share), status=201)


@extend_schema(tags=["projects"])
class ProjectShareView(ProjectSharingAPIView):
    http_method_names = ["get", "patch", "delete", "options"]

    def share(self, share: UUID) -> ProjectShare:
        return get_object_or_404(self.shares(), pk=share)

    @extend_schema(summary="Show a share", responses=ProjectShareShape)
    def get(self, request: Request, project_share: UUID, **kwargs: Any) -> Response:
        return Response(shown(self.share(project_share)))

    @extend_schema(summary="Change what somebody may do in a project", request=ShareChange, responses=ProjectShareShape)
    def patch(self, request: Request, project_share: UUID, **kwargs: Any) -> Response:
        found, level = self.share(project_share), parsed(ShareChange, request)["level"]
        changed = actions.share_project(
            self.project(), by=self.actor, level=level, member=found.member, group=found.group
        )
        return Response(shown(changed))

    @extend_schema(summary="Share a project no longer", responses={204: None})
    def delete(self, request: Request, project_share: UUID, **kwargs: Any) -> Response:
        found = self.share(project_share)
        actions.unshare_project(self.project(), by=self.actor, member=found.member, group=found.group)
        return Response(status=204)


@extend_schema(tags=["projects"])
class ProjectEveryoneView(ProjectSharingAPIView):
    http_method_names = ["get", "put", "options"]

    @extend_schema(summary="Show what everyone may do in a project", responses=EveryoneBody)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response({"level": self.project().everyone})

    @extend_schema(summary="Say what everyone may do in a project", request=EveryoneBody, responses=EveryoneBody)
    def put(self, request: Request, **kwargs: Any) -> Response:
        level = parsed(EveryoneBody, request)["level"]
        return Response({"level": actions.set_everyone(self.project(), level, by=self.actor).everyone})


@extend_schema(tags=["projects"])
class ProjectOwnershipView(ProjectSharingAPIView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Hand a project over", request=OwnershipBody, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Another full member administers it; I keep editing it."""
        project, pk = self.administered(), parsed(OwnershipBody, request)["member"]
        member = among(Membership.objects.filter(workspace=self.actor.workspace), pk, field="member")
        assert member is not None  # Not to be left out of the body.
        actions.hand_over_project(project, by=self.actor, to=member)
        return Response(status=204)


@extend_schema(tags=["projects"])
class ProjectDepartureView(ProjectSharingAPIView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Leave a project", request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Gives up what was shared with me by name."""
        actions.leave_project(self.project(), by=self.actor)
        return Response(status=204)
