"""What is typed or pasted into cells, read: names become what they name among what the actor sees."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cached_property
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.customfields.models import CustomField, FieldChoice, Kind
from workstate.customfields.typed import read_typed
from workstate.projects.models import Project, Section
from workstate.savedviews.cells.columns import Edit, edit_of
from workstate.savedviews.facets import Facet, FieldFacet
from workstate.tasks.models import Priority
from workstate.workspaces.models import Membership

LONGEST = 5000
"""Characters of one cell; what each field takes is asked where it is set."""


class Reader:
    """
    Reads the cells of one act: each kind of name is looked up once, however many cells name one.

    A name that there is not, or that the actor does not see, raises Invalid at the facet's key.
    """

    def __init__(self, by: Actor, facets: Mapping[str, Facet]) -> None:
        self.by, self.facets = by, facets

    def read(self, key: str, text: str, project: UUID | None) -> object:
        """What set_facet() takes (a text), or for several people and choices their list; `project` is the task's own."""
        facet = self.facets.get(key)
        text = text.strip()
        if facet is None or (edit_of(facet) is Edit.NOT and key != "state"):
            raise Invalid(_("This column cannot be filled in."), field=key)
        if len(text) > LONGEST:
            raise Invalid(_("This is too long for a cell."), field=key)
        if isinstance(facet, FieldFacet):
            return self._field(facet.field, text, key)
        match key:
            case "priority":
                return self._priority(text)
            case "assignees":
                return [self._member(name, key) for name in names_in(text)]
            case "labels":
                return ", ".join(names_in(text))
            case "project":
                return self._project(text, key)
            case "section":
                return self._section(text, project, key)
        return text

    def typed(self, field: CustomField, value: object) -> object:
        """What read() answered, as the field takes it."""
        if isinstance(value, list):
            return value
        said = QueryDict(mutable=True)
        said["value"] = str(value)
        return read_typed(field, said, by=self.by)

    def _field(self, field: CustomField, text: str, key: str) -> object:
        match Kind(field.kind):
            case Kind.CHOICE:
                return self._choice(field, text, key) if text else ""
            case Kind.CHOICES:
                return [self._choice(field, name, key) for name in names_in(text)]
            case Kind.PERSON:
                return str(self._member(text, key).pk) if text else ""
            case Kind.CHECKBOX:
                return self._box(text, key)
        return text

    def _priority(self, text: str) -> str:
        named = {str(label).casefold(): str(value) for value, label in Priority.choices}
        folded = text.casefold()
        return named.get(folded, folded.removeprefix("p")) or str(Priority.P4)

    def _box(self, text: str, key: str) -> str:
        folded = text.casefold()
        if folded in {"", "no", "false", "off", "0", "☐", _("No").casefold()}:
            return "false"
        if folded in {"yes", "true", "on", "1", "x", "✓", "☑", _("Yes").casefold()}:
            return "true"
        raise Invalid(_("Write yes or no."), field=key)

    def _member(self, text: str, key: str) -> Membership:
        folded = text.removeprefix("+").strip().casefold()
        if folded in {"me", _("me").casefold()}:
            folded = self.by.user.email.casefold()
        found = self._members.get(folded)
        if found is None:
            raise Invalid(_("There is nobody here called “%(name)s”.") % {"name": text[:60]}, field=key)
        return found

    @cached_property
    def _members(self) -> dict[str, Membership]:
        """By id, address and name."""
        rows = list(Membership.objects.visible_to(self.by).select_related("user").order_by("pk"))
        by_name = {row.user.name.casefold(): row for row in reversed(rows) if row.user.name}
        by_address = {row.user.email.casefold(): row for row in rows}
        return by_name | by_address | {str(row.pk): row for row in rows}

    def _project(self, text: str, key: str) -> str:
        name = text.removeprefix("#").strip()
        if not name or name.casefold() == _("Inbox").casefold():
            return ""
        found = self._projects.get(name.casefold())
        if found is None:
            raise Invalid(_("There is no project called “%(name)s”.") % {"name": name[:60]}, field=key)
        return found

    @cached_property
    def _projects(self) -> dict[str, str]:
        rows = [
            (row.name.casefold(), str(row.pk)) for row in Project.objects.visible_to(self.by).active().by_position()
        ]
        return dict(reversed(rows)) | {pk: pk for _name, pk in rows}

    def _section(self, text: str, project: UUID | None, key: str) -> str:
        if not text:
            return ""
        found = self._sections.get((project, text.removeprefix("/").strip().casefold()))
        if found is None:
            raise Invalid(_("The project has no section called “%(name)s”.") % {"name": text[:60]}, field=key)
        return found

    @cached_property
    def _sections(self) -> dict[tuple[UUID | None, str], str]:
        rows = Section.objects.visible_to(self.by).by_position()
        return {(row.project_id, row.name.casefold()): str(row.pk) for row in reversed(rows)}

    def _choice(self, field: CustomField, text: str, key: str) -> str:
        found = self._choices.get((field.pk, text.casefold()))
        if found is None:
            raise Invalid(_("There is no choice called “%(name)s”.") % {"name": text[:60]}, field=key)
        return found

    @cached_property
    def _choices(self) -> dict[tuple[UUID, str], str]:
        """By name and by id. One of the archive too: a task may say it already."""
        fields = [facet.field for facet in self.facets.values() if isinstance(facet, FieldFacet)]
        rows = FieldChoice.objects.filter(field__in=fields)
        named = {
            (row.field_id, row.name.casefold()): str(row.pk)
            for row in sorted(rows, key=lambda row: row.archived_at is None)
        }
        return named | {(row.field_id, str(row.pk)): str(row.pk) for row in rows}


def names_in(text: str) -> list[str]:
    """Names between commas; quotes hold one together that has a comma."""
    line = text.replace("\0", "").replace("\r", " ").replace("\n", " ")
    lines: Iterable[list[str]] = csv.reader([line], skipinitialspace=True)
    found = (name.strip() for line in lines for name in line)
    return list(dict.fromkeys(name for name in found if name))
