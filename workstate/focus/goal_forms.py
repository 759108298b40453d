"""What is typed about a goal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.core.actor import Actor
from workstate.core.durations import MAX_CHARACTERS, DurationError, format_duration_long, parse_duration
from workstate.core.errors import Invalid
from workstate.focus.goal_progress import Now
from workstate.focus.models.goals import GoalPeriod, GoalSubject
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label
from workstate.workspaces.acts import chosen

MOST_OFFERED = 500
DOORS: dict[str, Any] = {GoalSubject.CLIENT: Client, GoalSubject.PROJECT: Project, GoalSubject.LABEL: Label}


class LengthField(forms.CharField):
    """A length as people type it; answers whole seconds."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return parse_duration(text[: MAX_CHARACTERS + 1])
        except DurationError as refused:
            raise forms.ValidationError(str(refused)) from refused


class GoalChangeForm(forms.Form):
    """How much, on which days, and whether it is told: what may change of a goal."""

    length = LengthField(
        label=gettext_lazy("How long"),
        widget=forms.TextInput(attrs={"class": "input num", "autocomplete": "off", "placeholder": "6 h"}),
        error_messages={"required": gettext_lazy("Say how long, such as 6 h or 1:30.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        choices=list(WEEKDAYS_ABBR.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose days of the week.")},
    )
    notifies = forms.BooleanField(label=gettext_lazy("Tell me when it is reached or at risk"), required=False)

    # Where a refusal of the action is shown when the form asks under another name.
    shown_at = {"seconds": "length", "subject": "subject"}

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(data, **kwargs)

    @classmethod
    def of(cls, one: Now, actor: Actor) -> GoalChangeForm:
        days = [day for day in range(7) if one.weekdays >> day & 1]
        initial = {"length": format_duration_long(one.wanted), "weekdays": days, "notifies": one.goal.notifies}
        return cls(actor=actor, initial=initial)

    @property
    def days(self) -> list[dict[str, Any]]:
        """The days of the week in the person's order, as they stand."""
        value = self["weekdays"].value() or []
        on = {str(day) for day in value}
        begins = self.actor.user.first_weekday
        order = [(begins + place) % 7 for place in range(7)]
        return [{"value": day, "text": str(WEEKDAYS_ABBR[day]), "on": str(day) in on} for day in order]

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"seconds": data["length"], "weekdays": data["weekdays"], "notifies": data["notifies"]}

    def refuse(self, refusal: Invalid) -> None:
        for field, messages in refusal.message_dict.items():
            name = self.shown_at.get(field, field)
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class GoalForm(GoalChangeForm):
    """A new goal. `subject` is "all", or what it is about and which: "project:<id>"."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("least", gettext_lazy("At least")), ("most", gettext_lazy("At most"))],
        initial="least",
    )
    period = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[("day", gettext_lazy("a day")), ("week", gettext_lazy("a week"))],
        initial=GoalPeriod.DAY,
    )
    subject = forms.CharField(label=gettext_lazy("For"), required=False, initial=GoalSubject.ALL)

    @property
    def values(self) -> dict[str, Any]:
        """What create_goal() takes; raises Invalid for a subject that the actor does not see."""
        data = self.cleaned_data
        about, _sign, pk = (data["subject"] or GoalSubject.ALL).partition(":")
        subject = None
        if about in DOORS:
            rows = DOORS[about].objects.visible_to(self.actor)
            subject = chosen(rows, pk, field="subject", gone=_("That is no longer here. Choose something else."))
        weekdays = data["weekdays"] if data["period"] == GoalPeriod.DAY else None
        return {
            "id": data["id"],
            "period": data["period"],
            "seconds": data["length"],
            "about": about,
            "subject": subject,
            "at_most": data["kind"] == "most",
            "weekdays": weekdays,
            "notifies": data["notifies"],
        }


def subjects(actor: Actor) -> list[dict[str, str]]:
    """What a goal can be about, for the list that one searches by typing."""
    options = [{"value": "all", "text": _("All my time")}]
    projects = Project.objects.visible_to(actor).active().by_position()[:MOST_OFFERED]
    options += [{"value": f"project:{one.pk}", "text": one.name, "colour": one.colour} for one in projects]
    clients = Client.objects.visible_to(actor).order_by("name")[:MOST_OFFERED]
    options += [{"value": f"client:{one.pk}", "text": _("Client %s") % one.name} for one in clients]
    labels = Label.objects.visible_to(actor)[:MOST_OFFERED]
    return options + [{"value": f"label:{one.pk}", "text": f"@{one.name}", "colour": one.colour} for one in labels]
