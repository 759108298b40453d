"""What saved reports do when something gets another name."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.activity.models import Event
from workstate.reports.actions.following import follow_new_name
from workstate.savedviews.handlers import new_name_of


def follow_in_reports(events: Sequence[Event]) -> None:
    for event in events:
        if (new := new_name_of(event)) and event.workspace:
            follow_new_name(new, workspace=event.workspace)
