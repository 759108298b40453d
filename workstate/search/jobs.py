from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

from celery import shared_task
from django.core.cache import cache
from django.db import IntegrityError

logger = logging.getLogger(__name__)

LONGEST_BUILD = 1800  # seconds
ATTEMPTS = 3


@shared_task
def index_missing_documents(workspace: str) -> None:
    """May run twice, or beside itself: what has a document is left alone."""
    from workstate.search.indexing import index_missing

    pk = UUID(workspace)
    _although_things_leave(pk, lambda: index_missing(pk))


def index_missing_later(workspace: UUID) -> None:
    """Raises when no worker can be told, so that the event is tried again."""
    index_missing_documents.apply_async([str(workspace)], retry=False)


@shared_task
def refile_project(workspace: str, project: str) -> None:
    """May run twice, or beside itself: documents are made from what is true then."""
    from workstate.search.indexing import refile

    pk, subject = UUID(workspace), UUID(project)
    _although_things_leave(pk, lambda: refile(pk, subject))


def refile_project_later(workspace: UUID, project: UUID) -> None:
    """Raises when no worker can be told, so that the event is tried again."""
    refile_project.apply_async([str(workspace), str(project)], retry=False)


@shared_task
def build_missing_indexes() -> None:
    """
    Every minute: build the workspaces that were there before there was a search, or whose documents are of older rules.

    One at a time and one worker at each; should the mark of that be lost, the work is done twice to the same effect.
    """
    from workstate.search.indexing import VERSION, build
    from workstate.search.models import Index
    from workstate.workspaces.models import Workspace

    current = Index.objects.filter(version=VERSION)
    for workspace in Workspace.objects.exclude(pk__in=current.values("workspace")).values_list("pk", flat=True):
        if cache.add(f"search-build:{workspace}", 1, LONGEST_BUILD):
            try:
                written = _although_things_leave(workspace, partial(build, workspace))
            finally:
                cache.delete(f"search-build:{workspace}")
            logger.info("Search of workspace %s was built: %d documents.", workspace, written)


def _although_things_leave(workspace: UUID, work: Callable[[], int]) -> int:
    """Do it again when something was deleted for good between reading it and keeping its document; nothing for no workspace."""
    from workstate.workspaces.models import Workspace

    for attempt in range(ATTEMPTS):
        try:
            return work()
        except IntegrityError:
            if not Workspace.objects.filter(pk=workspace).exists():
                return 0
            if attempt + 1 == ATTEMPTS:
                raise
    return 0
