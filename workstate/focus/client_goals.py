"""Goals for a client go along when it is merged into another, whoever's they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workstate.core.actor import Actor
from workstate.focus.models import Goal
from workstate.projects.models import Client


def move_goals(client: Client, to: Client, by: Actor, only: Mapping[str, Any] | None = None) -> dict[str, Any]:
    goals = Goal.objects.filter(workspace=by.workspace, client=client)
    if only is not None:
        goals = goals.filter(pk__in=only.get("goals", []))
    ids = [str(pk) for pk in goals.order_by("pk").values_list("pk", flat=True)]
    goals.update(client=to)
    return {"goals": ids}
