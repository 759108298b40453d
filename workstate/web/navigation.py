"""The places of the sidebar: where each leads and which one the person is in.

A place is drawn when its room has the address; a room that is not there yet leaves no dead link.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from workstate.projects.models import Project
    from workstate.projects.tree import Branch
    from workstate.web.context_processors import Named, Shell

# Places inside a workspace, by the name of their address.
IN_WORKSPACE = {
    "quick_add": "tasks:list",
    "quick_add_preview": "tasks:quick-add-preview",
    "inbox": "views:inbox",
    "today": "views:today",
    "upcoming": "views:upcoming",
    "assigned": "views:assigned",
    "completed": "views:completed",
    "archive": "tasks:archived",
    "bin": "tasks:bin",
    "time": "timetracking:day-list",
    "timesheet": "timesheets:week",
    "focus": "focus:mode",
    "reports": "reports:summary",
    "goals": "focus:goals",
    "capacity": "focus:capacity",
    "projects": "projects:list",
    "clients": "projects:clients",
    "new_project": "projects:new",
    "folders": "projects:folders",
    "search": "search:results",
    "import": "transfer:start",
    "workspace_settings": "workspaces:settings",
    "all": "views:all",
    "views": "views:views",
    "templates": "blueprints:templates",
    "activity": "feeds:workspace",
}
# Those of them where something is made: an archived workspace has none.
WRITING = ("quick_add", "quick_add_preview", "new_project", "import")
OF_THE_PERSON = {
    "settings": "accounts:profile",
    "password": "account_change_password",
    "devices": "usersessions_list",
    "sign_out": "account_logout",
    "new_workspace": "places:new",
    "administration": "administration:overview",
    "workspaces": "places:list",
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
    icon: str = ""
    pk: str = ""
    is_folder: bool = False
    is_private: bool = False
    folded: bool = False
    place_url: str = ""
    fold_url: str = ""
    has_children: bool = False
    closes: str = ""
    """As many characters as lists end behind this line."""

    @property
    def values(self) -> str:
        """What is sent along when a project is dropped into this one."""
        return json.dumps({"folder" if self.is_folder else "parent": self.pk})


def nested(entries: Sequence[Entry]) -> list[Entry]:
    """Lines in the order in which they are read, each with whether others hang from it and how many lists end behind it."""
    depths = [entry.depth for entry in entries[1:]] + [0]
    return [
        replace(entry, has_children=following > entry.depth, closes="." * max(0, entry.depth - following))
        for entry, following in zip(entries, depths, strict=False)
    ]


class Navigation:
    """All links of the frame for one page."""

    drawn: SafeString | None = None
    """The places as markup, once they have been drawn."""

    def __init__(self, shell: Shell, request: HttpRequest) -> None:
        self._shell = shell
        self._slug = shell.workspace.slug
        self._path = request.path
        match = request.resolver_match
        self._view = match.view_name if match else ""
        self.urls = {place: address(name, self._slug) for place, name in IN_WORKSPACE.items()} | {
            place: address(name) for place, name in OF_THE_PERSON.items()
        }
        actor = getattr(shell, "actor", None)  # The style guide has nobody.
        if actor and actor.reads_only:
            self.urls |= dict.fromkeys(WRITING, "")

    @property
    def active(self) -> str:
        if self._view.startswith("reports:"):
            return "reports"  # Of whatever kind, and what is kept of them.
        view = (
            "timetracking:day-list" if self._view == "timetracking:calendar" else self._view
        )  # another face of the same
        return next((place for place, name in IN_WORKSPACE.items() if name == view), "")

    @cached_property
    def projects(self) -> list[Entry]:
        """The projects in no folder, as they are read."""
        return nested([self._entry(line) for branch in self._shell.tree.loose for line in branch.walk()])

    @cached_property
    def folders(self) -> list[Entry]:
        """The folders, each followed by its projects."""
        return nested([self._entry(line) for branch in self._shell.tree.folders for line in branch.walk()])

    @property
    def favourites(self) -> list[Entry]:
        views = [self._saved(view) for view in self._shell.views if view.is_favourite]
        return [*(self._project(project) for project in self._shell.favourites), *views]

    @property
    def views(self) -> list[Entry]:
        """The saved views that are not at hand already."""
        return [self._saved(view) for view in self._shell.views if not view.is_favourite]

    def _saved(self, view: Named) -> Entry:
        url = f"{self.urls['views']}{view.pk}/"
        return Entry(view.name, url, view.colour, 0, self._is_here(url), icon=view.icon or "list-filter", pk=view.pk,
                     place_url=f"{url}place/")  # fmt: skip

    @property
    def labels(self) -> list[Entry]:
        """Labels that have a page; none are drawn while the room has no such page."""
        entries = [(label, address("views:label", self._slug, label.pk)) for label in self._shell.labels]
        return [Entry(label.name, url, label.colour, 0, self._is_here(url)) for label, url in entries if url]

    @property
    def workspaces(self) -> list[dict[str, object]]:
        return [
            {
                "name": w.name,
                "initial": w.initial,
                "slug": w.slug,
                "logo_version": w.logo_version,
                "url": address("views:today", w.slug),
                "current": w.slug == self._slug,
            }
            for w in self._shell.workspaces
        ]

    def _entry(self, branch: Branch) -> Entry:
        if branch.project:
            return self._project(branch.project, branch.depth)
        own = f"{self.urls['folders']}{branch.node.pk}/"
        return Entry(
            name=branch.node.name,
            url=own,
            colour="",
            count=0,
            active=False,
            pk=str(branch.node.pk),
            is_folder=True,
            folded=getattr(branch.node, "is_folded", False),
            place_url=f"{own}place/",
            fold_url=f"{own}folding/",
        )

    def _project(self, project: Project, depth: int = 0) -> Entry:
        # Put together by hand: to ask for the address of each of a hundred projects takes longer than to draw them.
        url = f"{self.urls['projects']}{project.pk}/"
        return Entry(
            name=project.name,
            url=url,
            colour=project.colour,
            count=getattr(project, "open_tasks", 0),
            active=self._is_here(url),
            depth=depth,
            icon=project.icon,
            pk=str(project.pk),
            is_private=not project.everyone,
            folded=getattr(project, "is_folded", False),
            place_url=f"{url}place/",
            fold_url=f"{url}folding/",
        )

    def _is_here(self, url: str) -> bool:
        return bool(url) and self._path.startswith(url)


def address(name: str, *parts: object) -> str:
    """The address by name, or "" when nothing answers to that name."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
