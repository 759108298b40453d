"""What is left of a workspace whose time of grace is over goes for good: in small steps, so that nobody waits for them."""

from __future__ import annotations

import logging
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from workstate.core.clock import now
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.models.workspaces import GRACE

logger = logging.getLogger(__name__)

# Rows of a step, with whatever hangs on them.
STEP = 500


def clear_deleted() -> int:
    """Remove every workspace that was deleted a month ago; answers how many. What fails today is tried again tomorrow."""
    cleared = 0
    for pk in (
        Workspace.objects.filter(deleted_at__lte=now() - GRACE).order_by("deleted_at").values_list("pk", flat=True)
    ):
        try:
            cleared += clear_workspace(pk)
        except Exception:
            logger.exception("Workspace %s could not be removed for good.", pk)
    return cleared


def clear_workspace(pk: UUID) -> bool:
    """
    Rows first, each room's in steps of their own transactions, then the workspace itself. Files go with clear_attachments().

    Who belongs to it goes last: rows of others hang on them.
    """
    for model in _owned_models():
        while _clear_step(model, pk):
            pass
    with transaction.atomic():
        # Nothing leads here any more but restore_workspace(), which looks at the same instant.
        gone = Workspace.objects.select_for_update().filter(pk=pk, deleted_at__lte=now() - GRACE).first()
        if gone is None:
            return False
        gone.delete()
    return True


def _clear_step(model: type[models.Model], workspace: UUID) -> bool:
    """Delete some rows with what hangs on them; False when none is left."""
    with transaction.atomic():
        rows = model._base_manager.filter(workspace=workspace)
        step = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:STEP])
        if step:
            model._base_manager.filter(pk__in=step).delete()
    return len(step) == STEP


def _owned_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a workspace, those first that others do not hang on."""
    owned = [model for model in apps.get_models() if _belongs_to_workspace(model) and model is not Membership]
    sorter: TopologicalSorter[type[models.Model]] = TopologicalSorter()
    for model in owned:
        targets = {field.related_model for field in _foreign_keys(model)} - {model}
        for target in targets & set(owned):
            sorter.add(target, model)
        sorter.add(model)
    try:
        return list(sorter.static_order())
    except CycleError:
        # Deleting takes along what hangs on a row in any order; only the steps are larger then.
        return owned


def _belongs_to_workspace(model: type[models.Model]) -> bool:
    return any(field.name == "workspace" and field.related_model is Workspace for field in _foreign_keys(model))


def _foreign_keys(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
