"""What there is to choose from for a task, and what it has, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.projects.access import readers_of
from workstate.projects.models import Project, Section
from workstate.tasks.extensions import reminders_told
from workstate.tasks.models import Label, LinkKind, Priority, Reminder, Task, TaskAssignee, TaskLabel, TaskLink
from workstate.tasks.words import length_words
from workstate.workspaces.models import Membership

MOST_LABELS = 500


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose: the field and value that it sends, and how it is drawn."""

    name: str
    value: str
    text: str
    chosen: bool = False
    colour: str = ""
    icon: str = ""
    person: User | None = None
    tone: str = ""
    inner: bool = False
    key: str = ""
    hint: str = ""


def priorities(task: Task) -> list[Option]:
    return [
        Option(
            "priority", str(value), str(words), value == task.priority, icon="flag", tone=f"p{value}", key=str(value)
        )
        for value, words in Priority.choices
    ]


def places(task: Task, actor: Actor) -> list[Option]:
    """The inbox for whoever made the task, then the projects, each with its sections."""
    found = []
    if task.created_by_id == actor.user.pk:
        found.append(Option("place", "", _("Inbox"), task.project_id is None, icon="inbox"))
    projects = list(Project.objects.visible_to(actor).active().by_position())
    sections: dict[UUID, list[Section]] = defaultdict(list)
    for section in Section.objects.visible_to(actor).filter(project__in=projects).by_position():
        sections[section.project_id].append(section)
    for project in projects:
        here = project.pk == task.project_id
        chosen = here and task.section_id is None
        found.append(Option("place", str(project.pk), project.name, chosen, colour=project.colour))
        for section in sections[project.pk]:
            value = f"{project.pk}:{section.pk}"
            chosen = here and section.pk == task.section_id
            found.append(Option("place", value, section.name, chosen, inner=True, hint=project.name))
    return found


def labels(task: Task, actor: Actor) -> list[Option]:
    """Those on the task first."""
    on = set(TaskLabel.objects.filter(task=task).values_list("label_id", flat=True))
    rows = sorted(
        Label.objects.visible_to(actor)[:MOST_LABELS], key=lambda row: (row.pk not in on, row.name.casefold())
    )
    return [
        Option("remove_labels" if row.pk in on else "add_labels", row.name, row.name, row.pk in on, colour=row.colour)
        for row in rows
    ]


def people(task: Task, actor: Actor) -> list[Option]:
    """Whoever sees the task, oneself first: with "m" one gives it to oneself."""
    on = set(TaskAssignee.objects.filter(task=task).values_list("member_id", flat=True))
    members = Membership.objects.visible_to(actor).select_related("user")
    seeing = members.filter(readers_of(task.project) if task.project else Q(user=task.created_by_id))
    rows = sorted(seeing, key=lambda one: (one.user_id != actor.user.pk, one.user.name.casefold()))
    return [
        Option(
            "remove_assignees" if one.pk in on else "add_assignees",
            str(one.pk),
            one.user.name or one.user.email,
            one.pk in on,
            person=one.user,
            hint=_("me") if one.user_id == actor.user.pk else "",
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class ReminderLine:
    pk: UUID
    words: str
    told: str = ""
    """That it came, or was put off."""


def reminder_words(before: int | None, at: datetime | None, formats: Formats) -> str:
    if at:
        return capfirst(formats.moment(at))
    if not before:
        return _("When it is due")
    if before % 86400 == 0:
        days = before // 86400
        return _("1 day before") if days == 1 else _("%(days)d days before") % {"days": days}
    return _("%s before") % length_words(before)


def reminders_of(task: Task, actor: Actor, formats: Formats) -> list[ReminderLine]:
    rows = list(Reminder.objects.visible_to(actor).filter(task=task).order_by("at", "-before"))
    told = reminders_told(task, actor, formats) if rows else {}
    return [ReminderLine(row.pk, reminder_words(row.before, row.at, formats), told.get(row.pk, "")) for row in rows]


BLOCKED_BY = "blocked_by"
DUPLICATED_BY = "duplicated_by"


def link_kinds() -> list[tuple[str, str]]:
    return [
        (BLOCKED_BY, _("Blocked by")),
        (LinkKind.BLOCKS, _("Blocks")),
        (LinkKind.RELATES, _("Relates to")),
        (LinkKind.DUPLICATES, _("Duplicates")),
    ]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as the task at one end of it says it."""

    pk: UUID
    words: str
    kind: str
    other: Task

    @property
    def is_open(self) -> bool:
        return not (self.other.completed_at or self.other.cancelled_at)


def links_of(task: Task, actor: Actor) -> list[LinkLine]:
    """What blocks it first. Links to what the actor does not see, or what is in the bin, are not told."""
    rows = (
        TaskLink.objects.visible_to(actor)
        .filter(Q(source=task) | Q(target=task))
        .select_related("source", "target", "source__project", "target__project")
        .order_by("created_at", "pk")
    )
    words = {
        **dict(link_kinds()),
        DUPLICATED_BY: _("Duplicated by"),
    }
    order = [BLOCKED_BY, LinkKind.BLOCKS, LinkKind.DUPLICATES, DUPLICATED_BY, LinkKind.RELATES]
    found = []
    for row in rows:
        outward = row.source_id == task.pk
        other = row.target if outward else row.source
        if other.deleted_at or (other.project and other.project.deleted_at):
            continue
        kind = row.kind
        if not outward and kind == LinkKind.BLOCKS:
            kind = BLOCKED_BY
        elif not outward and kind == LinkKind.DUPLICATES:
            kind = DUPLICATED_BY
        found.append(LinkLine(row.pk, words[kind], kind, other))
    return sorted(found, key=lambda line: order.index(line.kind))


def blocking(lines: Iterable[LinkLine]) -> list[Task]:
    """Of the links of a task, the open tasks that it waits for."""
    return [line.other for line in lines if line.kind == BLOCKED_BY and line.is_open and not line.other.archived_at]
