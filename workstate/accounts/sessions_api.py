"""The devices of a person, for programs."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts import actions
from workstate.accounts.devices import device_words
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.core.actor import Via
from workstate.core.errors import NotFound


class SessionsView(APIView):
    @extend_schema(summary="Where I am signed in", tags=["me"], responses={200: {"type": "object"}})
    def get(self, request: Request) -> Response:
        """The one that asks first, then by when they were last seen."""
        here = request._request.session.session_key
        sessions = sorted(
            UserSession.objects.purge_and_list(_person(request)),
            key=lambda one: (one.session_key != here, -one.last_seen_at.timestamp()),
        )
        return Response({"results": [_shown(one, here) for one in sessions]})

    @extend_schema(summary="Sign out everywhere else", tags=["me"], request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        here = request._request.session.session_key
        origin = origin_of(request._request)
        actions.end_other_sessions(_person(request), keep_session=here, via=Via.API, origin=origin)
        return Response(status=204)


class SessionView(APIView):
    @extend_schema(summary="Sign one device out", tags=["me"], request=None, responses={204: None})
    def delete(self, request: Request, session: int) -> Response:
        person = _person(request)
        own = UserSession.objects.filter(user=person, pk=session).first() if session < 2**31 else None
        if own is None:
            raise NotFound
        actions.end_session(own, user=person, via=Via.API, origin=origin_of(request._request))
        return Response(status=204)


def _person(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _shown(session: UserSession, here: str | None) -> dict[str, Any]:
    return {
        "id": session.pk,
        "device": device_words(session.user_agent),
        "address": session.ip,
        "signed_in_at": session.created_at,
        "last_seen_at": session.last_seen_at,
        "current": session.session_key == here,
    }
