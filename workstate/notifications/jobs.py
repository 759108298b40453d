from __future__ import annotations

from celery import shared_task


@shared_task
def surface_snoozed() -> int:
    """Bring back what was put off until now."""
    from workstate.notifications.actions.marking import surface_snoozed

    return surface_snoozed()


@shared_task
def clear_notifications() -> int:
    """Remove what nobody looks at any more; nightly."""
    from workstate.notifications.clearing import clear_notifications

    return clear_notifications()
