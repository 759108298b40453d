"""Keys for programs: a person who is signed in makes and revokes them; a key tells of itself and ends itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import parsers, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.keys import actions, devices
from workstate.accounts.keys.models import ApiKey
from workstate.accounts.keys.scopes import ALL
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.core.actor import Via
from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import NotFound
from workstate.core.text import NAME_LENGTH


class KeyBody(StrictSerializer):
    name = serializers.CharField(max_length=NAME_LENGTH)
    scopes = serializers.ListField(
        child=serializers.CharField(max_length=20), help_text=f"One of each area: {', '.join(ALL)}."
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None, help_text="Null for never.")


class KeyShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    start = serializers.CharField(help_text="Its first characters.")
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")


class NewKeyShape(KeyShape):
    key = serializers.CharField(help_text="The key itself, told this once.")


class KeysShape(serializers.Serializer[Any]):
    results = KeyShape(many=True)


class KeysView(APIView):
    @extend_schema(summary="List my keys", tags=["keys"], responses=KeysShape)
    def get(self, request: Request) -> Response:
        """Newest first. Only from the browser: no key sees the others."""
        keys = ApiKey.objects.visible_to(_person(request)).kept().order_by("-pk")
        return Response({"results": [shown(key) for key in keys]})

    @extend_schema(
        summary="Make a key",
        tags=["keys"],
        request=KeyBody,
        responses={201: NewKeyShape},
        examples=[
            OpenApiExample("Reads time", value={"name": "Dashboard", "scopes": ["time:read"]}, request_only=True),
        ],
    )
    def post(self, request: Request) -> Response:
        """Only from the browser: no key makes another."""
        body = parsed(KeyBody, request)
        key, text = actions.create_key(
            _person(request),
            body["name"],
            body["scopes"],
            expires_at=body["expires_at"],
            via=Via.API,
            origin=origin_of(request._request),
        )
        key.refresh_from_db()
        response = Response({**shown(key), "key": text}, status=201)
        response.tells_secret = True  # type: ignore[attr-defined]
        return response


class KeyView(APIView):
    @extend_schema(summary="Revoke a key", tags=["keys"], responses={204: None})
    def delete(self, request: Request, api_key: UUID) -> Response:
        """At once: its next request is refused."""
        own = ApiKey.objects.visible_to(_person(request)).kept().filter(pk=api_key).first()
        if own is None:
            raise NotFound
        actions.revoke_key(own, via=Via.API, origin=origin_of(request._request))
        return Response(status=204)


class OwnKeyView(APIView):
    @extend_schema(summary="Show the key I ask with", tags=["keys"], responses=KeyShape)
    def get(self, request: Request) -> Response:
        """404 for a browser, which asks with none."""
        return Response(shown(_asking(request)))

    @extend_schema(summary="Revoke the key I ask with", tags=["keys"], responses={204: None})
    def delete(self, request: Request) -> Response:
        """How a program signs out."""
        actions.revoke_key(_asking(request), via=Via.API, origin=origin_of(request._request))
        return Response(status=204)


class KeyRequestBody(StrictSerializer):
    client = serializers.CharField(
        max_length=NAME_LENGTH, help_text="What the program is called, as the person reads it."
    )
    scopes = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, help_text="Everything, unless it is said."
    )


class KeyRequestShape(serializers.Serializer[Any]):
    device_code = serializers.CharField(help_text="For the program alone.")
    user_code = serializers.CharField(help_text="For the person to compare or to type.")
    verification_uri = serializers.CharField()
    verification_uri_complete = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    interval = serializers.IntegerField(help_text="Seconds between two questions for the key.")


class DeviceView(APIView):
    """Of programs that nobody knows yet."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (parsers.JSONParser, parsers.FormParser)


class DeviceAuthorizationView(DeviceView):
    @extend_schema(
        summary="Ask for a key",
        tags=["keys"],
        request=KeyRequestBody,
        responses=KeyRequestShape,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """The device grant (RFC 8628): show the code, open the address in a browser, ask for the key meanwhile."""
        body = parsed(KeyRequestBody, request)
        asked = devices.ask(body["client"], body.get("scopes"), origin=origin_of(request._request))
        address = f"{settings.SITE_URL}{reverse('accounts:device')}"
        code = asked.request.shown_code
        return Response(
            {
                "device_code": asked.device_code,
                "user_code": code,
                "verification_uri": address,
                "verification_uri_complete": f"{address}?code={code}",
                "expires_in": int(devices.LASTS.total_seconds()),
                "interval": devices.INTERVAL,
            }
        )


class KeyTokenBody(serializers.Serializer[Any]):
    device_code = serializers.CharField(max_length=100)
    grant_type = serializers.CharField(max_length=60, required=False, help_text="As RFC 8628 names it; not looked at.")
    client_id = serializers.CharField(max_length=NAME_LENGTH, required=False, help_text="Not looked at.")


class KeyTokenShape(serializers.Serializer[Any]):
    access_token = serializers.CharField(help_text="The key, told this once.")
    token_type = serializers.CharField()


class DeviceTokenView(DeviceView):
    @extend_schema(summary="Take the key", tags=["keys"], request=KeyTokenBody, responses=KeyTokenShape, auth=[])
    def post(self, request: Request) -> Response:
        """
        400 with the code `authorization_pending`, `slow_down`, `access_denied` or `expired_token` as long as there is none.
        """
        code = parsed(KeyTokenBody, request)["device_code"]
        if devices.is_hasty(code):
            raise devices.Pending("slow_down")
        text = devices.take_key(code, origin=origin_of(request._request))
        return Response({"access_token": text, "token_type": "Bearer"})


def shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.pk,
        "name": key.name,
        "start": key.start,
        "scopes": key.scopes,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
    }


def _asking(request: Request) -> ApiKey:
    if not isinstance(request.auth, ApiKey):
        raise NotFound
    return request.auth


def _person(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
