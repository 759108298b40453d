"""Custom fields as facets."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2s
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.customfields import queries as fields
from workstate.customfields.models import CustomField, FieldChoice, Kind
from workstate.projects.models import Project
from workstate.savedviews.facets.base import Bucket, Facet, Orders
from workstate.savedviews.facets.linked import members
from workstate.tasks.models import Task


class FieldFacet(Facet):
    """A custom field."""

    def __init__(self, field: CustomField) -> None:
        super().__init__(f"field:{field.pk.hex}", field.name, "sliders-horizontal")
        self.field = field
        self.groups = field.kind != Kind.NUMBER  # type: ignore[misc]

    def sorted(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return fields.with_field(tasks, self.field)

    def order(self, *, descending: bool) -> Orders:
        return [fields.ordering(self.field, descending=descending)]

    def keyed(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        return fields.with_field(tasks, self.field).annotate(group_key=fields.first_value(self.field))

    def group_order(self) -> Orders:
        return [fields.ordering(self.field), F("group_key").asc(nulls_last=True)]

    def buckets(self, keys: Iterable[Any], actor: Actor, formats: Formats) -> dict[Any, Bucket]:
        wanted = [key for key in keys if key is not None]
        none = self._bucket("none", _("No %s") % self.field.name, "")
        found: dict[Any, Bucket] = {None: none}
        match Kind(self.field.kind):
            case Kind.CHOICE | Kind.CHOICES:
                found |= dict(self._choices(FieldChoice.objects.filter(field=self.field, pk__in=wanted)))
            case Kind.PERSON:
                found |= dict(members(actor, wanted, self.key.replace(":", "-")))
            case Kind.DATE:
                found |= {key: self._bucket(str(key), formats.full_day(key), str(key), day=key) for key in wanted}
            case Kind.CHECKBOX:
                found |= {key: self._box(key) for key in wanted}
                found[None] = self._box(False)
            case _:
                found |= {key: self._bucket(_named(str(key)), str(key), str(key)) for key in wanted}
        return {key: found.get(key, none) for key in keys}

    def standing(self, actor: Actor, project: Project | None, formats: Formats) -> list[Bucket]:
        none = self._bucket("none", _("No %s") % self.field.name, "")
        match Kind(self.field.kind):
            case Kind.CHOICE | Kind.CHOICES:
                rows = FieldChoice.objects.filter(field=self.field, archived_at=None).by_position()
                return [none, *(bucket for _key, bucket in self._choices(rows))]
            case Kind.PERSON:
                return [*(b for _k, b in members(actor, None, self.key.replace(":", "-"))), none]
            case Kind.CHECKBOX:
                return [self._box(False), self._box(True)]
        return []

    def _box(self, ticked: bool) -> Bucket:
        return self._bucket(str(ticked).lower(), _("Yes") if ticked else _("No"), str(ticked).lower())

    def _choices(self, rows: Iterable[FieldChoice]) -> list[tuple[UUID, Bucket]]:
        return [(row.pk, self._bucket(str(row.pk), row.name, str(row.pk), colour=row.colour)) for row in rows]

    def _bucket(self, key: str, title: str, value: str | None, **more: Any) -> Bucket:
        return Bucket(f"{self.key.replace(':', '-')}-{key}", title, value=value, **more)


def _named(text: str) -> str:
    """The same in every process, so that a group that is drawn anew is known as what it was."""
    return blake2s(text.encode(), digest_size=8).hexdigest()
