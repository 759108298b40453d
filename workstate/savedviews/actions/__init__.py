"""Every write of the views' room."""

from __future__ import annotations

from workstate.savedviews.actions.looks import copy_looks, keep_look
from workstate.savedviews.actions.views import (
    change_view,
    create_view,
    delete_view,
    favour_view,
    move_view,
    restore_view,
    unfavour_view,
)

__all__ = [
    "change_view",
    "copy_looks",
    "create_view",
    "delete_view",
    "favour_view",
    "keep_look",
    "move_view",
    "restore_view",
    "unfavour_view",
]
