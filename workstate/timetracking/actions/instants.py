"""Which instants a client may claim."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid
from workstate.timetracking.models import TimeEntry

CLOCK_TOLERANCE = timedelta(minutes=1)
EARLIEST_START = timedelta(days=7)
LONGEST_LOOK = timedelta(days=31)


class Overlap(Conflict):
    """At the instant that was claimed, time was tracked already; `details` say on what and until when."""

    def __init__(self, by: Actor, entry: TimeEntry) -> None:
        assert entry.stopped_at is not None
        until = Formats.of(by.user).moment(entry.stopped_at)
        super().__init__(_("You tracked other time until %(until)s. Start then or later.") % {"until": until})
        self.details = {"entry": str(entry.pk), "earliest": entry.stopped_at.isoformat()}


def clean_instant(at: datetime, *, field: str) -> datetime:
    """A whole second, not in the future beyond what a client's clock may be wrong by."""
    if at.tzinfo is None:
        raise Invalid(_("Say in which time zone this is."), field=field)
    if at.year < 1970:
        raise Invalid(_("Choose a day between 1970 and 2199."), field=field)
    current = now()
    if at > current + CLOCK_TOLERANCE:
        raise Invalid(
            _("This is still to come. Give a time that has passed, or check the clock of your device."), field=field
        )
    return min(at.replace(microsecond=0), current)


def clean_start(by: Actor, at: datetime, *, field: str, but: TimeEntry | None = None) -> datetime:
    """
    When a timer began, as its person or an offline client says; `but` is the timer itself where its start is changed.

    Raises Invalid for the future and for more than a week ago, Overlap where finished time lies after it.
    """
    at = clean_instant(at, field=field)
    if at < now() - EARLIEST_START:
        raise Invalid(_("A timer cannot begin more than a week ago. Write the time down by hand."), field=field)
    tracked = TimeEntry.objects.of(by.user).kept().filter(started_at__gt=at - LONGEST_LOOK, stopped_at__gt=at)
    if but is not None:
        tracked = tracked.exclude(pk=but.pk)
    if latest := tracked.order_by("-stopped_at").first():
        raise Overlap(by, latest)
    return at
