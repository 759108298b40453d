"""What people fill in about time. A form reads words into values; the rules are the actions' and are shown at the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.core.clock import instant_of, now, today
from workstate.core.durations import DurationError, format_clock
from workstate.core.errors import Invalid, NotFound
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.reading import Worked, parse_moment, parse_worked, span_on
from workstate.timetracking.rules import rules_for

MOST_LABELS = 50


class IdentifierField(forms.UUIDField):
    """An identifier that the page chose, so that a request that is sent twice acts once."""

    widget = forms.HiddenInput


class SubjectForm(forms.Form):
    """What time goes into. An empty field means none; a task or project that the person may not see is not there: 404."""

    description = forms.CharField(label=_("What"), required=False)
    task = forms.CharField(label=_("Task"), required=False)
    project = forms.CharField(label=_("Project"), required=False)
    labels = forms.CharField(label=_("Labels"), required=False, help_text=_("Separate them with commas."))
    billable = forms.BooleanField(label=_("Billable"), required=False)

    # Where an action's refusal is shown when the form asks for the thing under another name.
    shown_at: Mapping[str, str] = {}

    def __init__(self, data: Any = None, *, actor: Actor, entry: TimeEntry | None = None, **kwargs: Any) -> None:
        self.actor, self.entry = actor, entry
        if entry is not None:
            kwargs["initial"] = {**self.initial_of(entry), **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        self.fields["description"].widget.attrs |= {"autocomplete": "off", "placeholder": _("What are you working on?")}
        self.fields["labels"].widget.attrs |= {"autocomplete": "off", "placeholder": _("dev, phone")}

    def initial_of(self, entry: TimeEntry) -> dict[str, Any]:
        return {
            "description": entry.description,
            # One that went out of sight is not offered, and what is not chosen anew stays.
            "task": str(entry.task.number) if entry.task and getattr(entry, "sees_task", True) else "",
            "project": str(entry.project_id) if entry.shown_project else "",
            "labels": ", ".join(label.name for label in entry.labels.all()),
            "billable": entry.billable,
        }

    def clean_task(self) -> Task | None:
        number: str = self.cleaned_data["task"]
        if not number:
            return None
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise NotFound
        task = Task.objects.visible_to(self.actor).select_related("project").filter(number=int(number)).first()
        if task is None:
            raise NotFound
        return task

    def clean_project(self) -> Project | None:
        identifier: str = self.cleaned_data["project"]
        if not identifier:
            return None
        try:
            project = Project.objects.visible_to(self.actor).filter(pk=UUID(identifier)).first()
        except ValueError:
            project = None
        if project is None:
            raise NotFound
        return project

    def clean_labels(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["labels"].split(",") if name.strip()]
        if len(names) > MOST_LABELS:
            raise ValidationError(_("Put fifty labels on it at most."))
        return names

    @property
    def subject(self) -> dict[str, Any]:
        """The task and the project as the actions take them. The task has a project already: only a different wish counts."""
        task, project = self.cleaned_data["task"], self.cleaned_data["project"]
        return {"task": task, "project": None if task and "project" not in self.changed_data else project}

    @property
    def without_task(self) -> str:
        """What an empty field of the task means."""
        hidden = self.entry is not None and self.entry.task and not self.initial["task"]
        return str(_("A task you do not see") if hidden else _("No task"))

    @property
    def without_project(self) -> str:
        """What an empty field of the project means."""
        hidden = self.entry is not None and self.entry.project and not self.initial["project"]
        return str(_("A project you do not see") if hidden else _("No project"))

    @property
    def asks_labels(self) -> bool:
        """Whether the workspace wants a label: a form that has no room for one makes it."""
        return rules_for(self.actor).requires_label

    @property
    def values(self) -> dict[str, Any]:
        """What to write down for a new entry. Not ticked, it is billable where task, project, client or workspace say so."""
        values = {name: self.cleaned_data[name] for name in ("description", "labels")}
        return {**self.subject, **values, "billable": self.cleaned_data["billable"] or None}

    @property
    def changes(self) -> dict[str, Any]:
        """What the person changed of an entry, and nothing else: what somebody changed meanwhile elsewhere stays."""
        changed: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("description", "labels", "billable") if name in self.changed_data
        }
        return {**changed, **self.subject} if {"task", "project"} & set(self.changed_data) else changed

    def refuse(self, error: Invalid) -> None:
        """Show an action's refusal at the field that it is about."""
        for name, errors in error.error_dict.items():
            shown = self.shown_at.get(name, name)
            self.add_error(shown if shown in self.fields else None, errors)


class MomentField(forms.CharField):
    """A past instant as people type it; needs the form's actor, so the form reads it (`read_moment`)."""


