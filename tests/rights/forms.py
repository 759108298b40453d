"""What the fields of pages' forms name: each is in one of these tables."""

from __future__ import annotations

_TASK = "#task @task"
_PEOPLE = "@member @person"
_BESIDE = "#task @task @project @section @goal @field @view @folder @choice"

# What of each hidden thing is put behind a field: "@task" is its id, "#task" its number, and all else stands as it is.
KINDS = {
    "add_assignees": _PEOPLE,
    "add_labels": "@label",
    "after": _BESIDE,
    "anchor": _TASK,
    "assignees": _PEOPLE,
    "before": _BESIDE,
    "choice": "@choice",
    "client": "@client",
    "columns": "field:@field @field",
    "comment": "@comment",
    "entries": "@entry",
    "entry": "@entry @running",
    "focus": _TASK,
    "folder": "@folder",
    "from": _PEOPLE,
    "group": "field:@field @group",
    "interval": "@interval",
    "into": "@client @project @label",
    "label": "@label",
    "labels": "@label",
    "other": f"{_TASK} @client @project",
    "parent": f"{_TASK} @project @folder",
    "people": _PEOPLE,
    "place": "@project:@section @project: @project view:@view",
    "project": "@project",
    "remove": "@notification",
    "remove_assignees": _PEOPLE,
    "remove_labels": "@label",
    "row": "task-@task project-@project",
    "section": "@section",
    "sort": "field:@field",
    "subject": f"{_TASK} task:#task project:@project client:@client label:@label @project",
    "task": _TASK,
    "tasks": _TASK,
    "to": f"{_PEOPLE} @project @folder",
    "typed": "@label",
    "under": _TASK,
    "value": f"{_PEOPLE} @choice @label @project @section {_TASK}",
    "where": "@project @section",
    "who": "member:@member group:@group @person",
}

# Words, numbers, days, choices, and what is of the page itself. "cells" of a timesheet hold rows: they are asked for by
# timesheets' own tests.
PLAIN = set(
    """
    _method accent act address ago alone amount ask_after ask_after_own asks_rates at auth auto_break auto_focus batch billable
    cells children colour completed counted currency date_order dates day day_of_month days deadline_on deferred_until density
    description digest_hour done due due_day due_time email emoji endpoint ends ends-# estimate everyone expected expected_note
    answer code lives me projects reports workspace
    expires file file-clear filter first_weekday format formats frequency good_rows_only hotkeys hours icon id idle_after
    idle_after_own ignored is_shared key kind last layout length level limit line list long_after long_break look minutes name
    next note notifies on on-# p#dh password password# pause-# period priority q query quiet_days quiet_from quiet_until ref
    remind remind_after remind_after_own reminder_hour repeat role rounding rounding_step rule same scope seen settled
    short_break shown sound source span start start_on starts starts-# state stop stop_after stop_after_own text theme then time
    time_format time_zone title until vat_id volume warnings was week weekday weekdays what width with_descriptions with_done
    with_files with_rates words workdays worked zone
    """.split()
)

# How each kind of news is told by each channel.
CHANNELS = ("app-", "mail-", "push-")

# Where also one's own id is not seen to be written: names are kept as words, a place is looked up, something is taken away.
UNSEEN = set(
    """
    add_labels anchor choice client columns comment focus group into label labels remove remove_assignees remove_labels sort
    typed where
    """.split()
)
