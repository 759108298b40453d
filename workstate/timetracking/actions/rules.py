from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.durations import MINUTE
from workstate.core.errors import Invalid, require
from workstate.core.turns import take_turn
from workstate.timetracking.approving import can_change_rules
from workstate.timetracking.models import RoundingMode, TimeRules
from workstate.timetracking.rounding import LONGEST_STEP
from workstate.timetracking.rules import rules_of

SWITCHES = frozenset({"requires_description", "requires_task", "requires_project", "requires_label", "approves_weeks"})


@transaction.atomic
def change_time_rules(*, by: Actor, **changes: Any) -> TimeRules:
    """
    Change what the workspace wants of time: `rounding` (a RoundingMode), `rounding_step` (seconds, whole minutes),
    what an entry must say (`requires_…`) and whether weeks are handed in (`approves_weeks`).

    What stands already stays as it is: entries, and weeks that were handed in. Raises Invalid at the rule.
    """
    require(can_change_rules(by), _("Only administrators change the rules of time. Ask one of them."))
    wanted = {name: _clean(name, value) for name, value in changes.items()}
    take_turn(f"time-rules:{by.workspace.pk}")
    rules = rules_of(by.workspace)
    columns = {name: value for name, value in wanted.items() if getattr(rules, name) != value}
    if not columns:
        return rules
    before = {name: getattr(rules, name) for name in columns}
    for name, value in columns.items():
        setattr(rules, name, value)
    if rules._state.adding:
        rules.save(force_insert=True)
    else:
        rules.save(update_fields=list(columns))
    record(Verb.TIME_RULES_CHANGED, by.workspace, by=by, before=before, after=columns)
    return rules


def _clean(name: str, value: Any) -> Any:
    if name in SWITCHES:
        return bool(value)
    if name == "rounding":
        if value not in RoundingMode.values:
            raise Invalid(_("Choose whether and how entries are rounded."), field=name)
        return str(value)
    if name != "rounding_step":
        raise Invalid(_("This cannot be changed."), field=name)
    if not isinstance(value, int) or not MINUTE <= value <= LONGEST_STEP or value % MINUTE:
        raise Invalid(_("Choose whole minutes, from 1 minute to 24 hours."), field=name)
    return value
