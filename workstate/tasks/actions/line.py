from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.core.turns import take_identifier
from workstate.projects.actions import create_project
from workstate.tasks.actions.tasks import create_task
from workstate.tasks.extensions import start_clock
from workstate.tasks.line import NOWHERE, Place, read_line
from workstate.tasks.models import Priority, Task


@transaction.atomic
def add_line(
    text: str,
    *,
    by: Actor,
    id: UUID | None = None,
    ignored: Iterable[str] = (),
    place: Place = NOWHERE,
    start: bool = False,
) -> Task:
    """
    Make the task that a typed line describes, and the project and the labels it names where there are none.

    `ignored` holds keys of tokens that stay words; `place` is what the page adds; `start` also starts the clock. The same id
    again answers with the task of the first time and starts nothing. Raises Invalid with the field "text" or that of the
    value, NotAllowed for a project or label that the actor may not make.
    """
    take_identifier(id)
    if id and (made := Task.objects.visible_to(by).filter(pk=id, created_by=by.user).first()):
        return made
    reading = read_line(text, by=by, ignored=ignored, place=place)
    if not reading.draft.title:
        if text.strip():
            raise Invalid(_("Say what is to be done: every word of this was taken as a detail."), field="text")
        raise Invalid(_("Write what is to be done."), field="text", code="required")
    project = create_project(reading.new_project, by=by) if reading.new_project else reading.project
    task = create_task(
        reading.draft.title,
        by=by,
        id=id,
        project=project,
        labels=reading.labels,
        priority=reading.draft.priority or Priority.P4,
        estimate=reading.draft.estimate,
        due=reading.due,
    )
    if start:
        start_clock(task, by)
    return task
