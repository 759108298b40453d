"""What pages of other rooms draw of budgets."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import template
from django.template import Context

from workstate.accounts.formats import current_formats
from workstate.billing.queries import settings_of
from workstate.budgets.models import BudgetKind
from workstate.budgets.policies import can_see_budget
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


@register.simple_tag(takes_context=True)
def shows_budgets(context: Context, project: Project) -> bool:
    """Whether the way to the project's budgets is for the reader. Asks once for a page, however many projects it lists."""
    shell = context["shell"]
    if shell.actor.administers:
        return True
    if "budget_settings" not in shell.__dict__:
        shell.__dict__["budget_settings"] = settings_of(shell.actor.workspace)
    return can_see_budget(shell.actor, project, BudgetKind.TIME, shell.__dict__["budget_settings"])