class StartForm(SubjectForm):
    id = IdentifierField(required=False)
    at = MomentField(label=_("Started"), required=False)

    def clean_at(self) -> datetime | None:
        return read_moment(self.cleaned_data["at"], self.actor)

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "id": self.cleaned_data["id"], "at": self.cleaned_data["at"]}


class RunningForm(SubjectForm):
    """The running timer. Its start stays to the second unless another one is typed."""

    started = MomentField(label=_("Started"))
    shown_at = {"started_at": "started"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started"].widget.attrs |= {"autocomplete": "off"}

    def initial_of(self, entry: TimeEntry) -> dict[str, Any]:
        assert entry.started_at is not None
        local = entry.started_at.astimezone(self.actor.zone)
        typed = f"{local:%H:%M}" if local.date() == today(self.actor.zone) else f"{local.date()} {local:%H:%M}"
        return {**super().initial_of(entry), "started": typed}

    def clean_started(self) -> datetime | None:
        return read_moment(self.cleaned_data["started"], self.actor) if "started" in self.changed_data else None

    @property
    def changes(self) -> dict[str, Any]:
        started = self.cleaned_data["started"]
        return {**super().changes, **({"started_at": started} if started else {})}


class EntryForm(SubjectForm):
    """A finished entry: on which day, and from when to when or how long."""

    id = IdentifierField(required=False)
    worked = forms.CharField(label=_("Time"))
    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1970-01-01", "max": "2199-12-31"}),
        error_messages={"invalid": _("There is no such day. Write it as in 2026-11-23.")},
    )
    shown_at = {"started_at": "worked", "stopped_at": "worked", "duration": "worked"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worked"].widget.attrs |= {"autocomplete": "off", "placeholder": "1:30, 90m, 9–10:30"}

    def initial_of(self, entry: TimeEntry) -> dict[str, Any]:
        return {**super().initial_of(entry), "worked": worked_text(entry, self.actor), "day": entry.day}

    def clean_worked(self) -> Worked:
        try:
            return parse_worked(self.cleaned_data["worked"], today=today(self.actor.zone))
        except DurationError as error:
            raise ValidationError(str(error)) from None

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "id": self.cleaned_data["id"], **self.time_worked}

    @property
    def changes(self) -> dict[str, Any]:
        return {**super().changes, **(self.time_worked if {"worked", "day"} & set(self.changed_data) else {})}

    @property
    def time_worked(self) -> dict[str, Any]:
        """The time as the actions take it. An end that was not touched stays as it is, to the second."""
        worked: Worked = self.cleaned_data["worked"]
        day: date = worked.day or self.cleaned_data["day"]
        entry = self.entry
        if entry is not None and entry.started_at and entry.stopped_at and "worked" not in self.changed_data:
            return self._moved_to(day, entry.started_at, entry.stopped_at)
        if worked.span is not None:
            start, end = span_on(day, worked.span, self.actor.zone)
            if entry is not None and day == entry.day:
                start = self._untouched(entry.started_at, start)
                end = self._untouched(entry.stopped_at, end)
            return {"started_at": start, "stopped_at": end}
        assert worked.seconds is not None
        if entry is not None and entry.started_at and day == entry.day:
            # Hours typed over clock times: they began when they began and end so much later.
            return {"started_at": entry.started_at, "stopped_at": entry.started_at + timedelta(seconds=worked.seconds)}
        return {"day": day, "duration": worked.seconds}

    def _moved_to(self, day: date, start: datetime, end: datetime) -> dict[str, Any]:
        """The same time of day on another day, as long as it was."""
        zone = self.actor.zone
        moved = instant_of(day, start.astimezone(zone).time(), zone)
        return {"started_at": moved, "stopped_at": moved + (end - start)}

    def _untouched(self, before: datetime | None, typed: datetime) -> datetime:
        same = before is not None and _to_the_minute(before, self.actor) == _to_the_minute(typed, self.actor)
        return before if same and before is not None else typed


def read_moment(text: str, actor: Actor) -> datetime | None:
    """The instant that was typed, None for nothing; raises ValidationError for the field."""
    if not text:
        return None
    try:
        return parse_moment(text, zone=actor.zone, current=now())
    except DurationError as error:
        raise ValidationError(str(error)) from None


def worked_text(entry: TimeEntry, actor: Actor) -> str:
    """The time of a finished entry as one would type it."""
    if entry.started_at and entry.stopped_at:
        return "–".join(f"{at.astimezone(actor.zone):%H:%M}" for at in (entry.started_at, entry.stopped_at))
    return format_clock(entry.duration or 0)


def _to_the_minute(instant: datetime, actor: Actor) -> datetime:
    # Without the fold: of a time shown twice either reading is what stands in the field.
    return instant.astimezone(actor.zone).replace(second=0, microsecond=0, tzinfo=None)
