"""For programs: one act to many entries, splitting, merging, gaps and overlaps with what mends them, and the Undo of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, parsed
from workstate.core.clock import now, require_day, start_of_day
from workstate.core.errors import Invalid
from workstate.timetracking import actions
from workstate.timetracking.actions import Act
from workstate.timetracking.actions.many import MOST
from workstate.timetracking.api import timer
from workstate.timetracking.api.shapes import EntryShape, shown
from workstate.timetracking.api.views import EntriesView, EntryView, TimeAPIView
from workstate.timetracking.gaps import Means, gaps_between, mends, overlaps_among
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import own_entries

BATCH = "Workstate-Batch"
MOST_DAYS = 92


class Entries(StrictSerializer):
    entries = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)


class EntriesChange(Entries):
    task = serializers.UUIDField(required=False, allow_null=True)
    project = serializers.UUIDField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    add_labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    remove_labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    billable = serializers.BooleanField(required=False)
    day = serializers.DateField(
        required=False, help_text="They begin at the same time of day there, and are as long as they were."
    )


class EntriesCopy(Entries):
    day = serializers.DateField(
        required=False, help_text="On another day; what would lie in the future has no clock times."
    )


class EntrySplit(StrictSerializer):
    """One of the three."""

    at = serializers.DateTimeField(required=False, help_text="An instant within it.")
    after = serializers.IntegerField(required=False, help_text="Seconds from its start.")
    parts = serializers.IntegerField(
        required=False, help_text="So many equal ones; seconds that are left over go to the first."
    )


class EntryExtension(StrictSerializer):
    to = serializers.DateTimeField(help_text="Before its start or after its end.")


class EntriesMend(StrictSerializer):
    first = serializers.UUIDField()
    second = serializers.UUIDField()
    means = serializers.ChoiceField(choices=[means.value for means in Means])


class GapQuery(StrictSerializer):
    first = serializers.DateField()
    last = serializers.DateField(required=False)


class GapShape(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    seconds = serializers.IntegerField()
    before = serializers.UUIDField(allow_null=True, help_text="The entry that ends where the gap begins.")
    after = serializers.UUIDField(allow_null=True, help_text="The entry that begins where the gap ends.")


class OverlapShape(serializers.Serializer[Any]):
    first = serializers.UUIDField()
    second = serializers.UUIDField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    seconds = serializers.IntegerField()
    means = serializers.ListField(child=serializers.CharField(), help_text="What `mending` takes for these two.")


class BetweenShape(serializers.Serializer[Any]):
    gaps = GapShape(many=True)
    overlaps = OverlapShape(many=True)


class ActShape(serializers.Serializer[Any]):
    batch = serializers.UUIDField(help_text="`entries/acts/<batch>/undoing/` takes all of it back.")
    entries = EntryShape(many=True)


class ActAPIView(TimeAPIView):
    def told(self, act: Act, status: int = 200) -> Response:
        """What the act did, each entry once, as it is now; those in the bin too."""
        rows = {row.pk: row for row in self.entries().filter(pk__in=[entry.pk for entry in act.entries])}
        ids = dict.fromkeys(entry.pk for entry in act.entries)
        body = {"batch": act.batch, "entries": [shown(rows[pk]) for pk in ids if pk in rows]}
        return Response(body, status=status, headers={BATCH: str(act.batch)})


@extend_schema(tags=["time entries"])
class ManyEntriesView(ActAPIView, EntriesView):
    """The collection: listed, added to, and many of it changed or deleted at once."""

    @extend_schema(
        operation_id="workspaces_entries_change_many",
        summary="Change many time entries",
        request=EntriesChange,
        responses=ActShape,
    )
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """All of at most 500 or, where one of them does not allow it, none."""
        values = timer.resolved(self.actor, parsed(EntriesChange, request))
        ids = values.pop("entries")
        if not values:
            raise Invalid(_("Say what is to change."), field="entries")
        return self.told(actions.change_entries(ids, by=self.actor, **values))

    @extend_schema(
        operation_id="workspaces_entries_delete_many",
        summary="Put many time entries in the bin",
        request=Entries,
        responses=ActShape,
    )
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.told(actions.delete_entries(parsed(Entries, request)["entries"], by=self.actor))


@extend_schema(tags=["time entries"])
class EntriesMergingView(ActAPIView):
    @extend_schema(summary="Merge time entries into one", request=Entries, responses=ActShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """
        The first keeps its words and has the labels of all; the others go to the bin. What touches (a minute apart at most) or
        overlaps becomes one stretch; what does not, and is of one day, becomes hours of that day without clock times.
        """
        return self.told(actions.merge_entries(parsed(Entries, request)["entries"], by=self.actor))


@extend_schema(tags=["time entries"])
class EntriesCopiesView(ActAPIView):
    @extend_schema(summary="Duplicate time entries", request=EntriesCopy, responses={201: ActShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(EntriesCopy, request)
        return self.told(actions.copy_entries(values["entries"], by=self.actor, day=values.get("day")), status=201)


@extend_schema(tags=["time entries"])
class EntriesMendingView(ActAPIView):
    @extend_schema(summary="Part two time entries that overlap", request=EntriesMend, responses=ActShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(EntriesMend, request)
        first, second = (get_object_or_404(self.entries().kept(), pk=values[name]) for name in ("first", "second"))
        return self.told(actions.mend_overlap(first, second, Means(values["means"]), by=self.actor))


@extend_schema(tags=["time entries"])
class EntriesGapsView(TimeAPIView):
    @extend_schema(
        summary="List gaps and overlaps",
        parameters=[
            OpenApiParameter("first", date, required=True, description="From this day on."),
            OpenApiParameter("last", date, description="Up to this day, at most 92 later; the same if not given."),
        ],
        responses=BetweenShape,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """
        Gaps are in one's working time, between the first and the last entry of a day, five minutes long or longer. What
        overlaps comes in pairs, with the means that part them.
        """
        query = GapQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        first = query.validated_data["first"]
        last = query.validated_data.get("last", first)
        for field, day in (("first", first), ("last", last)):
            require_day(day, field=field)
        if not 0 <= (last - first).days <= MOST_DAYS:
            raise Invalid(_("Ask for 92 days at most."), field="last")
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
        current = now()
        entries = list(own_entries(self.actor).filter(day__gte=first - timedelta(days=1), day__lte=last))
        gaps = [gap for day in days for gap in self._gaps(entries, day, current)]
        within = [entry for entry in entries if entry.day >= first or (entry.last_day or entry.day) >= first]
        overlaps = overlaps_among(within, current=current)
        return Response({
            "gaps": [
                {"start": gap.start, "end": gap.end, "seconds": gap.seconds,
                 "before": gap.before and gap.before.pk, "after": gap.after and gap.after.pk}
                for gap in gaps
            ],
            "overlaps": [
                {"first": one.first.pk, "second": one.second.pk, "start": one.start, "end": one.end, "seconds": one.seconds,
                 "means": [mend.means.value for mend in mends(one)]}
                for one in overlaps
            ],
        })  # fmt: skip

    def _gaps(self, entries: list[TimeEntry], day: date, current: Any) -> list[Any]:
        work = self.actor.user.working_week.span_on(day)
        if work is None:
            return []
        zone = self.actor.zone
        bounds = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
        there = [entry for entry in entries if entry.day <= day <= (entry.last_day or entry.day) or entry.is_running]
        return gaps_between(there, within=[(max(work[0], bounds[0]), min(work[1], bounds[1]))], current=current)


@extend_schema(tags=["time entries"])
class EntrySplittingView(ActAPIView, EntryView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Split a time entry", request=EntrySplit, responses=ActShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The first piece stays the entry; no second is lost or added."""
        return self.told(actions.split_entry(self.entry(), by=self.actor, **parsed(EntrySplit, request)))


@extend_schema(tags=["time entries"])
class EntryExtensionView(ActAPIView, EntryView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Stretch a time entry over a gap", request=EntryExtension, responses=ActShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.told(actions.extend_entry(self.entry(), by=self.actor, **parsed(EntryExtension, request)))


@extend_schema(tags=["time entries"])
class EntriesUndoingView(ActAPIView):
    @extend_schema(summary="Take back what was done to time entries", request=None, responses=ActShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Wholly or, where one of them has changed since, not at all: 409."""
        return self.told(actions.take_back(self.kwargs["batch"], by=self.actor))
