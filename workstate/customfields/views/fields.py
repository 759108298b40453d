"""The fields of a workspace: made, changed, put in order, archived, into the bin and back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from workstate.core.colours import COLOUR_NAMES
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.customfields import actions, queries
from workstate.customfields.facts import ICONS
from workstate.customfields.forms import EVERYWHERE, SOME, FieldForm
from workstate.customfields.models import CustomField, Kind
from workstate.customfields.policies import can_manage_fields, can_see_fields
from workstate.customfields.values import number_words
from workstate.projects.models import Project
from workstate.workspaces.acts import ActingView, chosen


class FieldsActingView(ActingView):
    changes = ("fields:changed", "tasks:changed")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require(can_see_fields(self.actor), _("Guests do not see this page. Ask an administrator of the workspace."))

    def projects(self, field: CustomField | None = None) -> Any:
        """To choose from: the active ones, and those chosen before."""
        projects = Project.objects.visible_to(self.actor).kept()
        active = projects.filter(archived_at=None)
        return (active | projects.filter(pk__in=field.projects.all()) if field else active).distinct().by_position()

    def draw_form(
        self, form: FieldForm, field: CustomField | None = None, *, status: int = 200, **context: object
    ) -> HttpResponse:
        """The form in a dialog for htmx, else on a page of its own."""
        context |= {
            "form": form,
            "field": field,
            "kinds": [(kind, kind.label, ICONS[kind]) for kind in Kind],
            "address": self.url("customfields:field", field.pk) if field else self.url("customfields:list"),
            "list_url": self.url("customfields:list"),
            **(choice_context(self, field) if field and field.has_choices else {}),
        }
        template = "customfields/form.swap.html" if self.wants_fragment else "customfields/form.html"
        return render(self.request, template, context, status=status)

    def saved(self, said: str) -> HttpResponse:
        """The dialog closes and the list looks again; a page of its own leads back to the list."""
        response = self.done(said, then=self.url("customfields:list"))
        return trigger_client_event(response, "dialog:close", {}) if self.request.htmx else response


def choice_context(view: ActingView, field: CustomField) -> dict[str, object]:
    """What the list of a field's choices is drawn from."""
    choices = queries.choices_by_field([field]).get(field.pk, [])
    return {
        "choices": [choice for choice in choices if choice.archived_at is None],
        "archived_choices": [choice for choice in choices if choice.archived_at],
        "choices_url": view.url("customfields:choices", field.pk),
        "colours": COLOUR_NAMES,
    }


class FieldView(FieldsActingView):
    """A view of one field."""

    field: CustomField
    with_bin = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        fields = CustomField.objects.visible_to(self.actor)
        self.field = get_object_or_404(fields if self.with_bin else fields.kept(), pk=kwargs["field"])


class FieldListView(FieldsActingView):
    """GET shows them, POST makes one."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        fields = list(
            queries.with_uses(CustomField.objects.visible_to(self.actor)).prefetch_related("projects").by_position()  # type: ignore[attr-defined]
        )
        choices = queries.choices_by_field(fields)
        rows = [
            {
                "field": field,
                "icon": ICONS[Kind(field.kind)],
                "choices": [choice for choice in choices.get(field.pk, []) if choice.archived_at is None],
                "projects": [project for project in field.projects.all() if project.deleted_at is None],
            }
            for field in fields
        ]
        context = {
            "active": [row for row in rows if not row["field"].archived_at and not row["field"].deleted_at],
            "archived": [row for row in rows if row["field"].archived_at and not row["field"].deleted_at],
            "deleted": [row for row in rows if row["field"].deleted_at],
            "can_manage": can_manage_fields(self.actor),
            "view_url": request.get_full_path(),
        }
        return render(request, "customfields/_list.html" if self.wants_fragment else "customfields/list.html", context)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_manage_fields(self.actor), _("Only administrators make fields. Ask one of them."))
        form = FieldForm(request.POST, projects=self.projects())
        if not form.is_valid():
            return self.draw_form(form, status=400)
        kind = form.cleaned_data["kind"]
        try:
            field = actions.create_field(
                kind=kind,
                by=self.actor,
                id=form.cleaned_data["id"],
                choices=form.choice_names() if Kind(kind).has_choices else [],
                **form.settings(kind),
            )
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, status=400)
        return self.saved(_("“%s” can be added to tasks now.") % field.name)


class NewFieldView(FieldsActingView):
    """The empty form."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_manage_fields(self.actor), _("Only administrators make fields. Ask one of them."))
        initial = {"id": new_id(), "kind": Kind.TEXT, "scope": EVERYWHERE, "decimals": 0}
        return self.draw_form(FieldForm(initial=initial, projects=self.projects()))


class FieldSettingsView(FieldView):
    """GET shows the form, POST changes the field, DELETE puts it in the bin."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_manage_fields(self.actor))
        field = self.field
        bare = CustomField(decimals=field.decimals)
        initial = {
            **{name: getattr(field, name) for name in ("name", "description", "required", "unit", "decimals")},
            "minimum": "" if field.minimum is None else number_words(bare, field.minimum),
            "maximum": "" if field.maximum is None else number_words(bare, field.maximum),
            "scope": EVERYWHERE if field.everywhere else SOME,
            "projects": list(field.projects.all()),
        }
        return self.draw_form(FieldForm(initial=initial, projects=self.projects(field), field=field), field)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        require(can_manage_fields(self.actor))
        form = FieldForm(request.POST, projects=self.projects(self.field), field=self.field)
        if not form.is_valid():
            return self.draw_form(form, self.field, status=400)
        try:
            actions.change_field(self.field, by=self.actor, **form.settings(self.field.kind))
        except Invalid as refusal:
            form.refuse(refusal)
            return self.draw_form(form, self.field, status=400)
        return self.saved(_("Saved."))

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        lost = actions.delete_field(self.field, by=self.actor)
        said = ngettext(
            "“%(name)s” is deleted. %(count)d task no longer shows what stood in it.",
            "“%(name)s” is deleted. %(count)d tasks no longer show what stood in it.",
            lost,
        ) % {"name": self.field.name, "count": lost}
        if not lost:
            said = _("“%s” is deleted. It stood on no task.") % self.field.name
        undo = self.url("customfields:restoration", self.field.pk)
        return self.done(said, undo=undo, then=self.url("customfields:list"))


class ArchiveView(FieldView):
    """POST takes the field off the tasks, DELETE puts it back on them."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.archive_field(self.field, by=self.actor)
        return self.done(_("Archived. What stands in it is kept."), undo=request.path, method="DELETE")

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.unarchive_field(self.field, by=self.actor)
        return self.done(_("Taken out of the archive."))


class RestorationView(FieldView):
    """POST takes the field, with what stood in it, out of the bin."""

    with_bin = True

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.restore_field(self.field, by=self.actor)
        return self.done(_("Restored."))


class PlaceView(FieldView):
    """POST puts the field behind another one, or first."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        fields = CustomField.objects.visible_to(self.actor).kept()
        gone = _("That field is no longer here. Reload the page and try again.")
        after = chosen(fields, request.POST.get("after", ""), field="after", gone=gone)
        actions.move_field(self.field, by=self.actor, after=after)
        return self.done()
