"""What people fill in about saved reports. The rules are the actions'; refuse() shows a refusal at its field."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from workstate.accounts.linked_forms import LinkForm, LinkSettingsForm
from workstate.core.actor import Actor, Role
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH
from workstate.reports.actions.schedules import Plan
from workstate.reports.models import FileFormat, Frequency, ReportSchedule, ReportShare
from workstate.reports.policies import can_mail_outside
from workstate.reports.reader import Reader
from workstate.reports.shapes import ReportKind
from workstate.workspaces.models import Membership

LAST_DAY = 31


class Refusable(forms.Form):
    def refuse(self, refusal: Invalid) -> None:
        for field, said in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, said)


class SavedReportForm(Refusable):
    """Name and audience; what the report asks stands in the address of the form."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Give the report a name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Everybody in the workspace finds it"), required=False)
    kind = forms.ChoiceField(choices=ReportKind.choices, required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class ShareForm(LinkForm):
    with_rates = forms.BooleanField(label=gettext_lazy("Show amounts"), required=False)
    with_files = forms.BooleanField(label=gettext_lazy("CSV and XLSX may be downloaded"), required=False)

    def values(self, actor: Actor) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "expires_at": self.expires_at(actor),
            "password": data["password"],
            "with_rates": data["with_rates"],
            "with_files": data["with_files"],
        }


class ShareSettingsForm(LinkSettingsForm, ShareForm):
    def __init__(self, data: Any = None, *, share: ReportShare) -> None:
        given = {"with_rates": share.with_rates, "with_files": share.with_files}
        super().__init__(data, has_password=bool(share.password), initial=given)

    def changes(self, actor: Actor) -> dict[str, Any]:
        """For change_share; raises Invalid at the day."""
        found = self.values(actor) | self.kept(actor)
        if not Reader.of(actor).amounts:
            found["with_rates"] = None
        return found


class ScheduleForm(Refusable):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    frequency = forms.ChoiceField(label=gettext_lazy("How often"), choices=Frequency.choices)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On"), choices=list(WEEKDAYS.items()), coerce=int, required=False, empty_value=None
    )
    day_of_month = forms.TypedChoiceField(
        label=gettext_lazy("On day"),
        choices=[*((day, str(day)) for day in range(1, LAST_DAY)), (LAST_DAY, gettext_lazy("The last"))],
        coerce=int,
        required=False,
        empty_value=None,
    )
    at = forms.TimeField(
        label=gettext_lazy("At"), widget=forms.TimeInput(attrs={"type": "time", "step": "60"}, format="%H:%M")
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Attach"), choices=FileFormat.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    with_rates = forms.BooleanField(label=gettext_lazy("Show amounts"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Words above the report"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    people = forms.MultipleChoiceField(label=gettext_lazy("To"), required=False, widget=forms.CheckboxSelectMultiple)
    addresses = forms.CharField(
        label=gettext_lazy("And to people outside"),
        required=False,
        max_length=6000,
        help_text=gettext_lazy("Addresses with commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(self, data: Any = None, *, actor: Actor, schedule: ReportSchedule | None = None) -> None:
        super().__init__(data, initial=_initial(actor, schedule))
        people: Any = self.fields["people"]
        people.choices = _people(actor, schedule)
        self.can_mail_outside = can_mail_outside(actor) or bool(self.initial["addresses"])
        if not self.can_mail_outside:
            del self.fields["addresses"]

    def plan(self) -> Plan:
        data = self.cleaned_data
        typed = data.get("addresses", "").replace(";", ",").replace("\n", ",")
        return Plan(
            frequency=Frequency(data["frequency"]),
            at=data["at"],
            weekday=data["weekday"],
            day_of_month=data["day_of_month"],
            formats=tuple(map(FileFormat, data["formats"])),
            with_rates=data["with_rates"],
            note=data["note"],
            people=tuple(data["people"]),
            addresses=tuple(address.strip() for address in typed.split(",") if address.strip()),
        )


def _initial(actor: Actor, schedule: ReportSchedule | None) -> dict[str, Any]:
    if schedule is None:
        return {
            "frequency": Frequency.WEEKLY,
            "weekday": actor.first_weekday,
            "day_of_month": 1,
            "at": time(8),
            "people": [str(actor.user.pk)],
            "addresses": "",
        }
    names = ("frequency", "at", "formats", "with_rates", "note")
    wanted = [one for one in schedule.recipients.all() if one.stopped_at is None]
    return {name: getattr(schedule, name) for name in names} | {
        "weekday": schedule.weekday if schedule.weekday is not None else actor.first_weekday,
        "day_of_month": schedule.day_of_month or 1,
        "people": [str(one.user_id) for one in wanted if one.user_id],
        "addresses": ", ".join(one.email for one in wanted if one.email),
    }


def _people(actor: Actor, schedule: ReportSchedule | None) -> list[tuple[str, str]]:
    """Members; guests for administrators, and whoever gets it already."""
    there = Membership.objects.filter(workspace=actor.workspace, user__is_active=True)
    if not can_mail_outside(actor):
        present = schedule.recipients.values("user") if schedule else []
        there = there.filter(~Q(role=Role.GUEST) | Q(user__in=present))
    rows = there.order_by("user__name", "user__email").values_list("user", "user__name", "user__email")[:500]
    return [(str(pk), name or email) for pk, name, email in rows]
