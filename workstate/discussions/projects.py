"""The description of a project: rewritten by one person at a time, its check boxes ticked where they stand."""

from __future__ import annotations

from django.db import transaction

from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.core.errors import require
from workstate.core.text import clean_text
from workstate.projects.actions import change_project
from workstate.projects.models import Project
from workstate.projects.policies import can_edit_project


@transaction.atomic
def write_project_description(project: Project, text: str, *, by: Actor, before: str) -> Project:
    """Change what a project's description says; as tasks.actions.checklist.write_description."""
    text = clean_text(text, field="description")
    project = _locked(project, by)
    return change_project(project, by=by, description=markdown.replaced(project.description, text, before=before))


@transaction.atomic
def tick_project_checklist(project: Project, line: int, done: bool, *, by: Actor, before: str) -> Project:
    """Tick a box of a project's description; as tasks.actions.checklist.tick_checklist."""
    project = _locked(project, by)
    return change_project(project, by=by, description=markdown.ticked(project.description, line, done, before=before))


def _locked(project: Project, by: Actor) -> Project:
    require(can_edit_project(by, project))
    return Project.objects.select_for_update().get(pk=project.pk)
