"""Notifications for programs: what a person was told, how they want to be told, and what they muted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.core.api import Pages, StrictSerializer, parsed
from workstate.core.errors import NotFound
from workstate.notifications.actions import marking
from workstate.notifications.inbox import Tab, of_tab
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.models.notification import NotificationQuerySet
from workstate.notifications.reading import Told, told, with_subjects

MOST_MARKED = 500


class Act(TextChoices):
    READ = "read", _("Read")
    UNREAD = "unread", _("Unread")
    DONE = "done", _("Done with")
    SNOOZE = "snooze", _("Snooze")
    WAKE = "wake", _("Bring back")


class NotificationShape(serializers.Serializer[Notification]):
    """How a notification is shown; `shown` prints it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    subject = serializers.CharField(help_text="What it is grouped under.")
    workspace = serializers.UUIDField(allow_null=True)
    actor = serializers.UUIDField(allow_null=True, help_text="Whose act it was.")
    task = serializers.UUIDField(allow_null=True)
    comment = serializers.UUIDField(allow_null=True)
    project = serializers.UUIDField(allow_null=True)
    title = serializers.CharField(help_text="Of what it is about, as it is now.")
    sentence = serializers.CharField()
    excerpt = serializers.CharField(help_text="The beginning of the comment; empty for none.")
    path = serializers.CharField(help_text="Where it leads, on this server.")
    made_at = serializers.DateTimeField()
    surfaced_at = serializers.DateTimeField(help_text="When it came, or came back after a snooze.")
    read_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    snoozed_until = serializers.DateTimeField(allow_null=True)


class CountsShape(serializers.Serializer[Any]):
    unread = serializers.IntegerField()
    snoozed = serializers.IntegerField()


class MarkBody(StrictSerializer):
    act = serializers.ChoiceField(choices=Act.choices)
    notifications = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_MARKED,
        required=False,
        help_text="Left out: all that are unread.",
    )
    until = serializers.DateTimeField(required=False, help_text="For snooze: when they come back.")


class MarkedShape(serializers.Serializer[Any]):
    unread = serializers.IntegerField(help_text="How many are unread now.")


class PersonAPIView(APIView):
    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def mine(self) -> NotificationQuerySet:
        return Notification.objects.visible_to(self.person).shown()


def shown(one: Told) -> dict[str, Any]:
    row = one.notification
    return {
        "id": row.pk,
        "kind": row.kind,
        "subject": row.subject,
        "workspace": row.workspace_id,
        "actor": row.actor_id,
        "task": row.task_id,
        "comment": row.comment_id,
        "project": row.project_id,
        "title": one.subject.title,
        "sentence": one.sentence,
        "excerpt": one.excerpt,
        "path": one.path,
        "made_at": row.made_at,
        "surfaced_at": row.surfaced_at,
        "read_at": row.read_at,
        "done_at": row.done_at,
        "snoozed_until": row.snoozed_until,
    }


@extend_schema(tags=["notifications"])
class NotificationsAPIView(PersonAPIView):
    @extend_schema(
        operation_id="notifications_list",
        summary="List what I was told",
        parameters=[
            OpenApiParameter("tab", enum=Tab.values, description="Default: all."),
            OpenApiParameter("limit", int, description="Rows on a page, at most 200."),
            OpenApiParameter("cursor", str),
        ],
        responses=NotificationShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Of all workspaces, the newest first: what one cannot see any more is not among it."""
        asked = request.query_params.get("tab", Tab.ALL)
        if asked not in Tab.values:
            raise serializers.ValidationError({"tab": [_("Choose unread, all, snoozed or done.")]})
        rows = with_subjects(of_tab(self.person, Tab(asked), timezone.now()))
        pages = Pages()
        pages.ordering = ("-surfaced_at", "-id")
        found = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response([shown(one) for one in told(found, self.person)])

    @extend_schema(summary="Mark what I was told", request=MarkBody, responses=MarkedShape)
    def post(self, request: Request) -> Response:
        """Read, unread, done with, snoozed or brought back; all or none: an id of nobody's answers 404."""
        body = parsed(MarkBody, request)
        ids = body.get("notifications")
        rows = self.mine().waiting(timezone.now()).unread() if ids is None else self.mine().filter(pk__in=ids)
        if ids is not None and rows.count() != len(set(ids)):
            raise NotFound
        self._mark(Act(body["act"]), rows, body)
        return Response({"unread": of_tab(self.person, Tab.UNREAD, timezone.now()).count()})

    def _mark(self, act: Act, rows: NotificationQuerySet, body: dict[str, Any]) -> None:
        if act == Act.SNOOZE:
            if "until" not in body:
                raise serializers.ValidationError({"until": [_("Say until when.")]})
            marking.snooze(rows, body["until"], user=self.person, via=Via.API)
            return
        acts = {
            Act.READ: marking.mark_read,
            Act.UNREAD: marking.mark_unread,
            Act.DONE: marking.finish,
            Act.WAKE: marking.wake,
        }
        acts[act](rows, user=self.person, via=Via.API)


@extend_schema(tags=["notifications"])
class NotificationCountsView(PersonAPIView):
    @extend_schema(summary="Count what I was told", responses=CountsShape)
    def get(self, request: Request) -> Response:
        at = timezone.now()
        unread = of_tab(self.person, Tab.UNREAD, at).count()
        return Response({"unread": unread, "snoozed": of_tab(self.person, Tab.SNOOZED, at).count()})


@extend_schema(tags=["notifications"])
class NotificationAPIView(PersonAPIView):
    @extend_schema(operation_id="notifications_show", summary="Show a notification", responses=NotificationShape)
    def get(self, request: Request, notification: UUID) -> Response:
        row = get_object_or_404(with_subjects(self.mine()), pk=notification)
        return Response(shown(told([row], self.person)[0]))
