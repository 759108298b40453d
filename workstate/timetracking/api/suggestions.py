"""What time will likely go into, for programs: by the hour, or by the title of an event or other words."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer
from workstate.core.clock import now
from workstate.timetracking.api.shapes import EntryShape, shown
from workstate.timetracking.api.views import TimeAPIView
from workstate.timetracking.suggesting import MOST, Suggestion, suggestions


class SuggestionQuery(StrictSerializer):
    text = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
    at = serializers.DateTimeField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=10, default=MOST)


class SuggestionShape(serializers.Serializer[Suggestion]):
    entry = EntryShape(help_text="The last one of its kind: continue it to accept.")
    reason = serializers.ChoiceField(["time_of_week", "time_of_day", "words"])
    times = serializers.IntegerField(help_text="On how many days it was so, or how often these words went there.")
    out_of = serializers.IntegerField(help_text="Of how many.")
    why = serializers.CharField(help_text="The reason in words.")


@extend_schema(tags=["timer"])
class SuggestionsView(TimeAPIView):
    @extend_schema(
        summary="Suggest what time goes into",
        parameters=[
            OpenApiParameter(
                "text", str, description="Words, such as the title of an event; without them by the hour."
            ),
            OpenApiParameter("at", str, description="The instant; now if not given."),
            OpenApiParameter("limit", int, description="At most 10."),
        ],
        responses=SuggestionShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """From the person's own history of the last half year, the likeliest first, each with the reason."""
        query = SuggestionQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = suggestions(self.actor, text=asked["text"], at=asked.get("at") or now(), most=asked["limit"])
        return Response(
            [
                {
                    "entry": shown(one.entry),
                    "reason": one.reason.value,
                    "times": one.times,
                    "out_of": one.out_of,
                    "why": one.why,
                }
                for one in found
            ]
        )
