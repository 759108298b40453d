from __future__ import annotations

from celery import shared_task


@shared_task
def clear_answers() -> int:
    """Remove answers that nobody can ask for again; hourly."""
    from workstate.api.idempotency import clear_answers

    return clear_answers()
