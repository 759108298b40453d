"""What a report is about, read from its address. The address is the report: whoever opens it gets the same question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import require_day, today
from workstate.core.errors import Invalid
from workstate.core.text import clean_line
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Against, Period, Preset
from workstate.reports.shapes import SHAPES, ReportKind, Shape
from workstate.timetracking.rounding import NO_ROUNDING, Rounding
from workstate.timetracking.rules import rules_of

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MOST_PEOPLE = 200
LONGEST_FILTER = 2000
ME = "me"

ChoiceT = TypeVar("ChoiceT", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class Description:
    """
    Which report, of which days, of whom, of what, added up by what.

    `preset` is set when the days were named rather than given: such an address moves on. `today` is the person's own day,
    the one from which presets count. `people` and `groups` empty: everybody whose time the reader may see; `is_own` says
    "me", whoever reads. `filter` is in the filter language, as it was typed. `rounds` says that the address asks for the
    rounding; otherwise it is the workspace's.
    """

    kind: ReportKind
    period: Period
    today: date
    preset: Preset | None = Preset.THIS_WEEK
    group: Grouping | None = None
    then: Grouping | None = None
    rounding: Rounding = NO_ROUNDING
    rounds: bool = False
    is_own: bool = False
    people: tuple[UUID, ...] = ()
    groups: tuple[UUID, ...] = ()
    filter: str = ""
    against: Against | None = None
    other: Period | None = None
    sort: str = ""

    @classmethod
    def default(cls, kind: ReportKind, actor: Actor) -> Description:
        shape = SHAPES[kind]
        day = today(actor.zone)
        period = Period.of(shape.preset, day, actor.first_weekday)
        return cls(
            kind,
            period,
            day,
            shape.preset,
            shape.group,
            shape.then,
            rounding=Rounding.of(rules_of(actor.workspace)) if shape.rounds else NO_ROUNDING,
            against=Against.BEFORE if shape.compares else None,
        )

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind]

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        return tuple(grouping for grouping in (self.group, self.then) if grouping)

    @property
    def is_unfinished(self) -> bool:
        """Whether days of it are still to come."""
        return self.period.first <= self.today < self.period.last

    @property
    def is_everything(self) -> bool:
        """Of everybody and everything: nothing is left out by choice."""
        return not (self.is_own or self.people or self.groups or self.filter)

    @property
    def compared(self) -> Period | None:
        """The days that it is held against, as far as this period has come; None where the calendar ends."""
        if self.other is not None:
            return self.other
        if self.against is None:
            return None
        period = self.period.until(self.today) if self.is_unfinished else self.period
        return self.against.of(self.period, period)

    @property
    def parameters(self) -> dict[str, str]:
        """As `read_description` takes them: what an address says and what a saved report keeps. Nothing that goes without saying."""
        return {
            **self.period_parameters,
            **self.group_parameters,
            **self.rounding_parameters,
            **self.people_parameters,
            **({"filter": self.filter} if self.filter else {}),
            **self.against_parameters,
            **({"sort": self.sort} if self.sort else {}),
        }

    @property
    def period_parameters(self) -> dict[str, str]:
        if self.preset:
            return {"period": self.preset.value}
        return {"from": str(self.period.first), "to": str(self.period.last)}

    @property
    def group_parameters(self) -> dict[str, str]:
        if not self.shape.groups:
            return {}
        group = {"group": self.group.value if self.group else ""}
        return group | ({"then": self.then.value if self.then else ""} if self.shape.thens else {})

    @property
    def rounding_parameters(self) -> dict[str, str]:
        return {"rounding": self.rounding.code} if self.rounds else {}

    @property
    def people_parameters(self) -> dict[str, str]:
        if self.is_own:
            return {"people": ME}
        people = {"people": ",".join(map(str, self.people))} if self.people else {}
        return people | ({"groups": ",".join(map(str, self.groups))} if self.groups else {})

    @property
    def against_parameters(self) -> dict[str, str]:
        if self.other is not None:
            return {"against_from": str(self.other.first), "against_to": str(self.other.last)}
        return {"against": self.against.value} if self.against else {}

    @property
    def query(self) -> str:
        return urlencode(self.parameters)

    def url(self, workspace: str) -> str:
        """The report's page."""
        return f"{reverse('reports:report', args=[workspace, self.kind.value])}?{self.query}"

    def file_url(self, workspace: str, format: str) -> str:
        return f"{reverse('reports:file', args=[workspace, self.kind.value, format])}?{self.query}"

    def about(self, choice: Preset | Period) -> Description:
        """The same report about other days; a preset's days are read anew by whoever opens it."""
        if isinstance(choice, Preset):
            return replace(self, preset=choice, period=Period.of(choice, self.today, self.period.first_weekday))
        return replace(self, preset=None, period=choice)


