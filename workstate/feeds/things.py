"""
The things that events name, and how each is called and found.

Rooms above this one stand here by the label of their model alone: nothing of theirs is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workstate.accounts.models import User
from workstate.activity.sentences import Thing
from workstate.core.actor import Actor
from workstate.tasks.models import Task
from workstate.tasks.named import task_thing
from workstate.workspaces.models import Membership

TASK = "tasks.task"
PROJECT = "projects.project"
MEMBER = "workspaces.membership"
PERSON = "accounts.user"
COMMENT = "discussions.comment"


@dataclass(frozen=True, slots=True)
class Noun:
    """
    What things of one model are called: `unseen` to those who do not see them, `page` the name of the address of each.

    `is_open`: every full member may know the name, so that the event may say it of one that is gone.
    """

    unseen: str | Promise
    page: str = ""
    key: str = ""
    column: str = "name"
    is_open: bool = False


NOUNS: Mapping[str, Noun] = {
    TASK: Noun(_("a task that you cannot see")),
    PROJECT: Noun(_("a project that you cannot see"), "views:project", "project"),
    MEMBER: Noun(_("somebody who has left")),
    PERSON: Noun(_("somebody who has left")),
    COMMENT: Noun(_("a comment"), column=""),
    "projects.section": Noun(_("a section that you cannot see")),
    "projects.folder": Noun(_("a folder that you cannot see"), is_open=True),
    "projects.client": Noun(_("a client that you cannot see"), "projects:client", "client"),
    "tasks.label": Noun(_("a label that is gone"), "views:label", "label", is_open=True),
    "workspaces.group": Noun(_("a group that you cannot see"), is_open=True),
    "workspaces.workspace": Noun(_("the workspace"), column=""),
    "workspaces.invitation": Noun(_("an invitation"), column=""),
    "savedviews.savedview": Noun(_("a view that you cannot see"), "views:view", "view"),
    "attachments.attachment": Noun(_("a file that you cannot see")),
    "customfields.customfield": Noun(_("a field that you cannot see")),
    "blueprints.template": Noun(_("a template that is gone"), is_open=True),
    "budgets.budget": Noun(_("a budget"), column=""),
    "webhooks.webhook": Noun(_("a webhook"), column=""),
    "reports.savedreport": Noun(_("a report that you cannot see"), "reports:saved-report", "saved"),
}
UNSEEN = Noun(_("something that you cannot see"), column="")


def noun_of(label: str) -> Noun:
    return NOUNS.get(label, UNSEEN)


def things(label: str, ids: Iterable[str], actor: Actor) -> dict[str, Thing]:
    """Those that the actor sees, by id. One query."""
    found = _FINDERS.get(label, _find)
    return found(label, _uuids(ids), actor)


def _find(label: str, ids: list[UUID], actor: Actor) -> dict[str, Thing]:
    noun = noun_of(label)
    if not noun.column:
        return {}
    rows = apps.get_model(label)._default_manager.visible_to(actor).filter(pk__in=ids)
    return {str(pk): Thing(name, _page(noun, pk, actor)) for pk, name in rows.values_list("pk", noun.column)}


def _find_tasks(label: str, ids: list[UUID], actor: Actor) -> dict[str, Thing]:
    return {str(task.pk): task_thing(task, actor) for task in Task.objects.visible_to(actor).filter(pk__in=ids)}


def _find_members(label: str, ids: list[UUID], actor: Actor) -> dict[str, Thing]:
    rows = Membership.objects.visible_to(actor).filter(pk__in=ids).select_related("user")
    return {str(member.pk): Thing(str(member.user)) for member in rows}


def _find_people(label: str, ids: list[UUID], actor: Actor) -> dict[str, Thing]:
    """Members; to those who run the workspace also people who have left it."""
    rows = User.objects.filter(pk__in=ids)
    if not actor.administers:
        rows = rows.filter(pk__in=Membership.objects.visible_to(actor).values("user"))
    return {str(user.pk): Thing(str(user)) for user in rows}


def _page(noun: Noun, pk: object, actor: Actor) -> str:
    if not noun.page:
        return ""
    try:
        return reverse(noun.page, kwargs={"workspace": actor.workspace.slug, noun.key: pk})
    except NoReverseMatch:
        return ""


def _uuids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


_Finder = Callable[[str, list[UUID], Actor], dict[str, Any]]
_FINDERS: dict[str, _Finder] = {
    TASK: _find_tasks,
    MEMBER: _find_members,
    PERSON: _find_people,
}
