"""Administrators say which fields there are. Whoever may edit a task says what stands in them: see tasks/policies.py."""

from __future__ import annotations

from workstate.core.actor import Actor
from workstate.customfields.models import CustomField


def can_see_fields(actor: Actor) -> bool:
    """The page of them; guests see fields on tasks alone."""
    return not actor.is_guest


def can_manage_fields(actor: Actor) -> bool:
    return actor.administers


def can_change_field(actor: Actor, field: CustomField) -> bool:
    return field.workspace_id == actor.workspace.pk and can_manage_fields(actor)
