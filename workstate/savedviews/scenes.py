"""What a layout draws: a place, how it is looked at, and the tasks that the filter leaves of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.projects.models import Section
from workstate.projects.queries import folded_among
from workstate.savedviews import facets, filters, looks
from workstate.savedviews.facets import DayFacet, Facet, SectionFacet
from workstate.savedviews.filters.tree import terms_in
from workstate.savedviews.looks import Look, Sort
from workstate.savedviews.models import Look as LookRow
from workstate.savedviews.places import Place
from workstate.tasks import queries
from workstate.tasks.models import Task

ENDED = {"done", "open", "completed", "cancelled", "archived"}
"""Terms of a filter that speak of tasks which are not to be done any more."""
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass
class Scene:
    """
    One list as one person asked for it.

    `default` is how the place opens for everybody; `filter` is what the address narrows it by, beyond the place's own;
    `on` is the day that a calendar or timeline shows, None: today.
    """

    actor: Actor
    place: Place
    look: Look
    default: Look
    filter: str = ""
    on: date | None = None
    limit: int = 100
    wrong: filters.FilterError | None = None
    """What is wrong with the filter; then it narrows nothing."""
    facets: Mapping[str, Facet] = field(default_factory=dict)

    @property
    def formats(self) -> Formats:
        return self.place.formats

    @cached_property
    def grouping(self) -> Facet | None:
        facet = self.facets.get(self.look.group) or facets.grouping(self.look.group, self.actor)
        if isinstance(facet, SectionFacet):
            facet.within = self.place.project
        elif isinstance(facet, DayFacet):
            facet.near = getattr(self.place, "days", facet.near)
        return facet

    @cached_property
    def tasks(self) -> QuerySet[Task]:
        """What the layout shows, in no order and with nothing beside it."""
        return self.narrowed(self.place.everything() if self.asks_for_ended else self.place.tasks())

    @cached_property
    def asks_for_ended(self) -> bool:
        """Whether a filter speaks of what is done, cancelled or put away: then such tasks are not left out."""
        return any(_speaks_of_ended(text, self.formats) for text in self._filters)

    @cached_property
    def done(self) -> QuerySet[Task] | None:
        """What was completed, the last first; None where the place or the look does not show it."""
        rows = self.place.done() if self.look.completed else None
        return None if rows is None else self.narrowed(rows)

    @cached_property
    def deferred(self) -> QuerySet[Task] | None:
        rows = self.place.deferred()
        return None if rows is None else self.narrowed(rows)

    def narrowed(self, rows: QuerySet[Task]) -> QuerySet[Task]:
        return rows.none() if self.broken else rows.filter(*self._conditions)

    @cached_property
    def broken(self) -> filters.FilterError | None:
        """Why the place's own filter cannot be read any more, as when what it names is gone; then it finds nothing."""
        return _wrong(self.place.filter, self.place)

    @cached_property
    def _conditions(self) -> list[Q]:
        return [found for text in self._filters if (found := filters.condition(text, self.actor))]

    @property
    def _filters(self) -> list[str]:
        own = "" if self.broken else self.place.filter
        return [text for text in (own, "" if self.wrong else self.filter) if text]

    def listed(self, rows: QuerySet[Task]) -> QuerySet[Task]:
        """With everything that a row shows, in the order of the look within the groups of the look."""
        return self.ordered(queries.listed(rows, self.actor))

    def ordered(self, rows: QuerySet[Task], *, grouped: bool = True) -> QuerySet[Task]:
        """Rows that queries.listed() brought, in order; with `group_key` when they are grouped."""
        order: list[Any] = []
        if grouped and self.grouping:
            rows = self.grouping.keyed(rows)
            order += self.grouping.group_order()
        for sort in self.look.sort:
            if facet := self.facets.get(sort.by):
                rows = facet.sorted(rows)
                order += facet.order(descending=sort.descending)
        return rows.order_by(*order, "position", "id")

    @property
    def names_parents(self) -> bool:
        """Whether rows say what a subtask is part of: it does not stand under that here."""
        return self.place.name not in {"inbox", "project"}

    def folded(self, sections: Iterable[Section]) -> set[UUID]:
        """Those of the sections that the person keeps closed."""
        return folded_among(sections, self.actor)

    @property
    def words(self) -> str:
        """Words of the filter that name nothing and so are looked for in titles: a slip of the pen shows there."""
        node = None if self.wrong or not self.filter else filters.parse(self.filter, self.formats)
        said = [value.text for term in terms_in(node) if term.key == "title" for value in term.values] if node else []
        return ", ".join(f"“{text}”" for text in said[:10])

    @property
    def by_hand(self) -> bool:
        """Whether rows may be put in order by hand: they are shown in that order, all of a list or section together."""
        whole = self.place.name in {"inbox", "project"} and not self.filter and not self.look.sort[0].descending
        return whole and self.look.by_hand and self.look.group in {"section", "none"}

    @property
    def is_default(self) -> bool:
        """Whether everybody sees it like this, widths of columns apart."""
        return replace(self.look, widths={}) == replace(self.default, widths={})


