from __future__ import annotations

from celery import shared_task


@shared_task
def surface_snoozed() -> int:
    """Bring back what was put off until now."""
    from workstate.notifications.actions.marking import surface_snoozed

    return surface_snoozed()


@shared_task
def remind() -> int:
    """Tell people of what they wanted to be reminded of. Run by beat every ten seconds; may run twice, or beside itself."""
    from workstate.notifications.actions.reminding import remind

    return remind()


@shared_task
def send_due_mail() -> int:
    """Send the letters that are due. Run by beat every ten seconds; may run beside itself."""
    from workstate.notifications.mail.sending import send_due_mail

    return send_due_mail()


@shared_task
def send_due_push() -> int:
    """Tell browsers what is due. Run by beat every ten seconds; may run beside itself."""
    from workstate.notifications.push.sending import send_due_push

    return send_due_push()


@shared_task
def clear_notifications() -> int:
    """Remove what nobody looks at any more; nightly."""
    from workstate.notifications.clearing import clear_notifications

    return clear_notifications()
