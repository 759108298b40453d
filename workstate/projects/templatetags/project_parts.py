"""What templates draw of a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from workstate.core.actor import Actor
from workstate.core.markdown import render
from workstate.projects.access import learn_levels
from workstate.projects.models import Project
from workstate.projects.policies import can_change_project
from workstate.projects.tree import Branch, Line
from workstate.projects.tree import lines as lines_of

register = template.Library()


@register.simple_tag
def described(project: Project) -> SafeString:
    """The description, written in Markdown."""
    return render(project.description)


@register.simple_tag
def rights(actor: Actor, projects: Iterable[Project]) -> str:
    """Ask once for what the actor may do in all of these; `changed_by` asks no more then."""
    learn_levels(actor, projects)
    return ""


@register.filter
def changed_by(project: Project, actor: Actor) -> bool:
    """Whether the menu of the project is for the actor."""
    return can_change_project(actor, project)


@register.filter
def of(values: Mapping[Any, Any], key: object) -> Any:
    """What stands under the key, or None."""
    return values.get(key)


@register.filter
def lines(branches: Sequence[Branch]) -> list[Line]:
    """A tree of projects line by line."""
    return lines_of(branches)
