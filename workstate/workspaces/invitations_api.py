"""Invitations for programs: made, sent again, withdrawn, accepted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.models import User
from workstate.accounts.throttles import TooMany, address_of
from workstate.core.actor import Role, Via
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import NotFound, require
from workstate.workspaces import actions
from workstate.workspaces.actions.invitations import DAYS, MOST_AT_ONCE, MOST_DAYS, MOST_USES
from workstate.workspaces.api import WorkspaceAPIView
from workstate.workspaces.invitations.links import address_of as link_of
from workstate.workspaces.invitations.links import found_by_token
from workstate.workspaces.joining_views import LOOKS
from workstate.workspaces.models import Invitation
from workstate.workspaces.policies import can_invite
from workstate.workspaces.workspace_api import WorkspaceShape, workspace_shown


class InvitationShape(serializers.Serializer[Invitation]):
    id = serializers.UUIDField()
    email = serializers.CharField(help_text="Empty: whoever has the link may join.")
    role = serializers.ChoiceField(choices=Role.choices)
    invited_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    most_uses = serializers.IntegerField(allow_null=True, help_text="Null: as often as anybody likes.")
    uses = serializers.IntegerField()
    sent_at = serializers.DateTimeField(allow_null=True)
    failed_at = serializers.DateTimeField(allow_null=True, help_text="When sending the mail was given up.")
    link = serializers.CharField(help_text="Empty where it goes by mail: it is in that mailbox alone.")


class InvitationBody(StrictSerializer):
    emails = serializers.ListField(
        child=serializers.CharField(max_length=254), max_length=MOST_AT_ONCE, required=False, help_text="Empty: a link."
    )
    role = serializers.ChoiceField(choices=Role.choices, default=Role.MEMBER)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=DAYS)
    most_uses = serializers.IntegerField(min_value=1, max_value=MOST_USES, required=False, help_text="Of a link.")
    grants = serializers.DictField(
        required=False, help_text='What comes with it: {"projects": [{"project": id, "level": "edit"}]}.'
    )


class AcceptanceBody(StrictSerializer):
    token = serializers.CharField(max_length=100, help_text="The last part of the link.")


def invitation_shown(invitation: Invitation) -> dict[str, Any]:
    by_hand = not invitation.email or not (settings.EMAIL_CONFIGURED or invitation.sendings)
    names = ("email", "role", "created_at", "expires_at", "most_uses", "uses", "sent_at", "failed_at")
    return {
        "id": invitation.pk,
        "invited_by": invitation.created_by_id,
        **{name: getattr(invitation, name) for name in names},
        "link": link_of(invitation) if by_hand else "",
    }


@extend_schema(tags=["invitations"])
class InvitationsView(WorkspaceAPIView):
    @extend_schema(summary="List open invitations", responses=InvitationShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Those that wait for an answer, expired ones too. Administrators alone see them."""
        require(can_invite(self.actor))
        rows = Invitation.objects.visible_to(self.actor).waiting()
        return page_of(rows, invitation_shown, view=self, order=("-created_at", "id"))

    @extend_schema(
        summary="Invite people",
        request=InvitationBody,
        responses={201: InvitationShape(many=True)},
        examples=[OpenApiExample("By mail", {"emails": ["jo@example.org"], "role": "member"})],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """By mail, or by a link where no addresses are given. Whoever belongs to the workspace already is passed over."""
        body = parsed(InvitationBody, request)
        emails, most_uses = body.pop("emails", None), body.pop("most_uses", None)
        body["role"] = Role(body["role"])
        if emails:
            invited = actions.invite(emails, by=self.actor, **body)
            made = [*invited.made, *invited.renewed]
        else:
            made = [actions.create_invitation_link(by=self.actor, most_uses=most_uses, **body)]
        return Response([invitation_shown(one) for one in made], status=201)


class InvitationAPIView(WorkspaceAPIView):
    def invitation(self) -> Invitation:
        require(can_invite(self.actor))
        return get_object_or_404(Invitation.objects.visible_to(self.actor), pk=self.kwargs["pk"])


@extend_schema(tags=["invitations"])
class InvitationView(InvitationAPIView):
    @extend_schema(summary="Show an invitation", responses=InvitationShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(invitation_shown(self.invitation()))

    @extend_schema(summary="Withdraw an invitation", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Its link opens nothing from now on. `restoration/` takes that back."""
        actions.revoke_invitation(self.invitation(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["invitations"])
class InvitationRestorationView(InvitationAPIView):
    @extend_schema(summary="Let a withdrawn invitation hold again", request=None, responses=InvitationShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(invitation_shown(actions.reinstate_invitation(self.invitation(), by=self.actor)))


@extend_schema(tags=["invitations"])
class InvitationSendingView(InvitationAPIView):
    @extend_schema(summary="Send an invitation again", request=None, responses=InvitationShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """It holds for a week from now. A link is not sent; it only holds longer."""
        return Response(invitation_shown(actions.resend_invitation(self.invitation(), by=self.actor)))


@extend_schema(tags=["invitations"])
class AcceptanceView(APIView):
    @extend_schema(summary="Accept an invitation", request=AcceptanceBody, responses=WorkspaceShape)
    def post(self, request: Request) -> Response:
        """404: there is no such invitation. 409: it does not hold, or not for this account; `reason` says why."""
        assert isinstance(request.user, User)
        try:
            LOOKS.take(address_of(request))
        except TooMany as refusal:
            raise Throttled(refusal.seconds) from refusal
        invitation = found_by_token(parsed(AcceptanceBody, request)["token"])
        if invitation is None:
            raise NotFound
        by = actions.accept_invitation(invitation, user=request.user, via=Via.API)
        return Response(workspace_shown(by.workspace, by.role))
