"""What a template would make, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.blueprints.tree import Item, Tree
from workstate.core.actor import Actor
from workstate.core.durations import format_duration_long
from workstate.tasks.models import Label
from workstate.workspaces.models import Membership

DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    depth: int
    labels: list[tuple[str, str]]
    people: list[User]
    day: str
    estimate: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a section; without a name those that stand in none."""

    name: str
    lines: list[Line]


def preview(tree: Tree, actor: Actor) -> list[Group]:
    """Two queries at most, for colours of labels and for people."""
    formats = Formats.of(actor.user)
    wanted = {member for item in tree.items for member in item.assignees}
    people: dict[UUID, User] = {}
    if wanted:
        members = Membership.objects.visible_to(actor).filter(pk__in=wanted).select_related("user")
        people = {member.pk: member.user for member in members}
    colours: dict[str, str] = {}
    if any(item.labels for item in tree.items):
        colours = {label.name.casefold(): label.colour for label in Label.objects.visible_to(actor)}
    groups: dict[int | None, Group] = {None: Group("", [])}
    groups |= {place: Group(part.name, []) for place, part in enumerate(tree.sections)}
    for item, depth in zip(tree.items, tree.depths(), strict=True):
        groups[item.section].lines.append(
            Line(
                item=item,
                depth=min(depth, DEEPEST),
                labels=[(name, colours.get(name.casefold(), "slate")) for name in item.labels],
                people=[people[member] for member in item.assignees if member in people],
                day=_day(item, formats),
                estimate=format_duration_long(item.estimate) if item.estimate else "",
            )
        )
    return [group for group in groups.values() if group.name or group.lines]


def _day(item: Item, formats: Formats) -> str:
    """Day 1 is the first."""
    if item.due is None:
        return ""
    said = _("Day %d") % (item.due + 1)
    return f"{said}, {formats.time(item.due_time)}" if item.due_time else said


def span(tree: Tree) -> int:
    """Over how many days the tree reaches, 0 when nothing in it has a day."""
    days = [
        day for item in tree.items for day in (item.start, item.deferred, item.due, item.deadline) if day is not None
    ]
    return max(days) - min(days) + 1 if days else 0
