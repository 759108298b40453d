"""Templates: kept, changed, deleted, and made into tasks and projects again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.blueprints.actions.making import calendar_of, founded, planted
from workstate.blueprints.body import read, written
from workstate.blueprints.build import Spot
from workstate.blueprints.models import Kind, Template
from workstate.blueprints.policies import can_create_template, can_edit_template, can_show_in_template, can_use_template
from workstate.blueprints.snapshot import EVERYTHING, project_tree, task_tree
from workstate.blueprints.tree import Item, Keep, Tree
from workstate.core.actor import Actor
from workstate.core.clock import now, today
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.text import NAME_LENGTH, TITLE_LENGTH, clean_line, clean_text
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.projects.models import Project, Section
from workstate.projects.policies import can_create_project, can_edit_project
from workstate.tasks.actions.placement import hold_section, last_position, lock_list, require_place, siblings
from workstate.tasks.models import Task
from workstate.tasks.policies import can_create_task, can_edit_task

MOST_TEMPLATES = 500
MOST_TEXT = 5_000_000
CHANGEABLE = ("name", "description")


@transaction.atomic
def save_task_as_template(
    task: Task, *, by: Actor, name: str = "", description: str = "", keep: Keep = EVERYTHING, id: UUID | None = None
) -> Template:
    """
    Keep the task and what is under it to be made again, named after its title unless told; all members see it then.

    The same id again answers with the template of the first time. Raises Invalid at the field.
    """
    require(can_create_template(by) and can_edit_task(by, task))
    _require_showing(task.project, by)
    if task.deleted_at or (task.project and task.project.deleted_at):
        raise Conflict(_("This task is in the bin. Restore it first."))
    name = name or task.title[:NAME_LENGTH]
    return _saved(Kind.TASK, lambda: task_tree(task, by=by, keep=keep), by, name, description, id)


@transaction.atomic
def save_project_as_template(
    project: Project,
    *,
    by: Actor,
    name: str = "",
    description: str = "",
    keep: Keep = EVERYTHING,
    id: UUID | None = None,
) -> Template:
    """Keep the project with its sections and tasks to be made again. Otherwise as save_task_as_template()."""
    require(can_create_template(by) and can_edit_project(by, project))
    _require_showing(project, by)
    if project.deleted_at:
        raise Conflict(_("This project is in the bin. Restore it first."))
    return _saved(
        Kind.PROJECT, lambda: project_tree(project, by=by, keep=keep), by, name or project.name, description, id
    )


def _require_showing(project: Project | None, by: Actor) -> None:
    require(
        can_show_in_template(by, project),
        _("This project is private and a template is for everybody. Ask whoever administers the project."),
    )


@transaction.atomic
def change_template(template: Template, *, by: Actor, **changes: object) -> Template:
    """Change name or description; raises Invalid at the field."""
    require(can_edit_template(by, template))
    template = _kept(_locked(template))
    before: dict[str, str] = {}
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise Invalid(_("This cannot be changed."), field=field)
        cleaned = _name(str(value)) if field == "name" else clean_text(str(value), field=field)
        if getattr(template, field) != cleaned:
            before[field] = getattr(template, field)
            setattr(template, field, cleaned)
    if before:
        template.updated_at = now()
        template.save(update_fields=[*before, "updated_at"])
        record(
            Verb.TEMPLATE_CHANGED,
            template,
            by=by,
            before=before,
            after={field: getattr(template, field) for field in before},
        )
    return template


@transaction.atomic
def delete_template(template: Template, *, by: Actor) -> Template:
    """Put the template away; what was made from it stays."""
    require(can_edit_template(by, template))
    template = _locked(template)
    if template.deleted_at is None:
        template.deleted_at, template.deleted_by = now(), by.user
        template.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.TEMPLATE_DELETED, template, by=by, name=template.name)
    return template


@transaction.atomic
def restore_template(template: Template, *, by: Actor) -> Template:
    require(can_edit_template(by, template))
    template = _locked(template)
    if template.deleted_at is not None:
        template.deleted_at, template.deleted_by = None, None
        template.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.TEMPLATE_RESTORED, template, by=by, name=template.name)
    return template


@transaction.atomic
def make_project(
    template: Template,
    *,
    by: Actor,
    name: str = "",
    start: date | None = None,
    workdays: bool = False,
    id: UUID | None = None,
) -> Project:
    """
    Make the template's project, its first day today unless `start` says otherwise.

    The same id again answers with the project of the first time. Raises Invalid at name or start.
    """
    require(can_use_template(by, template) and can_create_project(by))
    take_identifier(id)
    if made := made_before(Project.objects.all(), id, by=by, maker="created_by"):
        return made
    tree = _tree_of(template, Kind.PROJECT)
    calendar = calendar_of(tree, start or today(by.zone), workdays=workdays)
    return founded(tree, name or template.name, by=by, calendar=calendar, id=id)


@transaction.atomic
def make_task(
    template: Template,
    *,
    by: Actor,
    project: Project | None = None,
    section: Section | None = None,
    title: str = "",
    start: date | None = None,
    workdays: bool = False,
    id: UUID | None = None,
) -> Task:
    """Make the template's task at the end of a project's list, a section, or the actor's inbox. Otherwise as make_project()."""
    require(can_use_template(by, template) and can_create_task(by))
    require_place(by, project, section, None)
    take_identifier(id)
    hold_section(section)
    lock_list(by.workspace, project, by.user)
    if made := made_before(Task.objects.all(), id, by=by, maker="created_by"):
        return made
    tree = _titled(_tree_of(template, Kind.TASK), title)
    calendar = calendar_of(tree, start or today(by.zone), workdays=workdays)
    last = last_position(siblings(by.workspace, project, section, None, by.user))
    spot = Spot(project, section.pk if section else None, None, between(last, None))
    return planted(tree, by=by, spot=spot, calendar=calendar, id=id)


