"""Every write of the room of workspaces: one verb, one function."""

from __future__ import annotations

from workstate.workspaces.actions.addresses import RESERVED_SLUGS
from workstate.workspaces.actions.groups import (
    add_to_group,
    change_group,
    create_group,
    delete_group,
    remove_from_group,
    restore_group,
)
from workstate.workspaces.actions.invitations import (
    accept_invitation,
    create_invitation_link,
    invite,
    reinstate_invitation,
    resend_invitation,
    revoke_invitation,
)
from workstate.workspaces.actions.lifecycle import (
    archive_workspace,
    delete_workspace,
    restore_workspace,
    unarchive_workspace,
)
from workstate.workspaces.actions.members import (
    add_member,
    change_role,
    hand_over,
    leave_workspace,
    remove_member,
    restore_member,
    restore_person,
)
from workstate.workspaces.actions.workspaces import (
    change_workspace,
    create_personal_workspace,
    create_workspace,
    delete_demo,
    open_to_team,
)

__all__ = [
    "RESERVED_SLUGS",
    "accept_invitation",
    "add_member",
    "add_to_group",
    "archive_workspace",
    "change_group",
    "change_role",
    "change_workspace",
    "create_group",
    "create_invitation_link",
    "create_personal_workspace",
    "create_workspace",
    "delete_demo",
    "delete_group",
    "delete_workspace",
    "hand_over",
    "invite",
    "leave_workspace",
    "open_to_team",
    "reinstate_invitation",
    "remove_from_group",
    "remove_member",
    "resend_invitation",
    "restore_group",
    "restore_member",
    "restore_person",
    "restore_workspace",
    "revoke_invitation",
    "unarchive_workspace",
]
