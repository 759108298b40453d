"""What pages of other rooms draw of budgets."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import template
from django.template import Context

from workstate.accounts.formats import current_formats
from workstate.budgets.standing import standings_by_project
from workstate.budgets.words import Card
from workstate.projects.models import Project

register = template.Library()


@register.simple_tag(takes_context=True)
def budget_cards(context: Context, projects: Iterable[Project]) -> dict[UUID, list[Card]]:
    """By project the budgets that the reader sees; a constant number of queries, one where there is none."""
    shell = context.get("shell")
    if shell is None:
        return {}
    formats = current_formats()
    found = standings_by_project(shell.actor, projects)
    return {pk: [Card(one, formats) for one in some] for pk, some in found.items()}


@register.simple_tag(takes_context=True)
def budgets_of_project(context: Context, project: Project) -> list[Card]:
    return budget_cards(context, [project]).get(project.pk, [])


@register.filter
def nearest_end(cards: list[Card]) -> Card:
    """The one of which the largest share is used."""
    return max(cards, key=lambda card: card.standing.spent / card.standing.whole)
