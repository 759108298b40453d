"""What entries can be given, to choose from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.durations import format_duration_long
from workstate.tasks.choices import Option
from workstate.tasks.models import Label
from workstate.timetracking.actions.merging import merger_of
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import projects_to_choose, tasks_at_hand

Found = Callable[[], list[TimeEntry]]
"""The entries that are meant; none when they are too many to be named."""


def _offer_projects(actor: Actor, found: Found) -> dict[str, Any]:
    options = [Option("project", "", _("No project"), icon="ban")]
    options += [Option("project", str(row.pk), row.name, colour=row.colour) for row in projects_to_choose(actor)]
    return {"title": _("Project"), "list": True, "options": options, "filter": _("Project")}


def _offer_tasks(actor: Actor, found: Found) -> dict[str, Any]:
    options = [Option("task", "", _("No task"), icon="ban")]
    options += [
        Option("task", str(row.number), row.title, colour=row.project.colour if row.project else "")
        for row in tasks_at_hand(actor)
    ]
    return {"title": _("Task"), "list": True, "options": options, "filter": _("Task")}


def _offer_labels(actor: Actor, found: Found) -> dict[str, Any]:
    """What is on all is taken off all; what is on some or none is put on all."""
    entries = found()
    on: dict[UUID, int] = {}
    for entry in entries:
        for label in entry.labels.all():
            on[label.pk] = on.get(label.pk, 0) + 1
    rows = sorted(Label.objects.visible_to(actor)[:500], key=lambda row: (row.pk not in on, row.name.casefold()))
    options = []
    for row in rows:
        some, every = on.get(row.pk, 0), len(entries)
        hint = _("on %(some)d of %(all)d") % {"some": some, "all": every} if 0 < some < every else ""
        name = "remove_labels" if 0 < some == every else "add_labels"
        options.append(Option(name, row.name, row.name, 0 < some == every, colour=row.colour, hint=hint))
    more = {"filter": _("Label"), "several": True, "creates": True}
    return {"title": _("Labels"), "list": True, "options": options, **more}


def _offer_days(actor: Actor, found: Found) -> dict[str, Any]:
    formats = Formats.of(actor.user)
    now_day = formats.today
    days = [now_day - timedelta(days=ago) for ago in range(7)]
    quick = [(day, formats.day_name(day), formats.weekday_date(day), "calendar") for day in days]
    return {
        "title": _("Move to a day"),
        "dates": True,
        "field": "day",
        "day_field": "day",
        "today": now_day,
        "first_weekday": actor.first_weekday,
        "reading_url": reverse("tasks:dates", args=[actor.workspace.slug]),
        "quick": quick,
    }


def _offer_words(actor: Actor, found: Found) -> dict[str, Any]:
    words = {entry.description for entry in found()}
    return {"title": _("Description"), "words": words.pop() if len(words) == 1 else "", "template": "_words"}


def _offer_merging(actor: Actor, found: Found) -> dict[str, Any]:
    merger = merger_of(found())
    long = {"length": format_duration_long(merger.seconds)}
    if merger.started_at:
        said = _("They follow each other: one entry from the first start to the last end.")
    else:
        said = _("There is time between them: one entry of %(length)s on that day, without clock times.") % long
    twice = merger.sum > merger.seconds
    return {"title": _("Merge into one"), "merger": merger, "said": said, "twice": twice, "template": "_merging"}


OFFERS: dict[str, Callable[[Actor, Found], dict[str, Any]]] = {
    "project": _offer_projects,
    "task": _offer_tasks,
    "labels": _offer_labels,
    "day": _offer_days,
    "description": _offer_words,
    "merge": _offer_merging,
}
"""What can be chosen for entries, and what each choice is drawn from."""
