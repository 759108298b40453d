"""The description of a task: rewritten by one person at a time, its check boxes ticked where they stand."""

from __future__ import annotations

from django.db import transaction

from workstate.core import markdown
from workstate.core.actor import Actor
from workstate.core.text import clean_text
from workstate.tasks.actions.acts import lock_tasks
from workstate.tasks.actions.changing import change_task
from workstate.tasks.models import Task


@transaction.atomic
def write_description(task: Task, text: str, *, by: Actor, before: str) -> Task:
    """
    Change what a task's description says. `before` is the fingerprint of the text that was opened for it.

    Raises markdown.Overtaken, which knows the other text, when somebody saved another one meanwhile.
    """
    text = clean_text(text, field="description")
    task = lock_tasks([task], by=by)[0]
    return change_task(task, by=by, description=markdown.replaced(task.description, text, before=before))


@transaction.atomic
def tick_checklist(task: Task, line: int, done: bool, *, by: Actor, before: str) -> Task:
    """
    Tick a box of the description, or take its tick away, on a line counted from 0; changes that character alone.

    `before` is the shape of the text that was looked at (markdown.shape): whoever ticks another box at the same moment is
    not in the way. Raises Conflict when the text is another by now, or when no box stands there.
    """
    task = lock_tasks([task], by=by)[0]
    return change_task(task, by=by, description=markdown.ticked(task.description, line, done, before=before))
