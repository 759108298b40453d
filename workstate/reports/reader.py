"""Who reads a report, and what of it: every query and every face takes one along."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workstate.accounts.formats import Formats
from workstate.billing.policies import can_see_amounts, can_see_costs
from workstate.billing.queries import settings_of
from workstate.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Reader:
    """
    A person, and whether amounts (what time earns) and costs are in what they get: neither in rows nor in totals otherwise.

    A report that is shared or sent is made for a Reader too: the person who shares it, perhaps `without_rates`. `is_for_others`:
    then what was asked stays inside, filter and people; only what came of it is told.
    """

    actor: Actor
    amounts: bool
    costs: bool
    is_for_others: bool = False

    @classmethod
    def of(cls, actor: Actor) -> Reader:
        """Everything that the person may see."""
        return cls(actor, can_see_amounts(actor, settings_of(actor.workspace)), can_see_costs(actor))

    def without_rates(self) -> Reader:
        return replace(self, amounts=False, costs=False)

    def without_costs(self) -> Reader:
        """For clients: what is to be paid, not what it costs."""
        return replace(self, costs=False)

    @property
    def formats(self) -> Formats:
        return Formats.of(self.actor.user)
