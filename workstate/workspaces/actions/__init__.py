"""Every write of the room of workspaces: one verb, one function."""

from __future__ import annotations

from workstate.workspaces.actions.groups import (
    add_to_group,
    change_group,
    create_group,
    delete_group,
    remove_from_group,
    restore_group,
)
from workstate.workspaces.actions.workspaces import (
    RESERVED_SLUGS,
    add_member,
    change_workspace,
    create_personal_workspace,
    create_workspace,
    delete_demo,
)

__all__ = [
    "RESERVED_SLUGS",
    "add_member",
    "add_to_group",
    "change_group",
    "change_workspace",
    "create_group",
    "create_personal_workspace",
    "create_workspace",
    "delete_demo",
    "delete_group",
    "remove_from_group",
    "restore_group",
]
