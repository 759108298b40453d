"""What the focus room puts on the pages of tasks: how often one focused on it, and the way into focus mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workstate.core.actor import Actor
from workstate.focus.queries import counts_of
from workstate.tasks import extensions
from workstate.tasks.models import Task
from workstate.timetracking.policies import can_track_time


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_facts("focus/_task_fact.html", focus_facts, more="focus/_task_more.html")


def focus_facts(task: Task, actor: Actor) -> Mapping[str, Any]:
    return {"counts": counts_of(actor, task), "can_track": can_track_time(actor, task)}
