"""
Rounding, for reports and bills alone: each entry once, by itself; totals add up what is shown. The time itself stays.

The rule is stated twice, in Python and in SQL; a test holds them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workstate.core.durations import MINUTE, format_duration_long
from workstate.core.errors import Invalid
from workstate.timetracking.models.rules import RoundingMode, TimeRules

LONGEST_STEP = 24 * 3600

_CODE = re.compile(r"(up|down|nearest)-([0-9]{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rounding:
    """To multiples of `step` seconds. Zero stays zero; half a step to the nearest goes up."""

    mode: RoundingMode = RoundingMode.NONE
    step: int = 15 * MINUTE

    @classmethod
    def of(cls, rules: TimeRules) -> Rounding:
        """What the workspace wants."""
        mode = RoundingMode(rules.rounding)
        return cls(mode, rules.rounding_step) if mode != RoundingMode.NONE else NO_ROUNDING

    @classmethod
    def read(cls, code: str, *, field: str = "rounding") -> Rounding:
        """What an address asks for: "none", or a direction and whole minutes, "up-15". Raises Invalid."""
        if code == RoundingMode.NONE:
            return NO_ROUNDING
        match = _CODE.fullmatch(code)
        if match is None or not MINUTE <= int(match[2]) * MINUTE <= LONGEST_STEP:
            raise Invalid(
                _("Write rounding as none, or as up, down or nearest and minutes, such as up-15."), field=field
            )
        return cls(RoundingMode(match[1]), int(match[2]) * MINUTE)

    @property
    def is_none(self) -> bool:
        return self.mode == RoundingMode.NONE

    @property
    def code(self) -> str:
        """As `read` takes it."""
        return "none" if self.is_none else f"{self.mode.value}-{self.step // MINUTE}"

    @property
    def words(self) -> str:
        """“Rounded up to 15 m, entry by entry”; nothing where nothing is rounded."""
        step = {"step": format_duration_long(self.step)}
        match self.mode:
            case RoundingMode.UP:
                return _("Rounded up to %(step)s, entry by entry") % step
            case RoundingMode.DOWN:
                return _("Rounded down to %(step)s, entry by entry") % step
            case RoundingMode.NEAREST:
                return _("Rounded to the nearest %(step)s, entry by entry") % step
        return ""

    def rounded(self, seconds: int) -> int:
        """A whole entry's seconds."""
        match self.mode:
            case RoundingMode.UP:
                return (seconds + self.step - 1) // self.step * self.step
            case RoundingMode.DOWN:
                return seconds // self.step * self.step
            case RoundingMode.NEAREST:
                return (2 * seconds + self.step) // (2 * self.step) * self.step
        return seconds

    def share(self, seconds: int, before: int) -> int:
        """A day's part of an entry that had `before` seconds on earlier days: the parts add up to the rounded entry."""
        return self.rounded(before + seconds) - self.rounded(before)

    def sql(self, seconds: str, before: str) -> str:
        """`share` for the database: of the columns of a DayShare so called."""
        if self.is_none:
            return seconds
        whole = self._template.format(f"({seconds} + {before})")
        return f"({whole} - {self._template.format(before)})"

    @property
    def _template(self) -> str:
        # Integers over integers, none of them negative: the database cuts as // does.
        return {
            RoundingMode.UP: f"(({{0}} + {self.step - 1:d}) / {self.step:d} * {self.step:d})",
            RoundingMode.DOWN: f"({{0}} / {self.step:d} * {self.step:d})",
            RoundingMode.NEAREST: f"((2 * {{0}} + {self.step:d}) / {2 * self.step:d} * {self.step:d})",
        }[self.mode]


NO_ROUNDING = Rounding()
"""Time as it was."""
