"""Signs of life, “Still working?”, time away, notices and how the clock is to behave, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.core.api import StrictSerializer, parsed
from workstate.core.clock import now
from workstate.core.errors import NotFound
from workstate.timetracking.actions import running_entry
from workstate.timetracking.actions.idle import MOST_PARTS, Part, settle_gap
from workstate.timetracking.actions.preferences import LIMITS, change_time_preferences
from workstate.timetracking.actions.signs import record_sign_of_life, resume_forgotten, still_working
from workstate.timetracking.api.shapes import TimerShape
from workstate.timetracking.api.timer import resolved, timer_of
from workstate.timetracking.api.views import TimerAPIView
from workstate.timetracking.forgotten import is_asked, last_sign
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.notices import dismiss
from workstate.timetracking.signs import open_notices
from workstate.workspaces.queries import home_actor


class Heartbeat(StrictSerializer):
    ago = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=120, help_text="How many seconds ago the person was there."
    )


class QuestionShape(serializers.Serializer[Any]):
    entry = serializers.UUIDField(help_text="The entry that runs.")
    asked_at = serializers.DateTimeField()
    last_sign = serializers.DateTimeField(help_text="Where the timer will be stopped if nobody answers.")


class GapPart(StrictSerializer):
    seconds = serializers.IntegerField(min_value=1)
    task = serializers.UUIDField(required=False, allow_null=True)
    project = serializers.UUIDField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class GapBody(StrictSerializer):
    entry = serializers.UUIDField(help_text="The entry that ran while nobody was there.")
    since = serializers.DateTimeField(help_text="The last sign of life.")
    until = serializers.DateTimeField(help_text="The return.")
    kept = serializers.IntegerField(
        required=False, default=0, min_value=0, help_text="Seconds from its beginning that stay on the entry."
    )
    parts = serializers.ListField(child=GapPart(), required=False, default=list, max_length=MOST_PARTS)
    goes_on = serializers.BooleanField(help_text="Whether the timer runs on from the return.")
    version = serializers.IntegerField(required=False, help_text="That of the timer as the client knows it.")


class SettledShape(TimerShape):
    batch = serializers.UUIDField(help_text="Names the act, so that it can be taken back.")


class NoticeShape(serializers.Serializer[Notice]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    workspace = serializers.SlugField(allow_null=True)
    data = serializers.JSONField()  # type: ignore[assignment]
    created_at = serializers.DateTimeField()


class TimePreferencesBody(StrictSerializer):
    """Seconds; null is never."""

    ask_after = serializers.IntegerField(allow_null=True, help_text="Ask “Still working?” after so long.")
    stop_after = serializers.IntegerField(allow_null=True, help_text="Stop when the question waited so long.")
    idle_after = serializers.IntegerField(allow_null=True, help_text="Nobody there for so long is time away.")
    remind_after = serializers.IntegerField(allow_null=True, help_text="Say that nothing is tracked after so long.")


@extend_schema(tags=["timer"])
class HeartbeatView(TimerAPIView):
    @extend_schema(summary="Say that the person is there", request=Heartbeat, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """At most once a minute, and only after the person has touched something. A forgotten timer ends at the last."""
        record_sign_of_life(by=self.actor, **parsed(Heartbeat, request))
        return Response(status=204)


@extend_schema(tags=["timer"])
class QuestionView(TimerAPIView):
    @extend_schema(summary="Show whether “Still working?” waits", responses={200: QuestionShape, 204: None})
    def get(self, request: Request, **kwargs: Any) -> Response:
        running, clock = running_entry(self.actor.user), Clock.objects.filter(pk=self.actor.user.pk).first()
        if running is None or clock is None or not is_asked(running, clock):
            return Response(status=204)
        last = last_sign(running, clock, now())
        return Response({"entry": running.pk, "asked_at": clock.asked_at, "last_sign": last})

    @extend_schema(summary="Answer “Still working?” with yes", request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """To answer no, stop the timer."""
        still_working(by=self.actor)
        return Response(status=204)


@extend_schema(tags=["timer"])
class GapView(TimerAPIView):
    @extend_schema(summary="Say what became of time away", request=GapBody, responses=SettledShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """
        `kept` seconds of the gap stay on the entry, the parts follow each other, what is left is dropped.

        To keep all of it: `kept` as long as the gap, `goes_on` true.
        """
        values = parsed(GapBody, request)
        entry = get_object_or_404(TimeEntry.objects.visible_to(self.actor).kept(), pk=values.pop("entry"))
        parts = [Part(**resolved(self.actor, part)) for part in values.pop("parts")]
        act = settle_gap(entry, parts=parts, by=self.actor, **values)
        return Response({**timer_of(self.actor), "batch": act.batch})


class PersonAPIView(APIView):
    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user


@extend_schema(tags=["me"])
class NoticesView(PersonAPIView):
    @extend_schema(summary="List what I am told of my time", responses=NoticeShape(many=True))
    def get(self, request: Request) -> Response:
        """What was not put away yet, newest first, a hundred at most."""
        notices = open_notices(self.person).select_related("workspace")[:100]
        return Response(
            [
                {
                    "id": notice.pk,
                    "kind": notice.kind,
                    "workspace": notice.workspace.slug if notice.workspace else None,
                    "data": notice.data,
                    "created_at": notice.created_at,
                }
                for notice in notices
            ]
        )


@extend_schema(tags=["me"])
class NoticeView(PersonAPIView):
    @extend_schema(summary="Put a notice away on all devices", responses={204: None})
    def delete(self, request: Request, pk: Any) -> Response:
        notice = get_object_or_404(Notice.objects.of(self.person), pk=pk)
        by = home_actor(self.person, via=Via.API)
        if by is None:
            raise NotFound
        dismiss(notice, by=by)
        return Response(status=204)


@extend_schema(tags=["timer"])
class NoticeUndoingView(TimerAPIView):
    @extend_schema(summary="Let a timer that was stopped as forgotten run on", request=None, responses=TimerShape)
    def post(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        resume_forgotten(get_object_or_404(Notice.objects.of(self.actor.user), pk=pk), by=self.actor)
        return Response(timer_of(self.actor))


@extend_schema(tags=["me"])
class TimePreferencesView(PersonAPIView):
    @extend_schema(summary="Show how my clock behaves", responses=TimePreferencesBody)
    def get(self, request: Request) -> Response:
        return self._shown(TimePreferences.objects.filter(pk=self.person.pk).first() or TimePreferences())

    @extend_schema(summary="Change how my clock behaves", request=TimePreferencesBody, responses=TimePreferencesBody)
    def patch(self, request: Request) -> Response:
        changes = parsed(TimePreferencesBody, request, partial=True)
        return self._shown(change_time_preferences(self.person, via=Via.API, **changes))

    def _shown(self, wishes: TimePreferences) -> Response:
        shown: dict[str, Any] = {name: getattr(wishes, name) for name in LIMITS}
        return Response(shown)
