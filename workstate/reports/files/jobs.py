"""Files of reports, made by a worker. Each job may run twice, or beside itself, and then does nothing."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task

logger = logging.getLogger(__name__)

AT_ONCE = 50


@shared_task
def make_report_file(file_id: str) -> None:
    """Make one file, and ask for the next of the same person."""
    from workstate.reports.files.actions import begin_file
    from workstate.reports.files.making import produce
    from workstate.reports.models import ReportFile

    file = begin_file(UUID(file_id))
    if file is None:
        return
    try:
        produce(file)
    finally:
        waiting = ReportFile.objects.open().filter(user=file.user_id, started_at=None).order_by("created_at", "id")
        if (pk := waiting.values_list("pk", flat=True).first()) is not None:
            wake(pk)


@shared_task
def tend_report_files() -> None:
    """Take up again what a lost worker or broker left lying. Run by beat every minute."""
    from workstate.reports.files.actions import take_back_lost
    from workstate.reports.models import ReportFile

    take_back_lost()
    waiting = ReportFile.objects.open().filter(started_at=None).order_by("created_at", "id")
    for pk in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        wake(pk)


@shared_task
def clear_report_files() -> None:
    """Once a day: files whose week is over."""
    from workstate.reports.files.actions import clear_old

    if cleared := clear_old():
        logger.info("Removed %d files of reports whose week was over.", cleared)


def wake(file_id: UUID) -> None:
    """Ask a worker to make a file soon. A broker that does not answer only delays: the next minute picks it up."""
    try:
        make_report_file.apply_async([str(file_id)], retry=False, expires=600)
    except Exception as error:
        logger.warning("A report's file waits for the next minute: %s", error)
