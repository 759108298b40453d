"""Of what somebody asked for and did not wait for: files, imports, reports by mail; and of webhooks that nobody takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, of_event
from workstate.reports.models import ReportFile

WAITED: Final = timedelta(seconds=30)
"""Who got a file sooner is still looking at the page that offers it."""

IMPORTS = (Verb.IMPORT_APPLIED, Verb.IMPORT_FAILED)
REPORT_FILES = (Verb.REPORT_FILE_MADE, Verb.REPORT_FILE_FAILED)
EXPORTS = (Verb.EXPORT_MADE, Verb.EXPORT_FAILED)
VERBS = [*IMPORTS, *EXPORTS, *REPORT_FILES, Verb.REPORT_DELIVERY_FAILED, Verb.WEBHOOK_DISABLED]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    named = [event.subject_id for event in events if event.verb in REPORT_FILES]
    files = {str(file.pk): file for file in ReportFile.objects.filter(pk__in=named)} if named else {}
    for event in events:
        if event.verb == Verb.WEBHOOK_DISABLED and "maker" in event.data:  # Nobody's act.
            about = f"webhook.{event.subject_id}"
            yield of_event(event, UUID(event.data["maker"]), Kind.WEBHOOK_OFF, about=about)
        if event.user_id is None or event.verb == Verb.WEBHOOK_DISABLED:
            continue
        if event.verb == Verb.REPORT_DELIVERY_FAILED:
            about = f"schedule.{event.data['schedule']}"
            yield of_event(event, event.user_id, Kind.DELIVERY_FAILED, about=about)
        elif event.verb in IMPORTS:
            act = "imported" if event.verb == Verb.IMPORT_APPLIED else "not_imported"
            yield of_event(event, event.user_id, Kind.FILE_READY, about=f"import.{event.subject_id}", data={"act": act})
        elif event.verb in EXPORTS:
            act = "exported" if event.verb == Verb.EXPORT_MADE else "not_exported"
            yield of_event(event, event.user_id, Kind.FILE_READY, about=f"export.{event.subject_id}", data={"act": act})
        elif (file := files.get(event.subject_id)) and event.happened_at - file.created_at >= WAITED:
            act = "made" if event.verb == Verb.REPORT_FILE_MADE else "not_made"
            about = f"report_file.{event.subject_id}"
            yield of_event(event, event.user_id, Kind.FILE_READY, about=about, data={"act": act})
