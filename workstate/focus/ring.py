"""
A person's first goal for the header.

Which it is comes with the one request that the frame makes anyway; only who has one is asked what counts for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now, start_of_day, week_of
from workstate.focus.goal_progress import Now, is_about, seconds_within
from workstate.focus.goal_words import Card, card_of
from workstate.focus.models.goals import Goal, GoalPeriod, GoalTarget
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Workspace


def ring_columns(actor: Actor) -> dict[str, Any]:
    """A column for a request about anything: the actor's first goal in the workspace, and what it asks for now."""
    today = day_of(now(), actor.zone)
    last = Case(
        When(period=GoalPeriod.WEEK, then=Value(week_of(today, actor.user.first_weekday)[1], DateField())),
        default=Value(today, DateField()),
    )
    targets = GoalTarget.objects.filter(goal=OuterRef("pk"), since__lte=OuterRef("last")).order_by("-since")
    line = JSONObject(
        pk="id",
        period="period",
        about="about",
        at_most="at_most",
        client_id="client_id",
        client="client__name",
        project_id="project_id",
        project="project__name",
        label_id="label_id",
        label="label__name",
        colour=Coalesce("project__colour", "label__colour", Value("")),
        target=Subquery(targets.values(asked=JSONObject(wanted="seconds", weekdays="weekdays"))[:1]),
    )
    goals = Goal.objects.visible_to(actor).current().by_position().annotate(last=last)
    return {"goal": Subquery(goals.values(line=line)[:1])}


def ring_of(line: Mapping[str, Any] | None, actor: Actor, formats: Formats, running: TimeEntry | None) -> Card | None:
    """
    The goal that `ring_columns` found, as the header draws it. One query, and one more for a label while a timer runs.

    None where there is none, or it begins on a day that has not begun where the person is now.
    """
    if not line or not line["target"]:
        return None
    at = now()
    goal = _goal(line, actor)
    today = day_of(at, actor.zone)
    first, last = week_of(today, actor.user.first_weekday) if goal.is_weekly else (today, today)
    begins = start_of_day(first, actor.zone)
    since = running.started_at if running and running.workspace_id == actor.workspace.pk else None
    counts = since and running and is_about(goal, running)
    weekdays = line["target"]["weekdays"]
    one = Now(
        goal=goal,
        first=first,
        last=last,
        wanted=line["target"]["wanted"],
        weekdays=weekdays,
        applies=goal.is_weekly or bool(weekdays >> today.weekday() & 1),
        seconds=seconds_within({goal.pk: (first, last)})[goal.pk],
        since=max(since, begins) if since and counts else None,
    )
    return card_of(one, at, formats)


def ring_alone(actor: Actor, formats: Formats, running: TimeEntry | None) -> Card | None:
    """The same where no frame is drawn."""
    row: Any = Workspace.objects.filter(pk=actor.workspace.pk).values(**ring_columns(actor)).get()
    return ring_of(row["goal"], actor, formats, running)


def _goal(line: Mapping[str, Any], actor: Actor) -> Goal:
    kinds = {"client": Client, "project": Project, "label": Label}
    about = {
        name: kind(
            pk=UUID(line[f"{name}_id"]), name=line[name], **({} if kind is Client else {"colour": line["colour"]})
        )
        for name, kind in kinds.items()
        if line[name]
    }
    return Goal(
        pk=UUID(line["pk"]),
        period=line["period"],
        about=line["about"],
        at_most=line["at_most"],
        user=actor.user,
        workspace=actor.workspace,
        **about,
    )
