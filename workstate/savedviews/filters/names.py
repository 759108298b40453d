"""What a filter names, looked up among what the actor sees. Each kind is asked for once, and only if it is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.customfields.models import CustomField, FieldChoice
from workstate.customfields.queries import active, choices_by_field
from workstate.projects.models import Client, Project, Section
from workstate.savedviews.filters.errors import FilterError, nearest
from workstate.savedviews.filters.tree import Value
from workstate.tasks.models import Label
from workstate.tasks.quickadd.names import comparable
from workstate.workspaces.models import Membership


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name, and with what else it may be called."""

    id: UUID
    name: str
    others: tuple[str, ...] = ()
    colour: str = ""
    above: UUID | None = None
    user: int | UUID | None = None


@lru_cache(maxsize=30_000)
def folded(name: str) -> str:
    """A name as names are compared; a filter of many terms asks again and again of the same."""
    return comparable(name)


def fits(pattern: str, name: str) -> bool:
    """Whether a name is as the pattern has it, in which a star stands for any letters. In one pass, whatever the pattern."""
    return _fits(pieces_of(pattern), folded(name))


def pieces_of(pattern: str) -> list[str]:
    return re.split(r"\*+", comparable(pattern))


def _fits(pieces: list[str], name: str) -> bool:
    first, *middle, last = pieces
    if len(name) < len(first) + len(last) or not (name.startswith(first) and name.endswith(last)):
        return False
    place, end = len(first), len(name) - len(last)
    for piece in middle:
        place = name.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def called(text: str, among: Iterable[Named]) -> list[Named]:
    """Those of the name, whatever the case; with a star all that fit. Full names come before other ways to call them."""
    rows = list(among)
    if "*" in text:
        pieces = pieces_of(text)
        return [row for row in rows if _fits(pieces, folded(row.name))]
    same = comparable(text)
    return [row for row in rows if folded(row.name) == same] or [
        row for row in rows if any(folded(other) == same for other in row.others)
    ]


class Names:
    """What there is to name."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def projects(self) -> list[Named]:
        rows = Project.objects.visible_to(self.actor).kept().by_position()
        return [
            Named(pk, name, colour=colour, above=above)
            for pk, name, colour, above in rows.values_list("pk", "name", "colour", "parent")
        ]

    @cached_property
    def sections(self) -> list[Named]:
        rows = Section.objects.visible_to(self.actor).filter(project__deleted_at=None).by_position()
        return [Named(pk, name, above=project) for pk, name, project in rows.values_list("pk", "name", "project")]

    @cached_property
    def labels(self) -> list[Named]:
        rows = Label.objects.visible_to(self.actor).order_by("name")
        return [Named(pk, name, colour=colour) for pk, name, colour in rows.values_list("pk", "name", "colour")]

    @cached_property
    def clients(self) -> list[Named]:
        return [
            Named(pk, name)
            for pk, name in Client.objects.visible_to(self.actor).order_by("name").values_list("pk", "name")
        ]

    @cached_property
    def people(self) -> list[Named]:
        rows = Membership.objects.visible_to(self.actor).select_related("user").order_by("user__name", "pk")
        return [
            Named(
                row.pk,
                row.user.name or row.user.email,
                (row.user.get_short_name(), row.user.email, row.user.email.partition("@")[0]),
                user=row.user_id,
            )
            for row in rows
        ]

    @cached_property
    def fields(self) -> list[CustomField]:
        return list(active(self.actor))

    @cached_property
    def choices(self) -> dict[UUID, list[FieldChoice]]:
        return choices_by_field(self.fields)

    def field(self, name: str) -> CustomField | None:
        same = comparable(name)
        return next((field for field in self.fields if comparable(field.name) == same), None)

    def tree_of(self, tops: Iterable[UUID]) -> set[UUID]:
        """These projects and all under them."""
        under: dict[UUID | None, list[UUID]] = {}
        for row in self.projects:
            under.setdefault(row.above, []).append(row.id)
        found: set[UUID] = set()
        waiting = list(tops)
        while waiting:
            if (pk := waiting.pop()) not in found:
                found.add(pk)
                waiting += under.get(pk, [])
        return found


def found(text: str, value: Value, among: list[Named], kind: str, written: str = "{}") -> list[Named]:
    """
    What a value of a filter names; raises FilterError at its place, with the nearest name, where nothing is called so.

    A name with a star may fit nothing: what is found by it comes and goes.
    """
    rows = called(value.text, among)
    if rows or "*" in value.text:
        return rows
    near = nearest(value.text, [name for row in among for name in (row.name, *row.others[:1])])
    messages = {
        "project": _("There is no project “%(name)s”."),
        "section": _("There is no section “%(name)s”."),
        "label": _("There is no label “%(name)s”."),
        "client": _("There is no client “%(name)s”."),
        "person": _("There is nobody called “%(name)s”."),
        "choice": _("“%(name)s” is none of the choices."),
    }
    message = messages[kind] % {"name": value.text}
    instead = None if near is None else written.format(as_written(near))
    raise FilterError(message, text=text, start=value.start, end=value.end, instead=instead)


def as_written(name: str) -> str:
    """A name as it is written in a filter: in quotes unless it is a plain word."""
    if re.fullmatch(r"[^\W_][\w'’.*-]*", name):
        return name
    return '"' + re.sub(r'(["”“»\\])', r"\\\1", name) + '"'
