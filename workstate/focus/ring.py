"""A person's first goal for the header, read in the one request that the frame makes anyway."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import Case, When
from django.db.models.functions import Coalesce, JSONObject

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now, start_of_day, week_of
from workstate.focus.goal_progress import Now
from workstate.focus.goal_words import Card, card_of
from workstate.focus.models.goals import Goal, GoalPeriod, GoalSubject, GoalTarget
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label
from workstate.timetracking.models import DayShare, EntryLabel, TimeEntry
from workstate.workspaces.models import Workspace


def ring_columns(actor: Actor) -> dict[str, Any]:
    """A column for a request about anything: the actor's first goal in the workspace, with what counts for it now."""
    today = day_of(now(), actor.zone)
    first, last = week_of(today, actor.user.first_weekday)

    def bound(of_week: date) -> Case:
        return Case(When(period=GoalPeriod.WEEK, then=Value(of_week, DateField())), default=Value(today, DateField()))

    target = GoalTarget.objects.filter(goal=OuterRef("pk"), since__lte=OuterRef("last")).order_by("-since")
    here = {"workspace": OuterRef("workspace"), "user": OuterRef("user"), "goal_about": GoalSubject.ALL}
    spent = _counting(DayShare.objects.filter(day__gte=OuterRef("first"), day__lte=OuterRef("last")), here, "entry")
    running = _counting(TimeEntry.objects.running(), here, "pk")
    goals = (
        Goal.objects.visible_to(actor)
        .current()
        .by_position()
        .annotate(first=bound(first), last=bound(last))
        .values(
            line=JSONObject(
                pk="id",
                period="period",
                about="about",
                at_most="at_most",
                client="client__name",
                project="project__name",
                label="label__name",
                colour=Coalesce("project__colour", "label__colour", Value("")),
                wanted=Subquery(target.values("seconds")[:1]),
                weekdays=Subquery(target.values("weekdays")[:1]),
                spent=Coalesce(
                    Subquery(spent.annotate(all=Value(1)).values("all").annotate(sum=Sum("seconds")).values("sum")),
                    0,
                    output_field=IntegerField(),
                ),
                since=Subquery(running.values("started_at")[:1]),
            )
        )
    )
    return {"goal": Subquery(goals[:1])}


def _counting(rows: Any, here: Mapping[str, Any], entry: str) -> Any:
    """Of the rows those that count for the goal outside, as goal_progress.COUNTS says it."""
    labelled = EntryLabel.objects.filter(entry=OuterRef(entry), label=OuterRef(OuterRef("label")))
    about = {"goal_about": ExpressionWrapper(OuterRef("about"), output_field=CharField())}
    return (
        rows.filter(workspace=here["workspace"], user=here["user"])
        .annotate(**about)
        .filter(
            Q(goal_about=here["goal_about"])
            | Q(project=OuterRef("project"))
            | Q(project__client=OuterRef("client"))
            | Q(Exists(labelled))
        )
        .order_by()
    )


def ring_of(line: Mapping[str, Any] | None, actor: Actor, formats: Formats) -> Card | None:
    """The goal that `ring_columns` found, as the header draws it."""
    if not line or not line["wanted"]:
        return None  # None, or one that begins on a day that has not begun where the person is now.
    at = now()
    today = day_of(at, actor.zone)
    subjects = {"client": Client, "project": Project, "label": Label}
    named = {name: kind(name=line[name], **_colour(name, line)) for name, kind in subjects.items() if line[name]}
    goal = Goal(
        pk=line["pk"], period=line["period"], about=line["about"], at_most=line["at_most"], user=actor.user, **named
    )
    first, last = week_of(today, actor.user.first_weekday) if goal.is_weekly else (today, today)
    since = datetime.fromisoformat(line["since"]) if line["since"] else None
    weekdays = line["weekdays"]
    one = Now(
        goal,
        first,
        last,
        line["wanted"],
        weekdays,
        goal.is_weekly or bool(weekdays >> today.weekday() & 1),
        line["spent"],
        max(since, start_of_day(first, actor.zone)) if since else None,
    )
    return card_of(one, at, formats)


def ring_alone(actor: Actor, formats: Formats) -> Card | None:
    """The same where no frame is drawn."""
    row: Any = Workspace.objects.filter(pk=actor.workspace.pk).values(**ring_columns(actor)).get()
    return ring_of(row["goal"], actor, formats)


def _colour(name: str, line: Mapping[str, Any]) -> dict[str, str]:
    return {} if name == "client" else {"colour": line["colour"]}
