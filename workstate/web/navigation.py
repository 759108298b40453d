"""The places of the sidebar: where each leads and which one the person is in.

A place is drawn when its room has the address; a room that is not there yet leaves no dead link.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from workstate.projects.models import Project
    from workstate.web.context_processors import Shell

# Places inside a workspace, by the name of their address.
IN_WORKSPACE = {
    "quick_add": "tasks:list",
    "quick_add_preview": "tasks:quick-add-preview",
    "inbox": "tasks:inbox",
    "today": "tasks:today",
    "upcoming": "tasks:upcoming",
    "completed": "tasks:completed",
    "bin": "tasks:bin",
    "time": "timetracking:day-list",
    "timesheet": "timetracking:timesheet",
    "reports": "reports:summary",
    "projects": "projects:list",
    "new_project": "projects:new",
    "search": "search:results",
    "import": "transfer:start",
    "workspace_settings": "workspaces:settings",
}
OF_THE_PERSON = {
    "settings": "accounts:profile",
    "password": "account_change_password",
    "devices": "usersessions_list",
    "sign_out": "account_logout",
    "new_workspace": "places:new",
}


@dataclass(frozen=True)
class Entry:
    """A line of the sidebar."""

    name: str
    url: str
    colour: str
    count: int
    active: bool
    depth: int = 0


class Navigation:
    """All links of the frame for one page."""

    def __init__(self, shell: Shell, request: HttpRequest) -> None:
        self._shell = shell
        self._slug = shell.workspace.slug
        self._path = request.path
        match = request.resolver_match
        self._view = match.view_name if match else ""
        self.urls = {place: address(name, self._slug) for place, name in IN_WORKSPACE.items()} | {
            place: address(name) for place, name in OF_THE_PERSON.items()
        }

    @property
    def active(self) -> str:
        return next((place for place, name in IN_WORKSPACE.items() if name == self._view), "")

    @property
    def projects(self) -> list[Entry]:
        return self._entries(self._shell.projects)

    @property
    def favourites(self) -> list[Entry]:
        return self._entries(self._shell.favourites)

    @property
    def labels(self) -> list[Entry]:
        """Labels that have a page; none are drawn while the room has no such page."""
        entries = [(label, address("tasks:label", self._slug, label.pk)) for label in self._shell.labels]
        return [Entry(label.name, url, label.colour, 0, self._is_here(url)) for label, url in entries if url]

    @property
    def workspaces(self) -> list[dict[str, object]]:
        return [
            {
                "name": w.name,
                "initial": w.initial,
                "url": address("tasks:today", w.slug),
                "current": w.slug == self._slug,
            }
            for w in self._shell.workspaces
        ]

    def _entries(self, projects: Iterable[Project]) -> list[Entry]:
        entries = [(project, address("tasks:project", self._slug, project.pk)) for project in projects]
        return [
            Entry(project.name, url, project.colour, getattr(project, "open_tasks", 0), self._is_here(url))
            for project, url in entries
        ]

    def _is_here(self, url: str) -> bool:
        return bool(url) and self._path.startswith(url)


def address(name: str, *parts: object) -> str:
    """The address by name, or "" when nothing answers to that name."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
