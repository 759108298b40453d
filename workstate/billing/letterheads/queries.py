from __future__ import annotations

from workstate.billing.models import Letterhead
from workstate.workspaces.models import Workspace


def letterhead_of(workspace: Workspace) -> Letterhead:
    """Who a workspace is on paper; until somebody says so, by its own name."""
    found = Letterhead.objects.filter(workspace=workspace).first()
    return found or Letterhead(workspace=workspace)
