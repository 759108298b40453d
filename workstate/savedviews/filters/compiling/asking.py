"""Who asks, when, and what their words mean: what every condition is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.savedviews.filters.days import Stretch, context_by, read_days
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.names import Names
from workstate.savedviews.filters.tree import Value
from workstate.tasks.quickadd import Context


@dataclass(frozen=True)
class Asking:
    text: str
    actor: Actor
    names: Names
    context: Context
    now: datetime

    @classmethod
    def of(cls, text: str, actor: Actor, names: Names | None = None) -> Asking:
        return cls(text, actor, names or Names(actor), context_by(actor), now())

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

    def refusal(self, message: str, value: Value, instead: str | None = None) -> FilterError:
        return FilterError(message, text=self.text, start=value.start, end=value.end, instead=instead)
