"""Every write of the transfer room: one verb, one function."""

from __future__ import annotations

from workstate.transfer.actions.apply import apply_import
from workstate.transfer.actions.prepare import (
    change_import,
    discard_import,
    fail_import,
    plan_import,
    prepare_import,
    start_import,
)

__all__ = [
    "apply_import",
    "change_import",
    "discard_import",
    "fail_import",
    "plan_import",
    "prepare_import",
    "start_import",
]
