"""What can be done to projects: the only code that writes them."""

from __future__ import annotations

from workstate.projects.actions.clients import (
    archive_client,
    change_client,
    create_client,
    delete_client,
    merge_client,
    restore_client,
    unarchive_client,
)
from workstate.projects.actions.folders import (
    change_folder,
    create_folder,
    delete_folder,
    move_folder,
    restore_folder,
)
from workstate.projects.actions.looks import (
    favour_project,
    fold_folder,
    fold_project,
    fold_section,
    unfavour_project,
)
from workstate.projects.actions.places import move_project
from workstate.projects.actions.projects import (
    archive_project,
    change_project,
    create_project,
    delete_project,
    restore_project,
    unarchive_project,
)
from workstate.projects.actions.sections import (
    change_section,
    create_sections,
    keep_section,
    lock_section,
    move_section,
    move_section_to,
    remove_section,
)
from workstate.projects.actions.sharing import (
    hand_over_project,
    leave_project,
    set_everyone,
    share_project,
    unshare_project,
)

__all__ = [
    "archive_client",
    "archive_project",
    "change_client",
    "change_folder",
    "change_project",
    "change_section",
    "create_client",
    "create_folder",
    "create_project",
    "create_sections",
    "delete_client",
    "delete_folder",
    "delete_project",
    "favour_project",
    "fold_folder",
    "fold_project",
    "fold_section",
    "hand_over_project",
    "keep_section",
    "leave_project",
    "lock_section",
    "merge_client",
    "move_folder",
    "move_project",
    "move_section",
    "move_section_to",
    "remove_section",
    "restore_client",
    "restore_folder",
    "restore_project",
    "set_everyone",
    "share_project",
    "unarchive_client",
    "unarchive_project",
    "unfavour_project",
    "unshare_project",
]