def _saved(
    kind: Kind, tree_of: Callable[[], Tree], by: Actor, name: str, description: str, id: UUID | None
) -> Template:
    name, description = _name(name), clean_text(description, field="description")
    take_identifier(id)
    if made := made_before(Template.objects.all(), id, by=by, maker="created_by"):
        return made
    take_turn(f"templates:{by.workspace.pk}")
    if Template.objects.visible_to(by).kept().count() >= MOST_TEMPLATES:
        raise Invalid(_("There are %d templates already. Delete some first.") % MOST_TEMPLATES)
    tree = _of_nowhere(tree_of())
    if sum(len(item.title) + len(item.description) for item in tree.items) > MOST_TEXT:
        raise Invalid(_("This holds too much text for a template."))
    at = now()
    template = Template.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        kind=kind,
        name=name,
        description=description,
        body=written(tree),
        size=len(tree.items),
        created_at=at,
        created_by=by.user,
        updated_at=at,
    )
    record(Verb.TEMPLATE_CREATED, template, by=by, name=name, kind=kind.value)
    return template


def _of_nowhere(tree: Tree) -> Tree:
    """A time of day is that of whoever uses the template, wherever they are."""
    return replace(tree, items=tuple(replace(item, due_zone="") for item in tree.items))


def _tree_of(template: Template, kind: Kind) -> Tree:
    if _kept(template).kind != kind:
        raise Invalid(_("This template is for something else."))
    return read(template.body)


def _titled(tree: Tree, title: str) -> Tree:
    """The tree with another title for its first task; raises Conflict for a template that holds no task."""
    if not tree.items:
        raise Conflict(_("This template cannot be read any more. Make it anew."))
    changes: dict[str, Any] = {}
    if title:
        changes["title"] = clean_line(title, field="title", length=TITLE_LENGTH, required=True)
    first: Item = replace(tree.items[0], **changes)
    return replace(tree, items=(first, *tree.items[1:]))


def _name(name: str) -> str:
    return clean_line(name, field="name", length=NAME_LENGTH, required=True)


def _kept(template: Template) -> Template:
    if template.deleted_at:
        raise Conflict(_("This template is deleted. Restore it first."))
    return template


def _locked(template: Template) -> Template:
    return Template.objects.select_for_update().get(pk=template.pk)
