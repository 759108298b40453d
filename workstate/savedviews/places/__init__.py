"""
The places whose lists are views: which tasks stand there, and how each is looked at by whoever has not chosen.

A place says what; a look says how (looks.py); a layout draws (layouts/).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.projects.models import Project
from workstate.savedviews.models import SavedView
from workstate.savedviews.places.base import Place
from workstate.savedviews.places.fixed import SPANS, AllTasks, Assigned, Inbox, Today, Upcoming
from workstate.savedviews.places.named import LabelPlace, PriorityPlace, ProjectPlace, ViewPlace
from workstate.tasks.models import Label

__all__ = ["SPANS", "AllTasks", "Place", "ProjectPlace", "ViewPlace", "find", "upcoming"]

SIMPLE: Mapping[str, type[Place]] = {place.name: place for place in (Inbox, Today, Upcoming, Assigned, AllTasks)}


def find(key: str, actor: Actor) -> Place:
    """The place with this key; raises Http404 for one that is not there or that the actor does not see."""
    name, _colon, rest = key.partition(":")
    if not rest and name in SIMPLE:
        return SIMPLE[name](actor)
    if name == "priority" and rest in {"1", "2", "3", "4"}:
        return PriorityPlace(actor, int(rest))
    rows: dict[str, tuple[type[Place], QuerySet[Any]]] = {
        "project": (ProjectPlace, Project.objects.visible_to(actor).kept().select_related("client")),
        "label": (LabelPlace, Label.objects.visible_to(actor)),
        "view": (ViewPlace, SavedView.objects.visible_to(actor).kept()),
    }
    try:
        kind, found = rows[name]
        return kind(actor, get_object_or_404(found, pk=UUID(rest)))
    except (KeyError, ValueError) as error:
        raise Http404(_("There is no such list.")) from error


def upcoming(actor: Actor, days: str) -> Upcoming:
    """Raises Invalid for days that are not offered."""
    if days not in map(str, SPANS):
        raise Invalid(_("Choose 7, 14 or 30 days."), field="days")
    return Upcoming(actor, int(days))
