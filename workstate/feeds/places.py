"""In which project and task what happens is found later."""

from __future__ import annotations

from typing import Any

from workstate.activity.places import Place, register_place


def register() -> None:
    """Called once, from apps.py."""
    register_place("projects.project", lambda project: (project.pk, None))
    register_place("projects.section", lambda section: (_project(section), None))
    register_place("tasks.task", lambda task: (_project(task), task.pk))
    for label in ("discussions.comment", "attachments.attachment"):
        register_place(label, _of_its_task)


def _project(subject: Any) -> Any:
    return subject.project_id


def _of_its_task(subject: Any) -> Place:
    return subject.task.project_id, subject.task_id
