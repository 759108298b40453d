"""What looks after people's clocks. Each job may run twice, or beside itself, and then does nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from celery import shared_task

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500

Subject = TypeVar("Subject")


@shared_task
def tend_clocks() -> None:
    """Ask whose timer has run long whether they still work, and stop those that were forgotten."""
    from workstate.core.clock import now
    from workstate.timetracking.actions.signs import tend_clock
    from workstate.timetracking.tending import timers_due

    _each(tend_clock, timers_due(now())[:MOST_AT_ONCE])


@shared_task
def remind_of_tracking() -> None:
    """Tell people in their working hours that nothing is tracked, and put away what does not hold any more."""
    from workstate.core.clock import now
    from workstate.timetracking.actions import reminding
    from workstate.timetracking.tending import people_to_remind, reminders_open

    _each(reminding.withdraw_reminder, reminders_open()[:MOST_AT_ONCE])
    _each(reminding.remind_of_tracking, people_to_remind(now())[:MOST_AT_ONCE])


@shared_task
def put_day_sums_together() -> None:
    """Keep the sums of each day few: writing leaves a row for each change."""
    from workstate.timetracking.day_sums import put_together

    put_together()


def _each(act: Callable[[Subject], Any], subjects: Iterable[Subject]) -> None:
    """Each in a transaction of its own: one that fails holds up no other."""
    for subject in subjects:
        try:
            act(subject)
        except Exception:
            logger.exception("%s failed for %s.", act.__name__, subject)
