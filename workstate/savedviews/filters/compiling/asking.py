"""Who asks, when, and what their words mean: what every condition is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.savedviews.filters.days import Stretch, context_by, read_days
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.heads import SIGN
from workstate.savedviews.filters.names import Named, Names, found
from workstate.savedviews.filters.tables import TASKS, Table
from workstate.savedviews.filters.tree import Value
from workstate.tasks.quickadd import Context

MOST_NAMED: Final = 10_000
"""Rows that all names of a filter may stand for together: each is told to the database."""
MOST_DEAR: Final = 20
"""Terms for each of which all that was written, worked or done on every task is looked through."""


@dataclass(frozen=True)
class Asking:
    text: str
    actor: Actor
    names: Names
    context: Context
    now: datetime
    table: Table = TASKS
    spent: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, text: str, actor: Actor, table: Table = TASKS) -> Asking:
        return cls(text, actor, Names(actor), context_by(actor), now(), table)

    @property
    def today(self) -> date:
        return self.context.now.date()

    def days(self, value: Value) -> Stretch:
        """The days that a value means to the actor; raises FilterError at its place."""
        found = read_days(value.text, self.context)
        if found is None or found[1] < len(value.text):
            message = _("“%(said)s” is no day. Try next friday, -30 days or 2026-12-31.") % {"said": value.text}
            raise self.refusal(message, value)
        return found[0]

    def found(self, value: Value, among: list[Named], kind: str, written: str = "{}") -> list[Named]:
        """What the value names among these; raises FilterError for a name that nothing has, and for far too many."""
        rows = found(self.text, value, among, kind, written)
        self.count_named(len(rows), value)
        return rows

    def sign(self, value: Value) -> str:
        """How a corrected name is written in the place of this one: behind the same sign, if it stands behind one."""
        sign = SIGN.match(self.text[value.start : value.end])
        return f"{sign.group() if sign else ''}{{}}"

    def count_named(self, count: int, value: Value) -> None:
        """Raises FilterError when what is named comes to too many rows."""
        self.spent["names"] += count
        if self.spent["names"] > MOST_NAMED:
            message = _("The names in this filter stand for too much. Write fewer of them, or fewer stars.")
            raise self.refusal(message, value)

    def look_through(self, value: Value) -> None:
        """Counts a term that is dear; raises FilterError when there are too many such."""
        self.spent["dear"] += 1
        if self.spent["dear"] > MOST_DEAR:
            message = _("Look through texts, times and changes at most %(most)d times in one filter.") % {
                "most": MOST_DEAR
            }
            raise self.refusal(message, value)

    def refusal(self, message: str, value: Value, instead: str | None = None) -> FilterError:
        return FilterError(message, text=self.text, start=value.start, end=value.end, instead=instead)
