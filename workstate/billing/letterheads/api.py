"""The letterhead for programs. Everybody in the workspace reads it, for it stands on what they print; administrators set it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.billing.letterheads.actions import change_letterhead, put_logo, remove_logo
from workstate.billing.letterheads.queries import letterhead_of
from workstate.billing.models import Letterhead, Paper
from workstate.billing.models.letterhead import FOOTER_LENGTH, LINES_LENGTH, NAME_LENGTH
from workstate.core.api import StrictSerializer, parsed
from workstate.workspaces.api import WorkspaceAPIView


class LetterheadChange(StrictSerializer):
    name = serializers.CharField(required=False, allow_blank=True, max_length=NAME_LENGTH)
    address = serializers.CharField(
        required=False, allow_blank=True, max_length=LINES_LENGTH, help_text="Eight lines at most."
    )
    contact = serializers.CharField(
        required=False, allow_blank=True, max_length=LINES_LENGTH, help_text="Eight lines at most."
    )
    footer = serializers.CharField(required=False, allow_blank=True, max_length=FOOTER_LENGTH)
    paper = serializers.ChoiceField(
        required=False, choices=Paper.values, help_text="Empty: A4, or Letter for whoever writes the month first."
    )


class LetterheadShape(serializers.Serializer[Letterhead]):
    """How a letterhead is shown; `shown` prints it."""

    name = serializers.CharField(help_text="Empty: the workspace's.")
    address = serializers.CharField()
    contact = serializers.CharField()
    footer = serializers.CharField(help_text="At the foot of every page.")
    paper = serializers.ChoiceField(choices=Paper.values)
    logo_width = serializers.IntegerField(allow_null=True, help_text="Pixels; null: there is none.")
    logo_height = serializers.IntegerField(allow_null=True)


class LogoBody(StrictSerializer):
    logo = serializers.FileField(max_length=1000, help_text="PNG, JPEG or WebP, 5 MB at most. It is drawn anew.")


def shown(letterhead: Letterhead) -> dict[str, Any]:
    names = ("name", "address", "contact", "footer", "paper", "logo_width", "logo_height")
    return {name: getattr(letterhead, name) for name in names}


@extend_schema(tags=["billing"])
class LetterheadView(WorkspaceAPIView):
    @extend_schema(summary="Show the letterhead", responses=LetterheadShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """What stands on reports for clients."""
        return Response(shown(letterhead_of(self.actor.workspace)))

    @extend_schema(summary="Change the letterhead", request=LetterheadChange, responses=LetterheadShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(change_letterhead(by=self.actor, **parsed(LetterheadChange, request))))


@extend_schema(tags=["billing"])
class LetterheadLogoView(WorkspaceAPIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(summary="Set the logo", request={"multipart/form-data": LogoBody}, responses=LetterheadShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(put_logo(parsed(LogoBody, request)["logo"].chunks(), by=self.actor)))

    @extend_schema(summary="Remove the logo", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        remove_logo(by=self.actor)
        return Response(status=204)
