"""What can be chosen in the bar of a report, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workstate.core.durations import MINUTE, format_duration_long
from workstate.reports.description import Description
from workstate.timetracking.models import RoundingMode
from workstate.timetracking.rounding import Rounding

# Minutes to which one rounds; an address may say others.
STEPS = (5, 6, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of the bar."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen in a field."""

    value: str
    text: str
    chosen: bool


def order_words(sort: str) -> str:
    """Of the orders of the detailed report."""
    names = {
        "day": _("Earliest first"),
        "-day": _("Latest first"),
        "duration": _("Shortest first"),
        "-duration": _("Longest first"),
    }
    return names.get(sort, sort)


def roundings_of(description: Description) -> list[tuple[str, list[Option]]]:
    """To choose from, by direction."""
    asked, groups = description.rounding, []
    for mode in (RoundingMode.UP, RoundingMode.NEAREST, RoundingMode.DOWN):
        steps = {step * MINUTE for step in STEPS} | ({asked.step} if asked.mode == mode else set())
        found = [Rounding(mode, step) for step in sorted(steps)]
        chosen = asked.code if description.rounds else ""
        options = [Option(one.code, rounding_words(one), one.code == chosen) for one in found]
        groups.append((str(mode.label), options))
    return groups


def rounding_words(rounding: Rounding) -> str:
    """A few words for a button or a choice."""
    step = {"step": format_duration_long(rounding.step)}
    match rounding.mode:
        case RoundingMode.UP:
            return _("up to %(step)s") % step
        case RoundingMode.DOWN:
            return _("down to %(step)s") % step
        case RoundingMode.NEAREST:
            return _("to the nearest %(step)s") % step
    return _("none")
