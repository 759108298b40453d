"""How a person wants to be told, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.actor import Actor, Via
from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import NotFound
from workstate.notifications.actions import muting
from workstate.notifications.actions.preferring import change_preferences
from workstate.notifications.api import PersonAPIView
from workstate.notifications.inbox import mutes_of
from workstate.notifications.kinds import TRAITS, Channel, How, Kind
from workstate.notifications.models import Mute
from workstate.notifications.models.preferences import Sound
from workstate.notifications.preferences import Wishes, wishes_of
from workstate.projects.models import Project
from workstate.workspaces.models import Workspace
from workstate.workspaces.queries import actor_of


class WaysShape(StrictSerializer):
    """How each channel tells of a kind; a channel that is not for the kind is left out."""

    app = serializers.ChoiceField(choices=[How.NOW, How.OFF], required=False)
    mail = serializers.ChoiceField(choices=How.choices, required=False)
    push = serializers.ChoiceField(choices=[How.NOW, How.OFF], required=False)


class ChannelsShape(StrictSerializer):
    def get_fields(self) -> dict[str, Any]:
        return {kind.value: WaysShape(required=False, help_text=str(kind.label)) for kind in Kind}


class NotificationPreferencesBody(StrictSerializer):
    channels = ChannelsShape()
    digest_hour = serializers.IntegerField(min_value=0, max_value=23, help_text="Of my wall clock.")
    reminder_hour = serializers.IntegerField(
        min_value=0, max_value=23, help_text="Of my wall clock: from when reminders of a day without a time count."
    )
    quiet_from = serializers.TimeField(allow_null=True, help_text="Of my wall clock; null with quiet_until for none.")
    quiet_until = serializers.TimeField(allow_null=True, help_text="Not after quiet_from: on the following day.")
    quiet_days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), max_length=6, help_text="Monday is 0."
    )
    sound = serializers.ChoiceField(choices=Sound.choices)


class MuteShape(serializers.Serializer[Mute]):
    id = serializers.UUIDField()
    workspace = serializers.UUIDField()
    project = serializers.UUIDField(allow_null=True, help_text="Null: the whole workspace.")


class MuteBody(StrictSerializer):
    workspace = serializers.UUIDField()
    project = serializers.UUIDField(required=False, allow_null=True)


def shown_mute(found: Mute) -> dict[str, Any]:
    return {"id": found.pk, "workspace": found.workspace_id, "project": found.project_id}


@extend_schema(tags=["notifications"])
class NotificationPreferencesView(PersonAPIView):
    @extend_schema(summary="Show how I am told", responses=NotificationPreferencesBody)
    def get(self, request: Request) -> Response:
        return Response(_shown(wishes_of(self.person)))

    @extend_schema(
        summary="Change how I am told", request=NotificationPreferencesBody, responses=NotificationPreferencesBody
    )
    def patch(self, request: Request) -> Response:
        """What is left out stays, of the channels too; what waits to be sent keeps its time."""
        changes = parsed(NotificationPreferencesBody, request, partial=True)
        if "channels" in changes:
            changes["channels"] = {
                Kind(kind): {Channel(channel): How(how) for channel, how in ways.items()}
                for kind, ways in changes["channels"].items()
            }
        change_preferences(self.person, via=Via.API, **changes)
        return Response(_shown(wishes_of(self.person)))


class MutingAPIView(PersonAPIView):
    def actor_in(self, workspace: Workspace) -> Actor:
        by = actor_of(self.person, workspace, via=Via.API)
        if by is None:
            raise NotFound
        return by


@extend_schema(tags=["notifications"])
class MutesView(MutingAPIView):
    @extend_schema(summary="List what I muted", responses=MuteShape(many=True))
    def get(self, request: Request) -> Response:
        return Response([shown_mute(found) for found in mutes_of(self.person)])

    @extend_schema(summary="Mute a project or a workspace", request=MuteBody, responses={201: MuteShape})
    def post(self, request: Request) -> Response:
        """Of it I hear only what calls me by name. Muted already: answers with what stands."""
        body = parsed(MuteBody, request)
        by = self.actor_in(get_object_or_404(Workspace.objects.of(self.person), pk=body["workspace"]))
        project = None
        if body.get("project"):
            project = get_object_or_404(Project.objects.visible_to(by), pk=body["project"])
        return Response(shown_mute(muting.mute(project, by=by)), status=201)


@extend_schema(tags=["notifications"])
class MuteView(MutingAPIView):
    @extend_schema(summary="Hear of it again", responses={204: None})
    def delete(self, request: Request, mute: UUID) -> Response:
        found = get_object_or_404(Mute.objects.of(self.person).select_related("workspace"), pk=mute)
        muting.unmute(found, by=self.actor_in(found.workspace))
        return Response(status=204)


def _shown(wishes: Wishes) -> dict[str, Any]:
    channels: dict[str, dict[str, str]] = {}
    for kind in Kind:
        ways = {channel: wishes.how(kind, channel) for channel in Channel if TRAITS[kind].default(channel) is not None}
        channels[kind.value] = {channel.value: how.value for channel, how in ways.items() if how}
    return {
        "channels": channels,
        "digest_hour": wishes.digest_hour,
        "reminder_hour": wishes.reminder_hour,
        "quiet_from": wishes.quiet.starts,
        "quiet_until": wishes.quiet.ends,
        "quiet_days": sorted(wishes.quiet.days),
        "sound": wishes.sound,
    }
