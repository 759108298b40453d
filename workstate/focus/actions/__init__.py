"""Every write of the focus room: one verb, one function."""

from __future__ import annotations

from workstate.focus.actions.acting import extend, go_on, note_presence, start_focus, stop
from workstate.focus.actions.preferences import change_preferences
from workstate.focus.actions.settling import look, settle

__all__ = ["change_preferences", "extend", "go_on", "look", "note_presence", "settle", "start_focus", "stop"]
