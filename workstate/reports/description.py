"""What a report is about, read from its address. The address is the report: whoever opens it gets the same question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import require_day, today
from workstate.core.errors import Invalid
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Period, Preset
from workstate.timetracking.rounding import NO_ROUNDING, Rounding
from workstate.timetracking.rules import rules_of

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

ChoiceT = TypeVar("ChoiceT", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class Description:
    """
    Which days, added up by what. `preset` is set when the days were named rather than given: such an address moves on.

    `today` is the person's own day, the one from which presets count. `rounds` says that the address asks for the
    rounding; otherwise it is the workspace's.
    """

    period: Period
    today: date
    preset: Preset | None = Preset.THIS_WEEK
    group: Grouping = Grouping.PROJECT
    then: Grouping | None = Grouping.TASK
    rounding: Rounding = NO_ROUNDING
    rounds: bool = False

    @classmethod
    def default(cls, actor: Actor) -> Description:
        day = today(actor.zone)
        period = Period.of(Preset.THIS_WEEK, day, actor.user.first_weekday)
        return cls(period, day, rounding=Rounding.of(rules_of(actor.workspace)))

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        return (self.group, self.then) if self.then else (self.group,)

    @property
    def is_unfinished(self) -> bool:
        """Whether days of it are still to come."""
        return self.period.first <= self.today < self.period.last

    @property
    def period_parameters(self) -> dict[str, str]:
        if self.preset:
            return {"period": self.preset.value}
        return {"from": str(self.period.first), "to": str(self.period.last)}

    @property
    def group_parameters(self) -> dict[str, str]:
        return {"group": self.group.value, "then": self.then.value if self.then else ""}

    @property
    def rounding_parameters(self) -> dict[str, str]:
        return {"rounding": self.rounding.code} if self.rounds else {}

    @property
    def query(self) -> str:
        return urlencode(self.period_parameters | self.group_parameters | self.rounding_parameters)

    def query_for(self, choice: Preset | Period) -> str:
        """The same report about other days."""
        days = (
            {"period": choice.value}
            if isinstance(choice, Preset)
            else {"from": str(choice.first), "to": str(choice.last)}
        )
        return urlencode(days | self.group_parameters | self.rounding_parameters)


def read_description(parameters: Mapping[str, str], actor: Actor) -> Description:
    """The report that the address asks for; raises Invalid at the first parameter that means nothing."""
    default = Description.default(actor)
    first, last = parameters.get("from", ""), parameters.get("to", "")
    named = parameters.get("period", "")
    if named and (first or last):
        raise Invalid(_("Choose either a named period or days of your own, not both."), field="period")

    preset: Preset | None = None
    if first or last:
        period = _own_days(first, last, actor.user.first_weekday)
    else:
        preset = _choice(Preset, named, field="period") if named else Preset.THIS_WEEK
        period = Period.of(preset, default.today, actor.user.first_weekday)

    group, then = default.group, default.then
    if wanted := parameters.get("group", ""):
        group = _choice(Grouping, wanted, field="group")
        then = None if group == then or "then" in parameters else then
    if wanted := parameters.get("then", ""):
        then = _choice(Grouping, wanted, field="then")
    elif "then" in parameters:
        then = None
    if group == then:
        raise Invalid(_("Choose two different things to group by."), field="then")
    if wanted := parameters.get("rounding", ""):
        return Description(period, default.today, preset, group, then, Rounding.read(wanted), rounds=True)
    return Description(period, default.today, preset, group, then, default.rounding)


def _own_days(first: str, last: str, first_weekday: int) -> Period:
    if not first:
        raise Invalid(_("Give the first day too."), field="from")
    if not last:
        raise Invalid(_("Give the last day too."), field="to")
    begin, end = _day(first, field="from"), _day(last, field="to")
    if end < begin:
        raise Invalid(_("The last day must not be before the first."), field="to")
    return Period(begin, end, first_weekday)


def _day(text: str, *, field: str) -> date:
    if not DAY.fullmatch(text):
        raise Invalid(_("Write days as year, month and day, such as 2026-11-16."), field=field)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("There is no such day in the calendar."), field=field) from None
    return require_day(day, field=field)


def _choice(choices: type[ChoiceT], text: str, *, field: str) -> ChoiceT:
    try:
        return choices(text)
    except ValueError:
        raise Invalid(
            _("That is not one of the choices. Choose one of: %(choices)s.")
            % {"choices": ", ".join(str(label) for label in choices.labels)},
            field=field,
        ) from None
