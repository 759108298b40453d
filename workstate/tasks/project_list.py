"""The page of a project: its sections or other groups, what is deferred, what was completed last, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.projects.models import Favourite, FoldedSection, Grouping, Project, ProjectView, Section, Sorting
from workstate.projects.policies import can_edit_project
from workstate.tasks import arranging, queries
from workstate.tasks.arranging import Arrangement
from workstate.tasks.lists import deferred_group, first_of
from workstate.tasks.models import Task
from workstate.tasks.progress import progress_of
from workstate.tasks.rows import Empty, Group, Page, rows_of

LAST_COMPLETED = 20


def arrangement_of(actor: Actor, project: Project, asked: Mapping[str, str]) -> tuple[Arrangement, Arrangement]:
    """How the list is shown: as the address says, else as the person last chose, else as everybody sees it; and that last."""
    views = {
        view.user_id: view for view in ProjectView.objects.filter(Q(user=actor.user) | Q(user=None), project=project)
    }
    usual = Arrangement.of(views.get(None))
    return arranging.asked(asked, Arrangement.of(views[actor.user.pk]) if actor.user.pk in views else usual), usual


def project_page(actor: Actor, project: Project, *, limit: int, asked: Mapping[str, str]) -> Page:
    formats = Formats.of(actor.user)
    arrangement, usual = arrangement_of(actor, project, asked)
    can_edit = can_edit_project(actor, project)
    adds = can_edit and not project.archived_at
    tasks = queries.of_project(actor, project)
    found, more = first_of(queries.listed(arranging.in_order(tasks, arrangement), actor), limit)
    count = arranging.counts(tasks, arrangement)
    sections = list(Section.objects.visible_to(actor).filter(project=project).by_position())
    if arrangement.grouping == Grouping.SECTION:
        groups = _by_section(actor, project, sections, found, count, arrangement, formats, adds=adds)
    else:
        values = {"project": str(project.pk)} if arrangement.by_hand else None
        groups = [
            Group(
                key=bunch.key,
                title=bunch.title,
                rows=rows_of(bunch.tasks, actor, formats),
                total=bunch.count,
                values=values,
                wide_due=True,
            )
            for bunch in arranging.bunches(found, count, arrangement.grouping, formats)
        ]
    groups += deferred_group(actor, formats, project=project)
    if arrangement.shows_completed:
        groups += _completed(actor, project, formats)
    return Page(
        name="project",
        heading=project.name,
        subtitle=project.client.name if project.client else "",
        groups=groups,
        more=more,
        place=f"project={project.pk}",
        adds=adds,
        hides_project=True,
        extra={
            "project": project,
            "sections": sections,
            "can_edit": can_edit,
            "is_favourite": Favourite.objects.filter(user=actor.user, project=project).exists(),
            "arrangement": arrangement,
            "is_usual": arrangement == usual,
            "groupings": Grouping.choices,
            "sortings": Sorting.choices,
            "progress": progress_of(actor, project, formats),
        },
        empty=Empty("folder", _("This project has no tasks yet."), _("Add a task")),
    )


def _by_section(
    actor: Actor,
    project: Project,
    sections: list[Section],
    tasks: list[Task],
    count: Mapping[Any, int],
    arrangement: Arrangement,
    formats: Formats,
    *,
    adds: bool,
) -> list[Group]:
    # What was put into a section in the moment in which it was deleted stands in none.
    known = {section.pk for section in sections}
    by_section: dict[object, list[Task]] = {}
    for task in tasks:
        by_section.setdefault(task.section_id if task.section_id in known else None, []).append(task)
    loose = sum(number for key, number in count.items() if key not in known)
    folded = set(
        FoldedSection.objects.filter(user=actor.user, section__project=project).values_list("section", flat=True)
    )
    line = reverse("tasks:project-line", args=[actor.workspace.slug, project.pk])
    groups = []
    for section in [None, *sections]:
        key = section.pk if section else None
        values = {"project": str(project.pk), "section": str(key or ""), "parent": ""}
        groups.append(
            Group(
                key=str(key or "none"),
                title=section.name if section else _("To do"),
                rows=rows_of(by_section.get(key, []), actor, formats),
                total=count.get(key, 0) if key else loose,
                values=values if arrangement.by_hand else None,
                wide_due=True,
                section=section,
                folded=key in folded,
                adds=f"{line}?section={key}" if section and adds else "",
            )
        )
    # Where there are sections, what stands in none is a group only when there is something.
    return groups if groups[0].count or not sections else groups[1:]


def _completed(actor: Actor, project: Project, formats: Formats) -> list[Group]:
    done = queries.completed(actor, project)
    last = list(queries.listed(done, actor)[:LAST_COMPLETED])
    if not last:
        return []
    total = done.order_by().count() if len(last) == LAST_COMPLETED else len(last)
    rows = rows_of(last, actor, formats, done=True, with_parent=True)
    return [Group("completed", _("Completed"), rows, total=total, folded=True)]