def look_at(
    place: Place, query: Mapping[str, str], *, limit: int = 100, layouts: tuple[str, ...] | None = None
) -> Scene:
    """
    The scene that an address asks for: as it says, else as the person last chose, else as the place opens for everybody.

    Raises Invalid for a look that there is not; a filter that cannot be read is told in the scene.
    """
    actor = place.actor
    rows = {row.user_id: row for row in LookRow.objects.filter(Q(user=actor.user) | Q(user=None), **place.columns)
            .filter(workspace=actor.workspace)}  # fmt: skip
    default = looks.kept(rows[None].choices, place.usual) if None in rows else place.usual
    own = looks.kept(rows[actor.user.pk].choices, default) if actor.user.pk in rows else default
    look = looks.asked(query, own)
    if look.layout not in place.layouts:
        raise Invalid(_("Choose one of the layouts offered."), field="layout")
    keys = {look.group, *(sort.by for sort in look.sort), *look.columns}
    known = facets.named(keys, actor)
    look = _possible(look, own, query, known)
    text = query.get("filter", "").strip()
    return Scene(
        actor, place, look, default, filter=text, on=_day(query.get("on", "")), limit=limit, facets=known,
        wrong=_wrong(text, place),
    )  # fmt: skip


def _possible(look: Look, own: Look, query: Mapping[str, str], known: Mapping[str, Facet]) -> Look:
    """What is asked for must be there; what was kept and has gone since (a custom field) is left out."""
    if "group" in query and look.group != "none" and (look.group not in known or not known[look.group].groups):
        raise Invalid(_("Choose one of the groupings offered."), field="group")
    if "sort" in query and any(sort.by not in known or not known[sort.by].sorts for sort in look.sort):
        raise Invalid(_("Choose one of the orders offered."), field="sort")
    group = look.group if look.group in known and known[look.group].groups else "none"
    sort = tuple(sort for sort in look.sort if sort.by in known and known[sort.by].sorts) or (Sort("hand"),)
    columns = tuple(key for key in look.columns if key in known and known[key].shows)
    return replace(look, group=group, sort=sort, columns=columns)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(_("This is not a day. Write it as 2026-12-31."), field="on") from error
    if not FIRST <= day <= LAST:
        raise Invalid(_("Choose a day between 1900 and 2199."), field="on")
    return day


def _speaks_of_ended(text: str, formats: Formats) -> bool:
    node = filters.parse(text, formats)
    return node is not None and any(term.key in ENDED for term in terms_in(node))


def _wrong(text: str, place: Place) -> filters.FilterError | None:
    if not text:
        return None
    try:
        filters.matching(Task.objects.none(), text, place.actor)
    except filters.FilterError as error:
        return error
    return None
