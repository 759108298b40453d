from __future__ import annotations

from workstate.workspaces.models.groups import Group, GroupMember
from workstate.workspaces.models.invitations import Invitation
from workstate.workspaces.models.workspaces import FormerAddress, Membership, Workspace, WorkspaceLogo

__all__ = ["FormerAddress", "Group", "GroupMember", "Invitation", "Membership", "Workspace", "WorkspaceLogo"]
