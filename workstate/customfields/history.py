"""What history says of a change in a field, and how what was there before is put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.customfields.actions import put_values
from workstate.customfields.facts import ICONS
from workstate.customfields.models import CustomField, FieldChoice, Kind
from workstate.customfields.values import number_words
from workstate.tasks.extensions import Said, Teller
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

PREFIX: Final = "field:"
LONGEST_QUOTE: Final = 80


def change_words(events: Sequence[Event], actor: Actor, formats: Formats) -> Teller:
    """
    Tells what became of fields, under the names that fields, choices and people have now; three queries at most.

    A field that the actor does not see, or that is gone, is passed over.
    """
    said = [event.data.get(side) or {} for event in events for side in ("before", "after")]
    ids = {pk for sides in said for key in sides if (pk := _field_id(key))}
    fields = CustomField.objects.visible_to(actor).kept().in_bulk(ids) if ids else {}
    values = [(fields.get(_field_id(key)), value) for sides in said for key, value in sides.items()]
    chosen = {one for field, value in values if field and field.has_choices for one in _listed(value)}
    people = {one for field, value in values if field and field.kind == Kind.PERSON for one in _listed(value)}
    names: dict[str, str] = {}
    if chosen:
        rows = FieldChoice.objects.filter(field__in=fields, pk__in=_uuids(chosen))
        names |= {str(pk): name for pk, name in rows.values_list("pk", "name")}
    if people:
        members = Membership.objects.filter(workspace=actor.workspace, pk__in=_uuids(people)).select_related("user")
        names |= {str(member.pk): str(member.user) for member in members}

    def tell(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key, value in after.items():
            field = fields.get(_field_id(key))
            if field:
                words = _value_words(field, value, names, formats)
                yield ICONS[Kind(field.kind)], _sentence(name, field, value, words)

    return tell


def put_back(values: Mapping[Task, Mapping[str, Said]], by: Actor, batch: UUID) -> list[Task]:
    """Give each task what it said before in fields; answers those in which anything changed."""
    wanted: dict[Task, dict[UUID, object]] = {}
    present: dict[Task, dict[UUID, object]] = {}
    for task, said in values.items():
        ids = {pk: key for key in said if (pk := _field_id(key))}
        wanted[task] = {pk: said[key].before for pk, key in ids.items()}
        present[task] = {pk: said[key].after for pk, key in ids.items() if said[key].only_if_unchanged}
    return put_values(wanted, by=by, batch=batch, unless_not=present)


def _sentence(name: str, field: CustomField, value: object, words: str) -> str:
    told = {"name": name, "field": field.name, "value": words}
    if value is None or value == []:
        return _("%(name)s emptied %(field)s") % told
    if field.kind == Kind.CHECKBOX:
        return _("%(name)s ticked %(field)s") % told if value else _("%(name)s unticked %(field)s") % told
    if not words:
        return _("%(name)s changed %(field)s") % told
    return _("%(name)s set %(field)s to %(value)s") % told


def _value_words(field: CustomField, value: object, names: Mapping[str, str], formats: Formats) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if field.has_choices or field.kind == Kind.PERSON:
        return ", ".join(names[one] for one in _listed(value) if one in names)
    try:
        if field.kind == Kind.NUMBER:
            return number_words(field, Decimal(str(value)))
        if field.kind == Kind.DATE:
            return formats.weekday_date(date.fromisoformat(str(value)))
    except (ValueError, InvalidOperation):
        return ""
    text = " ".join(str(value).split())
    quoted = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…"
    return quoted if field.kind == Kind.LINK else _("“%(text)s”") % {"text": quoted}


def _field_id(key: str) -> UUID | None:
    if not key.startswith(PREFIX):
        return None
    try:
        return UUID(key.removeprefix(PREFIX))
    except ValueError:
        return None


def _listed(value: object) -> list[str]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return [value] if isinstance(value, str) else []


def _uuids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
