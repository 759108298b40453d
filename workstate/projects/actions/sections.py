"""Sections of a project. What becomes of the tasks of one that goes, the tasks room decides: see its actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import between, many_between
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import take_identifier
from workstate.projects.actions.places import behind_of, kept, last_position, lock_order, locked, position_after
from workstate.projects.models import Project, Section
from workstate.projects.policies import can_edit_project

MOST_AT_WORK = 999


@transaction.atomic
def create_sections(names: Iterable[str], *, project: Project, by: Actor, id: UUID | None = None) -> list[Section]:
    """Add sections behind those that are there. One of an id that the project has already is not made again."""
    require(can_edit_project(by, project))
    cleaned = [clean_line(name, field="section", length=NAME_LENGTH, required=True) for name in names]
    take_identifier(id)
    project = kept(locked(project))
    if id and (made := Section.objects.filter(pk=id).first()):
        if made.project_id != project.pk:
            raise Conflict(_("This identifier is taken."))
        return [made]
    last = last_position(Section.objects.filter(project=project))
    sections = Section.objects.bulk_create(
        Section(id=id or new_id(), workspace=by.workspace, project=project, name=name, position=position)
        for name, position in zip(cleaned, many_between(last, None, len(cleaned)), strict=True)
    )
    for section in sections:
        record(Verb.SECTION_CREATED, section, by=by, name=section.name)
    return sections


@transaction.atomic
def change_section(section: Section, *, by: Actor, **changes: Any) -> Section:
    """Change the name or the limit (open tasks at most; None for none); raises Invalid at the field."""
    require(can_edit_project(by, section.project))
    section = lock_section(section)
    before: dict[str, Any] = {}
    for field, value in changes.items():
        if field == "name":
            value = clean_line(str(value), field=field, length=NAME_LENGTH, required=True)
        elif field == "limit":
            if value is not None and not 0 < value <= MOST_AT_WORK:
                raise Invalid(_("Give a number from 1 to %d, or nothing.") % MOST_AT_WORK, field=field)
        else:
            raise Invalid(_("This cannot be changed."), field=field)
        if getattr(section, field) != value:
            before[field] = getattr(section, field)
            setattr(section, field, value)
    if before:
        section.save(update_fields=list(before))
        after = {field: getattr(section, field) for field in before}
        record(Verb.SECTION_CHANGED, section, by=by, before=before, after=after)
    return section


@transaction.atomic
def move_section(
    section: Section, *, by: Actor, after: Section | None = None, before: Section | None = None
) -> Section:
    """Put the section behind another one of its project, ahead of one, or first."""
    require(can_edit_project(by, section.project))
    lock_order(by)
    section = lock_section(section)
    place = Section.objects.filter(project=section.project_id, deleted_at=None).exclude(pk=section.pk)
    section.position = position_after(place, behind_of(place, after, before))
    section.save(update_fields=["position"])
    record(Verb.SECTION_MOVED, section, by=by)
    return section


def move_section_to(section: Section, project: Project, *, by: Actor) -> Section:
    """Part of an act that takes its tasks along: a locked section, behind those of another project."""
    require(can_edit_project(by, project))
    lock_order(by)
    target = kept(locked(project))
    if target.archived_at:
        raise Invalid(_("That project is archived. Take it out of the archive first."), field="project")
    came_from, section.project = section.project, target
    section.position = between(last_position(Section.objects.filter(project=target)), None)
    section.save(update_fields=["project", "position"])
    path = {"before": {"project": str(came_from.pk)}, "after": {"project": str(target.pk)}}
    record(Verb.SECTION_MOVED, section, by=by, **path)
    return section


def lock_section(section: Section, *, with_deleted: bool = False) -> Section:
    """The section as it is now, and as it stays until the transaction ends; raises Conflict for one that is gone."""
    row = Section.objects.select_for_update(of=("self",)).select_related("project").get(pk=section.pk)
    kept(row.project)
    if row.deleted_at and not with_deleted:
        raise Conflict(_("This section was deleted. Reload the page."))
    return row


def remove_section(section: Section, *, by: Actor, **data: Any) -> None:
    """Part of an act that has dealt with its tasks: marks a locked section as deleted and tells it with `data`."""
    section.deleted_at = now()
    section.save(update_fields=["deleted_at"])
    record(Verb.SECTION_DELETED, section, by=by, name=section.name, **data)


def keep_section(section: Section, *, by: Actor) -> None:
    """Part of an act that brings its tasks back: the section stands in its project again."""
    section.deleted_at = None
    section.save(update_fields=["deleted_at"])
    record(Verb.SECTION_RESTORED, section, by=by)
