from __future__ import annotations

from workstate.budgets.actions.setting import change_budget, delete_budget, restore_budget, set_budget
from workstate.budgets.actions.warning import tell_of

__all__ = ["change_budget", "delete_budget", "restore_budget", "set_budget", "tell_of"]
