"""Who may do what with saved views."""

from __future__ import annotations

from workstate.core.actor import Actor
from workstate.savedviews.models import SavedView


def can_create_view(actor: Actor) -> bool:
    """Guests too keep views, of what they see and for themselves."""
    return True


def can_share_views(actor: Actor) -> bool:
    return not actor.is_guest


def can_edit_view(actor: Actor, view: SavedView) -> bool:
    """Whoever made it, and administrators those that are shared."""
    if view.workspace_id != actor.workspace.pk:
        return False
    return view.created_by_id == actor.user.pk or (view.is_shared and actor.administers)