def read_description(kind: ReportKind, parameters: Mapping[str, str], actor: Actor) -> Description:
    """The report that the address asks for; raises Invalid at the first parameter that means nothing."""
    shape = SHAPES[kind]
    asked = Description.default(kind, actor)
    period, preset = _period(parameters, asked, actor)
    group, then = _groupings(parameters, shape)
    asked = replace(asked, period=period, preset=preset, group=group, then=then)
    if shape.rounds and (wanted := parameters.get("rounding", "")):
        asked = replace(asked, rounding=Rounding.read(wanted), rounds=True)
    if shape.chooses_people:
        people = parameters.get("people", "")
        asked = replace(
            asked,
            is_own=people == ME,
            people=() if people == ME else _ids(people, field="people"),
            groups=_ids(parameters.get("groups", ""), field="groups"),
        )
        if asked.is_own and asked.groups:
            raise Invalid(_("Choose either yourself or groups, not both."), field="people")
    if shape.filters and (text := parameters.get("filter", "").strip()):
        asked = replace(asked, filter=clean_line(text, field="filter", length=LONGEST_FILTER))
    if shape.compares:
        asked = _compared(parameters, asked, actor)
    if shape.sorts and (sort := parameters.get("sort", "")):
        if sort not in shape.sorts:
            raise Invalid(
                _("That is not one of the choices. Choose one of: %(choices)s.") % {"choices": ", ".join(shape.sorts)},
                field="sort",
            )
        asked = replace(asked, sort=sort)
    return asked


def _period(parameters: Mapping[str, str], default: Description, actor: Actor) -> tuple[Period, Preset | None]:
    first, last, named = parameters.get("from", ""), parameters.get("to", ""), parameters.get("period", "")
    weekday = actor.first_weekday
    if named and (first or last):
        raise Invalid(_("Choose either a named period or days of your own, not both."), field="period")
    if first or last:
        return _own_days(first, last, weekday), None
    preset = _choice(Preset, named, field="period") if named else default.shape.preset
    return Period.of(preset, default.today, weekday), preset


def _groupings(parameters: Mapping[str, str], shape: Shape) -> tuple[Grouping | None, Grouping | None]:
    group, then = shape.group, shape.then
    if shape.groups and (wanted := parameters.get("group", "")):
        group = _choice(Grouping, wanted, field="group", among=shape.groups)
        then = None if group == then or "then" in parameters else then
    if shape.thens:
        if wanted := parameters.get("then", ""):
            then = _choice(Grouping, wanted, field="then", among=shape.thens)
        elif "then" in parameters:
            then = None
    if group is not None and group == then:
        raise Invalid(_("Choose two different things to group by."), field="then")
    return group, then


def _compared(parameters: Mapping[str, str], asked: Description, actor: Actor) -> Description:
    first, last = parameters.get("against_from", ""), parameters.get("against_to", "")
    wanted = parameters.get("against", "")
    if wanted and (first or last):
        raise Invalid(_("Choose either a named period or days of your own, not both."), field="against")
    if first or last:
        other = _own_days(first, last, actor.first_weekday, before="against_")
        return replace(asked, against=None, other=other)
    return replace(asked, against=_choice(Against, wanted, field="against")) if wanted else asked


def _own_days(first: str, last: str, first_weekday: int, *, before: str = "") -> Period:
    if not first:
        raise Invalid(_("Give the first day too."), field=f"{before}from")
    if not last:
        raise Invalid(_("Give the last day too."), field=f"{before}to")
    begin, end = _day(first, field=f"{before}from"), _day(last, field=f"{before}to")
    if end < begin:
        raise Invalid(_("The last day must not be before the first."), field=f"{before}to")
    return Period(begin, end, first_weekday)


def _day(text: str, *, field: str) -> date:
    if not DAY.fullmatch(text):
        raise Invalid(_("Write days as year, month and day, such as 2026-11-16."), field=field)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("There is no such day in the calendar."), field=field) from None
    return require_day(day, field=field)


def _ids(text: str, *, field: str) -> tuple[UUID, ...]:
    """Ids with commas between them, each once, in an order of their own: one address for one question."""
    words = [word for word in text.split(",") if word.strip()]
    if len(words) > MOST_PEOPLE:
        raise Invalid(_("That is too many at once."), field=field)
    try:
        return tuple(sorted({UUID(word.strip()) for word in words}))
    except ValueError:
        raise Invalid(_("Write ids with commas between them, or me."), field=field) from None


def _choice(choices: type[ChoiceT], text: str, *, field: str, among: tuple[ChoiceT, ...] | None = None) -> ChoiceT:
    offered = among if among is not None else tuple(choices)
    if text in {choice.value for choice in offered}:
        return choices(text)
    raise Invalid(
        _("That is not one of the choices. Choose one of: %(choices)s.")
        % {"choices": ", ".join(str(choice.label) for choice in offered)},
        field=field,
    )
