from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.core.clock import zone_names
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH
from workstate.transfer.choices import Choices
from workstate.transfer.importers import IMPORTERS
from workstate.transfer.models import Import
from workstate.transfer.plan import Plan
from workstate.transfer.storage import LARGEST_FILE

PROGRAMS = [(importer.name, importer.title) for importer in IMPORTERS.values()]
ZONE_LABEL = gettext_lazy("Time zone of the file’s clock times")


class _ImportForm(forms.Form):
    def refuse(self, refusal: Invalid) -> None:
        """Say the action's refusal at its field."""
        for field, messages in refusal.message_dict.items():
            for message in messages:
                self.add_error(field if field in self.fields else None, message)

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone not in zone_names():
            raise forms.ValidationError(_("There is no time zone of that name. Choose one from the list."))
        return zone


class UploadForm(_ImportForm):
    """A file and what it does not say."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv", "autofocus": True}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Program that made it"),
        required=False,
        choices=[("", gettext_lazy("Find out from the file")), *PROGRAMS],
    )
    zone = forms.CharField(label=ZONE_LABEL, max_length=60)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_FILE:
            limit = LARGEST_FILE // (1024 * 1024)
            message = _("The file is larger than %(limit)d MB. Export a shorter span of time and import it in parts.")
            raise forms.ValidationError(message % {"limit": limit})
        return file


class ChoicesForm(_ImportForm):
    """What was read otherwise than it was meant."""

    source = forms.ChoiceField(label=gettext_lazy("Program that made it"), choices=PROGRAMS)
    zone = forms.CharField(label=ZONE_LABEL, max_length=60)
    project = forms.CharField(
        label=gettext_lazy("Project that it becomes"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("A project of this name that is here already takes the tasks."),
    )
    person = forms.ChoiceField(label=gettext_lazy("Your rows"), required=False)

    def __init__(self, data: Any = None, *, incoming: Import, plan: Plan) -> None:
        choices = Choices.from_json(incoming.options)
        values = {"source": incoming.source, "zone": choices.zone, "project": choices.project, "person": plan.person}
        super().__init__(data, initial=values)
        if incoming.source == "todoist":
            # Its dates are days and wall-clock times of whoever does the task: there is no zone to choose.
            del self.fields["person"]
            self.fields["zone"].widget = forms.HiddenInput()
        else:
            del self.fields["project"]
        person = self.fields.get("person")
        if isinstance(person, forms.ChoiceField):
            if len(plan.people) > 1:
                people = [(key, f"{name} · {count}") for key, name, count in plan.people]
                person.choices = [("", _("Choose")), *people] if plan.person is None else people
            else:
                del self.fields["person"]

    def chosen(self, before: Choices) -> Choices:
        """The choices of a valid form; what it did not ask stays as it was."""
        given = self.cleaned_data
        return Choices(
            zone=given["zone"],
            project=given.get("project", before.project),
            person=given.get("person", before.person),
            good_rows_only=False,
        )
