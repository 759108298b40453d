from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.core.api import StrictSerializer, parsed
from workstate.focus.actions import change_preferences
from workstate.focus.models import FocusPreferences, Sound
from workstate.focus.queries import preferences_of

FIELDS = ("focus", "short_break", "long_break", "long_after", "auto_break", "auto_focus", "sound", "volume")


class FocusPreferencesBody(StrictSerializer):
    focus = serializers.IntegerField(min_value=1, max_value=FocusPreferences.LONGEST, help_text="Seconds.")
    short_break = serializers.IntegerField(min_value=1, max_value=FocusPreferences.LONGEST, help_text="Seconds.")
    long_break = serializers.IntegerField(min_value=1, max_value=FocusPreferences.LONGEST, help_text="Seconds.")
    long_after = serializers.IntegerField(
        min_value=1, max_value=FocusPreferences.MOST_ROUNDS, help_text="Intervals of focus before a long break."
    )
    auto_break = serializers.BooleanField()
    auto_focus = serializers.BooleanField()
    sound = serializers.ChoiceField(choices=Sound.choices)
    volume = serializers.IntegerField(min_value=0, max_value=100)


@extend_schema(tags=["me"])
class FocusPreferencesView(APIView):
    @extend_schema(summary="Show how I focus", responses=FocusPreferencesBody)
    def get(self, request: Request) -> Response:
        return self._shown(preferences_of(self._user(request)))

    @extend_schema(summary="Change how I focus", request=FocusPreferencesBody, responses=FocusPreferencesBody)
    def patch(self, request: Request) -> Response:
        """An interval that is open keeps its length."""
        changes = parsed(FocusPreferencesBody, request, partial=True)
        return self._shown(change_preferences(self._user(request), via=Via.API, **changes))

    def _user(self, request: Request) -> User:
        assert isinstance(request.user, User)
        return request.user

    def _shown(self, chosen: FocusPreferences) -> Response:
        shown: dict[str, Any] = {name: getattr(chosen, name) for name in FIELDS}
        return Response(shown)
