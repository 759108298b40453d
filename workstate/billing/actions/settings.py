from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.billing.currencies import clean_currency
from workstate.billing.models import BillingSettings
from workstate.billing.policies import can_set_rates
from workstate.billing.queries import settings_of
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.core.turns import take_turn

SWITCHES = frozenset({"members_see_amounts", "members_see_budgets", "billable_by_default"})


@transaction.atomic
def change_billing_settings(*, by: Actor, **changes: Any) -> BillingSettings:
    """
    Change what the workspace wants of money: `currency` (of rates that name no other; those that stand keep theirs),
    `members_see_amounts` (of their own time), `members_see_budgets` (of time, of projects that they may edit) and
    `billable_by_default` (new time; what stands stays as it is). Raises Invalid at the setting.
    """
    require(can_set_rates(by), _("Only administrators set rates. Ask one of them."))
    wanted = {name: _clean(name, value) for name, value in changes.items()}
    take_turn(f"billing:{by.workspace.pk}")
    settings = settings_of(by.workspace)
    columns = {name: value for name, value in wanted.items() if getattr(settings, name) != value}
    # Who says that the currency is the one that we guess has chosen it: it no longer moves with the owner.
    is_chosen = settings._state.adding and bool(wanted)
    before = {name: getattr(settings, name) for name in columns}
    for name, value in columns.items():
        setattr(settings, name, value)
    if is_chosen:
        settings.save(force_insert=True)
    elif columns:
        settings.save(update_fields=list(columns))
    if columns:
        record(Verb.BILLING_CHANGED, by.workspace, by=by, before=before, after=columns)
    return settings


def _clean(name: str, value: Any) -> Any:
    if name == "currency":
        return clean_currency(str(value))
    if name not in SWITCHES:
        raise Invalid(_("This cannot be changed."), field=name)
    return bool(value)
