"""
The pages of a workspace's settings, which stand in one list at their side.

A room registers its page in its module `commands.py`, which is read when the server starts:

    register_page(SettingsPage(name="rates", title=_("Rates"), place="billing:rates", icon="coins", roles=ADMINISTRATORS))

and draws it in `{% extends "workspaces/settings/frame.html" %}`, with what it shows in the block `settings` (not `content`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from workstate.core.actor import Actor, Role
from workstate.core.commands import EVERYBODY, Words

ADMINISTRATORS = frozenset({Role.OWNER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """`place` is the name of its address in the workspace; `roles` are those who see it. What is of less `order` comes first."""

    name: str
    title: Words
    place: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    order: int = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """A line of the list, for whoever looks at one of the pages."""

    title: str
    url: str
    icon: str
    is_here: bool


_pages: dict[str, SettingsPage] = {}


def register_page(*pages: SettingsPage) -> None:
    """Called once per room, when its commands are read. Raises ValueError for a name that is taken."""
    for page in pages:
        if page.name in _pages:
            raise ValueError(f"There are two pages of settings of the name {page.name}.")
        _pages[page.name] = page


def settings_pages(role: Role) -> list[SettingsPage]:
    """Those that the role sees, in their order."""
    return sorted((page for page in _pages.values() if role in page.roles), key=lambda page: (page.order, page.name))


def tabs_of(actor: Actor, path: str) -> list[Tab]:
    """The list as it stands beside the page at the path; a page whose address does not exist is not in it."""
    found = [(page, url) for page in settings_pages(actor.role) if (url := _address(page.place, actor))]
    here = _here(path, (url for _page, url in found))
    return [Tab(str(page.title), url, page.icon, url == here) for page, url in found]


def _here(path: str, urls: Iterable[str]) -> str:
    """The page to which the address belongs: its own, or that of a part of it."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _address(place: str, actor: Actor) -> str:
    try:
        return reverse(place, args=[actor.workspace.slug])
    except NoReverseMatch:
        return ""
