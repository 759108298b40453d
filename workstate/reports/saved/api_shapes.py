"""How saved reports, links and schedules are said and shown by programs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from workstate.core.api import StrictSerializer
from workstate.reports.models import FileFormat, Frequency, ReportSchedule, ReportShare, SavedReport
from workstate.reports.shapes import ReportKind


class SavedReportBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    parameters = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=20_000),
        default=dict,
        help_text="As the address of the report says them: period, group, filter …",
    )
    is_shared = serializers.BooleanField(default=False, help_text="Members of the workspace find it.")


class SavedReportChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    kind = serializers.ChoiceField(choices=ReportKind.choices, required=False)
    parameters = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=20_000), required=False)
    is_shared = serializers.BooleanField(required=False)


class SavedReportShape(serializers.Serializer[SavedReport]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    parameters = serializers.DictField(child=serializers.CharField())
    is_shared = serializers.BooleanField()
    is_mine = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ReportShareBody(StrictSerializer):
    password = serializers.CharField(
        required=False, allow_blank=True, max_length=128, trim_whitespace=False, help_text="Empty: none is asked."
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True, help_text="null: until it is revoked.")
    with_rates = serializers.BooleanField(required=False, help_text="Show amounts. Costs are never shown.")
    with_files = serializers.BooleanField(required=False, help_text="CSV and XLSX may be downloaded.")


class ShareShape(serializers.Serializer[ReportShare]):
    id = serializers.UUIDField()
    has_password = serializers.BooleanField()
    expires_at = serializers.DateTimeField(allow_null=True)
    with_rates = serializers.BooleanField()
    with_files = serializers.BooleanField()
    works = serializers.BooleanField(help_text="Neither expired nor revoked.")
    created_at = serializers.DateTimeField()
    created_by = serializers.UUIDField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    views = serializers.IntegerField()
    last_seen_at = serializers.DateTimeField(allow_null=True)


class NewShareShape(ShareShape):
    url = serializers.URLField(help_text="The link. It is told this once.")


class ScheduleBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    at = serializers.TimeField(format="%H:%M", help_text="On the wall clock of whoever makes it.")
    weekday = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=6, help_text="Monday is 0."
    )
    day_of_month = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=31, help_text="The last of a month that has fewer."
    )
    formats = serializers.ListField(
        child=serializers.ChoiceField(choices=FileFormat.choices), default=list, max_length=3, help_text="Attached."
    )
    with_rates = serializers.BooleanField(default=False)
    note = serializers.CharField(default="", allow_blank=True, max_length=2000)
    people = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=20)
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=254), default=list, max_length=20, help_text="Administrators only."
    )


class RecipientShape(serializers.Serializer[Any]):
    user = serializers.UUIDField(allow_null=True)
    email = serializers.CharField(help_text="Empty for a person of the workspace.")
    is_stopped = serializers.BooleanField(help_text="Asked for no more mails.")


class ScheduleShape(serializers.Serializer[ReportSchedule]):
    id = serializers.UUIDField()
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    at = serializers.CharField()
    weekday = serializers.IntegerField(allow_null=True)
    day_of_month = serializers.IntegerField(allow_null=True)
    formats = serializers.ListField(child=serializers.ChoiceField(choices=FileFormat.choices))
    with_rates = serializers.BooleanField()
    note = serializers.CharField()
    recipients = RecipientShape(many=True)
    next_at = serializers.DateTimeField(allow_null=True, help_text="null while it is paused.")
    is_paused = serializers.BooleanField()
    created_by = serializers.UUIDField()
