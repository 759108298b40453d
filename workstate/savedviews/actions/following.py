"""Saved views follow when what their filters name gets another name."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.savedviews.filters.renaming import NewName, renamed
from workstate.savedviews.models import SavedView
from workstate.workspaces.models import Membership, Workspace


@transaction.atomic
def follow_new_name(new: NewName, *, workspace: Workspace) -> int:
    """
    Write the new name into the filters of the workspace's views; answers in how many. Done twice it does nothing more.

    Each is changed in the name of whoever made it: nobody else learns what a view of one's own says.
    """
    views = SavedView.objects.filter(workspace=workspace).exclude(filter="").select_for_update(of=("self",))
    roles = {row.user_id: Role(row.role) for row in Membership.objects.filter(workspace=workspace)}
    changed = 0
    for view in views.select_related("created_by").order_by("pk"):
        with translation.override(view.created_by.language):
            text = renamed(view.filter, new)
        if text == view.filter or view.created_by_id not in roles:
            continue
        by = Actor(view.created_by, workspace, roles[view.created_by_id], Via.SYSTEM)
        before, view.filter = view.filter, text
        view.save(update_fields=["filter"])
        record(
            Verb.SAVED_VIEW_CHANGED,
            view,
            by=by,
            shared=view.is_shared,
            before={"filter": before},
            after={"filter": text},
        )
        changed += 1
    return changed
