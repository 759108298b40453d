"""Pictures of files, and what is thrown away. Each may run twice, or beside itself, and then does nothing."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)
AT_ONCE = 20


@shared_task
def draw_pictures(attachment_id: str) -> None:
    """Draw the pictures of one file. Asked for on commit and, for what a dead broker missed, swept by beat."""
    from workstate.attachments.models import Attachment
    from workstate.attachments.pictures import draw

    attachment = Attachment.objects.select_related("workspace", "task", "uploaded_by").filter(pk=attachment_id).first()
    if attachment is not None and attachment.drawn_at is None:
        draw(attachment)


@shared_task
def draw_missing_pictures() -> None:
    from workstate.attachments.models import Attachment

    waiting = Attachment.objects.filter(drawn_at=None, created_at__lt=timezone.now() - PATIENCE).order_by("created_at")
    for pk in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        draw_pictures(str(pk))


@shared_task
def clear_attachments() -> None:
    """Once a day: files whose time in the bin is over, then bytes that no row knows."""
    from workstate.attachments.clearing import clear_bin, clear_orphans

    cleared, orphans = clear_bin(), clear_orphans()
    if cleared or orphans:
        logger.info("Removed %d files whose time in the bin was over, and %d that nothing knew.", cleared, orphans)


def wake_drawing(attachment_id: UUID) -> None:
    """Ask a worker to draw soon. A broker that does not answer only delays: the sweep picks the file up."""
    try:
        draw_pictures.apply_async([str(attachment_id)], retry=False)
    except Exception as error:
        logger.warning("Pictures of a file wait for the sweep: %s", error)
