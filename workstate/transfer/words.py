"""Words of other programs: due dates, understood as quick add understands them, and the names of files."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import PurePath
from typing import cast

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.text import NAME_LENGTH
from workstate.tasks.quickadd import Context, parse
from workstate.tasks.quickadd.draft import DateOrder, TimeFormat
from workstate.transfer.importers.rows import DateWords

LONGEST = 100
# Todoist's backups name a project's file "Office [2203306141].csv".
_FILE_NUMBER = re.compile(r" \[\d+\]$")


def project_named_by(file_name: str) -> str:
    """What a project is called whose file does not say."""
    return _FILE_NUMBER.sub("", PurePath(file_name).stem).strip()[:NAME_LENGTH] or "Todoist"


def date_words(by: Actor) -> DateWords:
    """Read words as of this moment, in the zone and habits of the actor and the language of the words."""
    moment = now().astimezone(by.zone)

    def read(words: str, language: str) -> tuple[date, time | None] | None:
        if len(words) > LONGEST:
            return None
        context = Context(
            now=moment,
            language=language or by.user.language,
            date_order=cast("DateOrder", by.user.date_order),
            week_start=by.user.first_weekday,
            time_format=cast("TimeFormat", by.user.time_format),
        )
        draft = parse(words, context)
        # Words that are left over, or that mean something else than a date, are words that were not understood.
        if draft.title or draft.due_on is None or draft.priority or draft.project or draft.labels or draft.estimate:
            return None
        return draft.due_on, draft.due_time

    return read
